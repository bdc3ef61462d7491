import type postgres from 'postgres'

/** A user whom `insertUsers` inserts. */
export interface NewUser {
  id: string
  /** Null for an anonymous user. */
  email: string | null
  metadata?: postgres.JSONValue
  isAnonymous?: boolean
  /** Whether the e-mail address is not confirmed yet. */
  isUnconfirmed?: boolean
}

/**
 * Inserts users as Auth inserts them. Auth fills the columns itself, and the tables have no
 * defaults. Auth cannot read a user without these values.
 */
export async function insertUsers(sql: postgres.ISql, users: NewUser[]): Promise<void> {
  await sql`
    insert into auth.users (
      instance_id, id, aud, role, email, email_confirmed_at, encrypted_password,
      confirmation_token, recovery_token, email_change_token_new, email_change,
      raw_app_meta_data, raw_user_meta_data, is_anonymous, created_at, updated_at
    )
    select
      '00000000-0000-0000-0000-000000000000', id, 'authenticated', 'authenticated', email,
      case when email is not null and "isUnconfirmed" is not true then now() end, '', '', '', '',
      '', '{"provider": "email", "providers": ["email"]}', coalesce(metadata, '{}'),
      coalesce("isAnonymous", false), now(), now()
    from jsonb_to_recordset(${JSON.stringify(users)}::text::jsonb) as given (
      id uuid, email text, metadata jsonb, "isAnonymous" boolean, "isUnconfirmed" boolean)`
}

/**
 * Inserts sessions as Auth inserts them when a person signs in with a password, or with a password
 * and a second factor (`aal2`).
 */
export async function insertSessions(
  sql: postgres.ISql,
  sessions: { id: string; user_id: string }[],
  level: 'aal1' | 'aal2' = 'aal1',
): Promise<void> {
  await sql`
    insert into auth.sessions (id, user_id, aal, created_at, updated_at)
    select id, user_id, ${level}, now(), now()
    from jsonb_to_recordset(${JSON.stringify(sessions)}::text::jsonb) as given (
      id uuid, user_id uuid)`
}

/** Returns the claims that supabase-social reads in the access token of a session. */
export function tokenClaims(user: string, session: string): Record<string, postgres.JSONValue> {
  const amr = [{ method: 'password', timestamp: Math.floor(Date.now() / 1000) }]
  return { sub: user, role: 'authenticated', session_id: session, amr }
}
