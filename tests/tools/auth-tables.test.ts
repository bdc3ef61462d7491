import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { type AuthTable, readAuthTables } from '../support/auth-catalog.ts'

/**
 * The tables that the migrations of Auth 2.196 create on Postgres 17. `ts` is timestamptz and `nn`
 * is not null. A column without `nn` can be null, and a column without `default` has none.
 */
const TABLES: Record<string, { columns: string; keys: string }> = {
  users: {
    columns: `
      instance_id uuid · id uuid nn · aud varchar(255) · role varchar(255) ·
      email varchar(255) · encrypted_password varchar(255) · email_confirmed_at ts ·
      invited_at ts · confirmation_token varchar(255) · confirmation_sent_at ts ·
      recovery_token varchar(255) · recovery_sent_at ts · email_change_token_new varchar(255) ·
      email_change varchar(255) · email_change_sent_at ts · last_sign_in_at ts ·
      raw_app_meta_data jsonb · raw_user_meta_data jsonb · is_super_admin boolean ·
      created_at ts · updated_at ts · phone text default NULL · phone_confirmed_at ts ·
      phone_change text default '' · phone_change_token varchar(255) default '' ·
      phone_change_sent_at ts ·
      confirmed_at ts generated LEAST(email_confirmed_at, phone_confirmed_at) ·
      email_change_token_current varchar(255) default '' ·
      email_change_confirm_status smallint default 0 · banned_until ts ·
      reauthentication_token varchar(255) default '' · reauthentication_sent_at ts ·
      is_sso_user boolean nn default false · deleted_at ts ·
      is_anonymous boolean nn default false`,
    keys: `
      CHECK (((email_change_confirm_status >= 0) AND (email_change_confirm_status <= 2)))
      CREATE UNIQUE (confirmation_token) WHERE ((confirmation_token) !~ '^[0-9 ]*$')
      CREATE UNIQUE (email) WHERE (is_sso_user = false)
      CREATE UNIQUE (email_change_token_current) WHERE ((email_change_token_current) !~ '^[0-9 ]*$')
      CREATE UNIQUE (email_change_token_new) WHERE ((email_change_token_new) !~ '^[0-9 ]*$')
      CREATE UNIQUE (reauthentication_token) WHERE ((reauthentication_token) !~ '^[0-9 ]*$')
      CREATE UNIQUE (recovery_token) WHERE ((recovery_token) !~ '^[0-9 ]*$')
      PRIMARY KEY (id)
      UNIQUE (phone)`,
  },
  identities: {
    columns: `
      provider_id text nn · user_id uuid nn · identity_data jsonb nn · provider text nn ·
      last_sign_in_at ts · created_at ts · updated_at ts ·
      email text generated lower((identity_data ->> 'email')) ·
      id uuid nn default gen_random_uuid()`,
    keys: `
      FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
      PRIMARY KEY (id)
      UNIQUE (provider_id, provider)`,
  },
  sessions: {
    columns: `
      id uuid nn · user_id uuid nn · created_at ts · updated_at ts · factor_id uuid ·
      aal aal_level · not_after ts · refreshed_at timestamp · user_agent text · ip inet ·
      tag text · oauth_client_id uuid · refresh_token_hmac_key text ·
      refresh_token_counter bigint · scopes text`,
    keys: `
      CHECK ((char_length(scopes) <= 4096))
      FOREIGN KEY (oauth_client_id) REFERENCES oauth_clients(id) ON DELETE CASCADE
      FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
      PRIMARY KEY (id)`,
  },
  refresh_tokens: {
    columns: `
      instance_id uuid · id bigint nn default nextval('refresh_tokens_id_seq'::regclass) ·
      token varchar(255) · user_id varchar(255) · revoked boolean · created_at ts ·
      updated_at ts · parent varchar(255) · session_id uuid`,
    keys: `
      FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
      PRIMARY KEY (id)
      UNIQUE (token)`,
  },
  mfa_factors: {
    columns: `
      id uuid nn · user_id uuid nn · friendly_name text · factor_type factor_type nn ·
      status factor_status nn · created_at ts nn · updated_at ts nn · secret text · phone text ·
      last_challenged_at ts · web_authn_credential jsonb · web_authn_aaguid uuid ·
      last_webauthn_challenge_data jsonb`,
    keys: `
      CREATE UNIQUE (friendly_name, user_id) WHERE (TRIM(BOTH FROM friendly_name) <> '')
      CREATE UNIQUE (user_id, phone)
      FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
      PRIMARY KEY (id)
      UNIQUE (last_challenged_at)`,
  },
  mfa_challenges: {
    columns: `
      id uuid nn · factor_id uuid nn · created_at ts nn · verified_at ts · ip_address inet nn ·
      otp_code text · web_authn_session_data jsonb`,
    keys: `
      FOREIGN KEY (factor_id) REFERENCES mfa_factors(id) ON DELETE CASCADE
      PRIMARY KEY (id)`,
  },
  mfa_amr_claims: {
    columns: `
      session_id uuid nn · created_at ts nn · updated_at ts nn · authentication_method text nn ·
      id uuid nn`,
    keys: `
      FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
      PRIMARY KEY (id)
      UNIQUE (session_id, authentication_method)`,
  },
  one_time_tokens: {
    columns: `
      id uuid nn · user_id uuid nn · token_type one_time_token_type nn · token_hash text nn ·
      relates_to text nn · created_at timestamp nn default now() ·
      updated_at timestamp nn default now()`,
    keys: `
      CHECK ((char_length(token_hash) > 0))
      CREATE UNIQUE (user_id, token_type)
      FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
      PRIMARY KEY (id)`,
  },
  flow_state: {
    columns: `
      id uuid nn · user_id uuid · auth_code text · code_challenge_method code_challenge_method ·
      code_challenge text · provider_type text nn · provider_access_token text ·
      provider_refresh_token text · created_at ts · updated_at ts ·
      authentication_method text nn · auth_code_issued_at ts · invite_token text ·
      referrer text · oauth_client_state_id uuid · linking_target_id uuid ·
      email_optional boolean nn default false`,
    keys: `
      PRIMARY KEY (id)`,
  },
  audit_log_entries: {
    columns: `
      instance_id uuid · id uuid nn · payload json · created_at ts ·
      ip_address varchar(64) nn default ''`,
    keys: `
      PRIMARY KEY (id)`,
  },
}

const ENUMS = {
  aal_level: ['aal1', 'aal2', 'aal3'],
  code_challenge_method: ['s256', 'plain'],
  factor_status: ['unverified', 'verified'],
  factor_type: ['totp', 'webauthn', 'phone'],
  one_time_token_type: [
    'confirmation_token',
    'reauthentication_token',
    'recovery_token',
    'email_change_token_new',
    'email_change_token_current',
    'phone_change_token',
  ],
}

let database: Database
let sql: postgres.Sql
let tables: Record<string, AuthTable>

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  sql = connect(database.url)
  tables = await readAuthTables(sql)
})

afterAll(async () => {
  await sql?.end()
  await database?.stop()
})

const linesOf = (text: string, separator: RegExp) =>
  text
    .split(separator)
    .map((line) => line.trim())
    .filter(Boolean)

describe('the tables of Auth in the local stack', () => {
  it.each(Object.entries(TABLES))(
    'have the columns and keys of Auth 2.196: %s',
    (name, { columns, keys }) => {
      expect(tables[name]?.columns).toEqual(linesOf(columns, /·/))
      expect(tables[name]?.keys).toEqual(linesOf(keys, /\n/))
    },
  )

  it('use the enums of Auth 2.196', async () => {
    const rows = await sql<{ name: string; labels: string[] }[]>`
      select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels
      from pg_type t join pg_enum e on e.enumtypid = t.oid
      where t.typnamespace = 'auth'::regnamespace group by t.typname`
    expect(Object.fromEntries(rows.map(({ name, labels }) => [name, labels]))).toMatchObject(ENUMS)
  })

  it('have row-level security and no triggers, and role postgres has every right on them', async () => {
    const rows = await sql`
      select c.relname from pg_class c
      where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r' and not (
        c.relrowsecurity
        and pg_get_userbyid(c.relowner) = 'supabase_auth_admin'
        and not exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal)
        and has_table_privilege('postgres', c.oid, 'select with grant option')
        and has_table_privilege('postgres', c.oid, 'insert')
        and has_table_privilege('postgres', c.oid, 'update')
        and has_table_privilege('postgres', c.oid, 'delete')
        and not has_table_privilege('postgres', c.oid, 'delete with grant option')
        and not has_table_privilege('authenticated', c.oid, 'select')
      )`
    expect(rows.map(({ relname }) => relname)).toEqual([])
  })
})
