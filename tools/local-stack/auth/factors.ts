import { createHmac, randomBytes } from 'node:crypto'
import { type AuthCall, atomically, query, type Row, readStatement, UUID } from './call.ts'
import { deviceOf, renewSession } from './sessions.ts'

const RAISE = readStatement('raise-session.sql')
const ENROLL = `insert into auth.mfa_factors
    (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
  values (gen_random_uuid(), $1, $2, 'totp', 'unverified', $3, clock_timestamp(), clock_timestamp())
  returning id`
const CHALLENGE = `
  with factor as (update auth.mfa_factors set last_challenged_at = clock_timestamp() where id = $1)
  insert into auth.mfa_challenges (id, factor_id, created_at, ip_address)
  values (gen_random_uuid(), $1, clock_timestamp(), $2) returning id`
// Auth has this code for a used challenge.
const FIND = `
  select f.secret, case when c.verified_at is not null then 'mfa_ip_address_mismatch'
    when c.created_at < now() - interval '5 minutes' then 'mfa_challenge_expired' end as fault
  from auth.mfa_challenges c join auth.mfa_factors f on f.id = c.factor_id
  where c.id = $1 and f.id = $2`
const REMOVE = `
  with lowered as (update auth.sessions set aal = 'aal1', factor_id = null where factor_id = $1),
  claims as (delete from auth.mfa_amr_claims where authentication_method = 'totp'
    and session_id in (select id from auth.sessions where factor_id = $1))
  delete from auth.mfa_factors where id = $1`

/** Adds a second factor. Defect of @supabase/lite 0.10.0: lite has no second factors. */
export async function enroll(call: AuthCall): Promise<object> {
  const { body, options, refuse, user, session, factors } = call
  const { totp, max_enrolled_factors: maximum } = options.project.auth.mfa
  const { factor_type: type, friendly_name: name = '' } = body
  if (!/^(totp|phone|webauthn)$/.test(type)) throw refuse(400, 'validation_failed')
  const isOn = type === 'totp' && totp.enroll_enabled
  if (!isOn) throw refuse(422, `mfa_${type}_enroll_not_enabled`)
  const isUsed = factors.some(({ friendly_name = '' }) => friendly_name === name)
  if (isUsed) throw refuse(422, 'mfa_factor_name_conflict')
  if (factors.length >= maximum) throw refuse(422, 'too_many_enrolled_mfa_factors')
  const isLow = session.aal === 'aal1' && factors.some(({ status }) => status === 'verified')
  if (isLow) throw refuse(403, 'insufficient_aal')
  const secret = Array.from(randomBytes(32), (byte) => BASE32[byte & 31]).join('')
  const [factor] = await query(call, ENROLL, user.id, name, secret)
  const issuer = body.issuer || new URL(options.siteUrl).host
  const parameters = { algorithm: 'SHA1', digits: '6', issuer, period: '30', secret }
  const uri = `otpauth://totp/${issuer}:${user.email}?${new URLSearchParams(parameters)}`
  // The local stack shows the secret in place of a QR code.
  const qr_code = `<svg xmlns="http://www.w3.org/2000/svg"><text y="20">${secret}</text></svg>`
  return { ...factor, type, friendly_name: name, totp: { qr_code, secret, uri } }
}

export async function challenge(call: AuthCall): Promise<object> {
  const { verify_enabled: isOn } = call.options.project.auth.mfa.totp
  if (!isOn) throw call.refuse(422, 'mfa_totp_verify_not_enabled')
  const [begun] = await query(call, CHALLENGE, call.factor.id, deviceOf(call)[0])
  return { ...begun, type: 'totp', expires_at: Math.floor(Date.now() / 1000) + 300 }
}

export async function verify(call: AuthCall): Promise<object> {
  const { body, refuse, user, session, factor } = call
  if (!UUID.test(body.challenge_id)) throw refuse(400, 'bad_json')
  const [found] = await query(call, FIND, body.challenge_id, factor.id)
  if (!found || found.fault) throw refuse(422, found?.fault ?? 'mfa_factor_not_found')
  const codes = [-1, 0, 1].map((step) => codeOf(found.secret, Date.now() / 30_000 + step))
  if (!codes.includes(body.code)) throw refuse(422, 'mfa_verification_failed')
  return atomically(call, async () => {
    const [old] = await query(call, RAISE, user.id, factor.id, session.id, body.challenge_id)
    return renewSession(call, old?.token)
  })
}

/** Removes a factor, and lowers the sessions that it raised. Their tokens stay as they are. */
export async function remove(call: AuthCall): Promise<Row> {
  const { factor, session } = call
  const isLow = factor.status === 'verified' && session.aal === 'aal1'
  if (isLow) throw call.refuse(422, 'insufficient_aal')
  await query(call, REMOVE, factor.id)
  return session.id ? { id: factor.id } : factor
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Returns the code of a secret for a step of half a minute, as RFC 6238 says. */
function codeOf(secret: string, step: number): string {
  const bits = [...secret].reduce((sum, letter) => sum * 32n + BigInt(BASE32.indexOf(letter)), 0n)
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(step)))
  const key = Buffer.from(bits.toString(16).padStart(40, '0'), 'hex')
  const mac = createHmac('sha1', key).update(counter).digest()
  const code = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(code % 1_000_000).padStart(6, '0')
}
