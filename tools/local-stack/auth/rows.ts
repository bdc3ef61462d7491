import { type AuthCall, isBanned, NO_INSTANCE, query, type Row, shown } from './call.ts'
import { writeCodes } from './mails.ts'

/** The columns in which Auth writes an empty text for null. */
const TEXTS = /_token(_new|_current)?$|_change$/
/** The other columns in which Auth cannot read null, although the tables allow it. */
const OTHERS = /^(created_at|updated_at|aud|role|revoked|email_change_confirm_status)$/
const nullsOf = (row: Row) => Object.keys(row).filter((name) => row[name] === null)

export function isReadable(row: Row): boolean {
  return !nullsOf(row).some((name) => TEXTS.test(name) || OTHERS.test(name))
}

const OF_A_PERSON = /^\/auth\/v1\/(user|logout|reauthenticate|factors)(\/|$)/

/**
 * Defects of @supabase/lite 0.10.0: lite writes null where Auth writes an empty text, writes no
 * `instance_id`, and accepts every row. A banned person can use the rest of a token.
 */
export function coverRows(call: AuthCall, repo: Row): void {
  const { c, refuse } = call
  coverWrites(call, repo)
  const check = (row: Row): Row => {
    if (isReadable(row)) return row
    throw refuse(500, 'unexpected_failure', 'Database error querying schema')
  }
  repo.findIdentitiesByUserId = async (id: string) => (await query(call, IDENTITIES, id)).map(check)
  for (const kind of ['SessionById', 'RefreshToken', 'UserById', 'UserByEmail']) {
    const find = repo[`find${kind}`].bind(repo)
    repo[`find${kind}`] = async (key: string) => {
      const row = await find(key)
      if (!row || !kind.startsWith('User')) return row && check(row)
      const isLogin = row.aud === 'authenticated' && !row.is_sso_user
      if (row.instance_id !== NO_INSTANCE || (kind === 'UserByEmail' && !isLogin)) return null
      const isOwn = OF_A_PERSON.test(c.req.path) && c.get('userId') === row.id
      if (isOwn && isBanned(row)) throw refuse(403, 'user_banned')
      // Auth reads the identities together with the user.
      await repo.findIdentitiesByUserId(check(row).id)
      return row
    }
  }
  const transaction = repo.transaction.bind(repo)
  repo.transaction = (work: (inner: Row) => unknown) =>
    transaction((inner: Row) => {
      coverRows(call, inner)
      return work(inner)
    })
}

function coverWrites(call: AuthCall, repo: Row): void {
  const { insertInto, createUser, updateUser } = repo
  const filled = (row: Row) => {
    const texts = nullsOf(row).filter((name) => TEXTS.test(name))
    return { ...row, ...Object.fromEntries(texts.map((name) => [name, ''])) }
  }
  repo.insertInto = (table: string) => {
    const statement = insertInto.call(repo, table)
    if (!/^(users|audit_log_entries)$/.test(table)) return statement
    const values = statement.values.bind(statement)
    statement.values = (row: Row) => values({ ...filled(row), instance_id: NO_INSTANCE })
    return statement
  }
  repo.updateUser = (id: string, changes: Row) =>
    writeCodes(call, id, filled(changes), (more) => updateUser.call(repo, id, more))
  repo.createUser = async ({ confirmation_token, confirmation_sent_at, ...user }: Row) => {
    // The admin API creates people without the hook.
    if (!call.c.req.path.includes('/admin/users')) await askHook(call, user)
    const created = await createUser.call(repo, user)
    if (!confirmation_token) return created
    return repo.updateUser(user.id, { confirmation_token, confirmation_sent_at })
  }
}

/** Only an identity with an address shows one. The second factors belong to the JSON too. */
const IDENTITIES = `
  select i.*, coalesce(i.email, '') as email, (select jsonb_agg(to_jsonb(f) - array['user_id',
      'secret', 'web_authn_credential', 'web_authn_aaguid', 'last_webauthn_challenge_data',
      case friendly_name when '' then 'friendly_name' end]
      || jsonb_build_object('phone', coalesce(phone, '')) order by created_at)
    from auth.mfa_factors f where f.user_id = i.user_id) as factors
  from auth.identities i where user_id = $1`

/**
 * Calls the Auth hook that hosted projects enable in the dashboard. Its refusal has code `unknown`.
 * Defects of @supabase/lite 0.10.0: lite has no Auth hooks, and adds fields to the metadata before.
 */
async function askHook(call: AuthCall, user: Row): Promise<void> {
  const { hook } = call.options.project
  if (!hook) return
  const name = `"${hook.schema}"."${hook.name}"`
  const [found] = await query(call, 'select to_regprocedure($1) as hook', `${name}(jsonb)`)
  if (!found?.hook && hook.isOptional) return
  const { id, raw_user_meta_data: meta, raw_app_meta_data: app_metadata, is_anonymous } = user
  const { email, email_verified, phone_verified, sub, ...user_metadata } = Object(meta)
  const person = { id, email: user.email, app_metadata, user_metadata, is_anonymous }
  const event = JSON.stringify({ metadata: { name: 'before-user-created' }, user: person })
  const asked = query(call, `select ${name}($1::text::jsonb) as answer`, event)
  const [row] = await asked.catch((error) => {
    const sentence = `Error running hook URI: pg-functions://postgres/${hook.schema}/${hook.name}`
    throw call.refuse(500, 'unexpected_failure', sentence, shown(error))
  })
  const refusal = row?.answer?.error
  if (refusal?.message) throw call.refuse(refusal.http_code || 500, 'unknown', refusal.message)
}
