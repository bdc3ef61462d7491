import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { type Extra, UUID } from './answers.ts'
import { swapToken } from './refresh.ts'
import { query, type Row, readStatement } from './rows.ts'
import { atomically } from './service.ts'
import { sessionOf } from './tokens.ts'

/** Returns the factors of the person as the JSON of the person shows them. */
export async function list({ service, user }: Extra): Promise<Row[]> {
  return (await service.getUser(user.id)).factors ?? []
}

/** Returns the factor whose id is in the path. */
async function factorOf(extra: Extra): Promise<Row> {
  const factor = (await list(extra)).find(({ id }) => id === extra.id)
  if (!factor) throw extra.refuse(404, 'mfa_factor_not_found')
  return factor
}

export async function enroll(extra: Extra): Promise<object> {
  const { body, options, refuse, user, session, service } = extra
  const { mfa } = options.settings.auth
  const { factor_type: type, friendly_name: name = '' } = body
  if (!['totp', 'phone', 'webauthn'].includes(type)) throw refuse(400, 'validation_failed')
  const isOn = type === 'totp' && mfa.totp.enroll_enabled
  if (!isOn) throw refuse(422, `mfa_${type}_enroll_not_enabled`)
  const others = await list(extra)
  const isUsed = others.some(({ friendly_name = '' }) => friendly_name === name)
  if (isUsed) throw refuse(422, 'mfa_factor_name_conflict')
  if (others.length >= mfa.max_enrolled_factors) throw refuse(422, 'too_many_enrolled_mfa_factors')
  const isLow = session.aal === 'aal1' && others.some(({ status }) => status === 'verified')
  if (isLow) throw refuse(403, 'insufficient_aal')
  const id = randomUUID()
  const secret = Array.from(randomBytes(32), (byte) => BASE32[byte & 31]).join('')
  await query(service.repo, ENROLL, id, user.id, name, secret)
  const issuer = body.issuer || new URL(options.siteUrl).host
  const parameters = { algorithm: 'SHA1', digits: '6', issuer, period: '30', secret }
  const uri = `otpauth://totp/${issuer}:${user.email}?${new URLSearchParams(parameters)}`
  // The local stack shows the secret in place of a QR code.
  const qr_code = `<svg xmlns="http://www.w3.org/2000/svg"><text y="20">${secret}</text></svg>`
  return { id, type, friendly_name: name, totp: { qr_code, secret, uri } }
}
const ENROLL = `
  insert into auth.mfa_factors
    (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
  values ($1, $2, $3, 'totp', 'unverified', $4, clock_timestamp(), clock_timestamp())`

export async function challenge(extra: Extra): Promise<object> {
  await factorOf(extra)
  const isOn = extra.options.settings.auth.mfa.totp.verify_enabled
  if (!isOn) throw extra.refuse(422, 'mfa_totp_verify_not_enabled')
  const id = randomUUID()
  await query(extra.service.repo, CHALLENGE, id, extra.id, extra.service.device.ip)
  return { id, type: 'totp', expires_at: Math.floor(Date.now() / 1000) + 300 }
}
const CHALLENGE = `
  with factor as (
    update auth.mfa_factors set last_challenged_at = clock_timestamp() where id = $2
  )
  insert into auth.mfa_challenges (id, factor_id, created_at, ip_address)
  values ($1, $2, clock_timestamp(), $3)`

/** Raises the session of the person if the code is right. */
export async function verify(extra: Extra): Promise<object> {
  const { body, refuse, service, user, session, id } = extra
  const { repo } = service
  await factorOf(extra)
  if (!UUID.test(body.challenge_id)) throw refuse(400, 'bad_json')
  const [found] = await query(repo, FIND, body.challenge_id, id)
  if (!found) throw refuse(422, 'mfa_factor_not_found')
  // Auth has this code for a used challenge.
  if (found.verified_at) throw refuse(422, 'mfa_ip_address_mismatch')
  if (found.is_old) throw refuse(422, 'mfa_challenge_expired')
  const codes = [-1, 0, 1].map((step) => totp(String(found.secret), Date.now() / 30_000 + step))
  if (!codes.includes(body.code)) throw refuse(422, 'mfa_verification_failed')
  return atomically(extra, async () => {
    const [old = {}] = await query(service.repo, RAISE, user.id, id, session.id, body.challenge_id)
    const [token, row] = await swapToken(service.repo, old)
    return sessionOf(service, String(session.id), token, row)
  })
}
const RAISE = readStatement('raise-session.sql')
const FIND = `
  select c.verified_at, f.secret, c.created_at < now() - interval '5 minutes' as is_old
  from auth.mfa_challenges c join auth.mfa_factors f on f.id = c.factor_id
  where c.id = $1 and f.id = $2`

export async function unenroll(extra: Extra): Promise<object> {
  const { status } = await factorOf(extra)
  const isLow = status === 'verified' && extra.session.aal === 'aal1'
  if (isLow) throw extra.refuse(422, 'insufficient_aal')
  await remove(extra)
  return { id: extra.id }
}

/** Removes a factor, and lowers the sessions that it raised. Their tokens stay as they are. */
export async function remove(extra: Extra): Promise<object> {
  const factor = await factorOf(extra)
  await query(extra.service.repo, REMOVE, extra.id)
  return factor
}
const REMOVE = `
  with lowered as (
    update auth.sessions set aal = 'aal1', factor_id = null where factor_id = $1 returning id
  ), claims as (
    delete from auth.mfa_amr_claims
    where authentication_method = 'totp' and session_id in (select id from lowered)
  )
  delete from auth.mfa_factors where id = $1`

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Returns the code of a secret for a step of half a minute, as RFC 6238 says. */
function totp(secret: string, step: number): string {
  const bits = [...secret].reduce((sum, letter) => sum * 32n + BigInt(BASE32.indexOf(letter)), 0n)
  const key = Buffer.from(bits.toString(16).padStart(40, '0'), 'hex')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(step)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const code = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(code % 1_000_000).padStart(6, '0')
}
