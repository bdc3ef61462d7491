import { createHash, randomInt } from 'node:crypto'
import type { AuthErrorClass } from '../lite/context.ts'
import { query, type Rows } from './rows.ts'

export interface CodeRules {
  /** What hashes begin with: `pkce_` if an app asks with a PKCE challenge. */
  prefix: string
  /** The seconds between two mails to one person. */
  pause: number
  AuthError: AuthErrorClass
}

/** Returns a new one-time code for an address, and its hash. */
export function newCode(address: unknown, digits = 6): [hash: string, code: string] {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0')
  const hash = createHash('sha256').update(String(address).toLowerCase() + code)
  return [hash.digest('hex'), code]
}

/**
 * Writes the rows of one-time codes, and refuses a mail too soon after the mail before. Defect of
 * @supabase/lite 0.10.0: lite notes codes in auth.users only, and has other limits.
 */
export function coverCodes(repo: Rows, { prefix, pause, AuthError }: CodeRules): void {
  const { updateUser, createUser } = repo
  repo.updateUser = async (id, changes) => {
    const columns = Object.keys(changes).filter((name) => TOKEN.test(name) && changes[name])
    if (columns.length === 0) return updateUser.call(repo, id, changes)
    const before = await repo.findUserById(id)
    const sentAt = before?.[columns[0]?.replace(/_token.*/, '_sent_at') ?? '']
    const left = sentAt ? Date.parse(String(sentAt)) / 1000 + pause - Date.now() / 1000 : 0
    if (left > 0) {
      const sentence = 'For security purposes, you can only request this after'
      const seconds = `${Math.trunc(left)} seconds.`
      throw new AuthError(429, 'over_email_send_rate_limit', `${sentence} ${seconds}`)
    }
    const tokens = columns.map((column) => [column, prefix + changes[column]])
    const user = await updateUser.call(repo, id, { ...changes, ...Object.fromEntries(tokens) })
    for (const token of tokens) await query(repo, WRITE, id, ...token)
    return user
  }
  repo.createUser = async ({ confirmation_token, confirmation_sent_at, ...user }) => {
    const created = await createUser.call(repo, user)
    if (!confirmation_token) return created
    return repo.updateUser(String(user.id), { confirmation_token, confirmation_sent_at })
  }
}

const TOKEN = /^(confirmation|recovery|reauthentication|email_change)_token/

/** Only the newest code of a kind counts. A new change of an address begins without confirmations. */
const WRITE = `
  with changed as (
    update auth.users set email_change_confirm_status = 0
    where id = $1 and $2 like 'email_change%'
  )
  insert into auth.one_time_tokens as t (id, user_id, token_type, token_hash, relates_to)
  select gen_random_uuid(), id, $2::text::auth.one_time_token_type, $3,
    case when $2 = 'email_change_token_new' then email_change else email end
  from auth.users where id = $1
  on conflict (user_id, token_type) do update
  set id = excluded.id, token_hash = excluded.token_hash, relates_to = excluded.relates_to`
