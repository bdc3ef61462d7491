import { randomUUID } from 'node:crypto'
import type { Person } from './people.ts'
import { sql } from './stack.ts'

/** Gives a person a second factor, as Auth does when the person enrols and verifies it. */
export async function addFactor({ id }: Pick<Person, 'id'>): Promise<void> {
  const factor = randomUUID()
  await sql`insert into auth.mfa_factors
      (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
    values (${factor}, ${id}, ${factor}, 'totp', 'verified', 'JBSWY3DPEHPK3PXP', now(), now())`
}

/** Changes the sessions of a person as Auth does when the person uses the second factor. */
export async function useFactor({ id }: Pick<Person, 'id'>, minutesAgo = 0): Promise<void> {
  await sql`update auth.sessions set aal = 'aal2',
      factor_id = (select id from auth.mfa_factors where user_id = ${id} limit 1)
    where user_id = ${id}`
  await sql`insert into auth.mfa_amr_claims
      (session_id, created_at, updated_at, authentication_method, id)
    select id, at, at, 'totp', gen_random_uuid()
    from auth.sessions, (select now() - ${minutesAgo} * interval '1 minute' as at) as used
    where user_id = ${id}
    on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at`
}

/** Removes the second factors of a person, as Auth does when the person or an operator asks. */
export async function removeFactors({ id }: Pick<Person, 'id'>): Promise<void> {
  await sql`delete from auth.mfa_factors where user_id = ${id}`
  await sql`update auth.sessions set aal = 'aal1', factor_id = null where user_id = ${id}`
}
