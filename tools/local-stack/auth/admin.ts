import { createHash, randomUUID } from 'node:crypto'
import { hash } from 'bcryptjs'
import { type Extra, UUID } from './answers.ts'
import { linkOf, newCode } from './mails.ts'
import { NEW_PASSWORD } from './passwords.ts'
import { isReadableUser, NO_INSTANCE, query, type Row, readStatement } from './rows.ts'
import { atomically } from './service.ts'

/** Tests choose a lower cost, because they hash many passwords. */
const COST = Number(process.env.LITE_AUTH_BCRYPT_COST ?? 10)

export async function listUsers({ c, service, options, refuse }: Extra): Promise<Response> {
  const perPage = Number(c.req.query('per_page') || 50)
  const skipped = (Number(c.req.query('page') || 1) - 1) * perPage
  const rows = await options.sql`
    select *, count(*) over () as total from auth.users
    where instance_id = ${NO_INSTANCE} and aud = 'authenticated'
    order by created_at desc limit ${perPage} offset ${skipped}`
  // One row that Auth cannot read makes Auth refuse the whole list.
  if (!rows.every(isReadableUser)) throw refuse(500, 'unexpected_failure')
  // Auth reads no identities for the list.
  const users = rows.map((row) => {
    return { ...service.mapUserToResponse(row, [], 'user'), identities: null }
  })
  const headers = { 'x-total-count': String(rows[0]?.total ?? 0) }
  return Response.json({ users, aud: 'authenticated' }, { headers })
}

/** Creates a person. Neither the hook nor the rules for passwords apply. */
export async function createUser(extra: Extra): Promise<object> {
  check(extra)
  const { body, refuse, service } = extra
  const { email = '', phone = '' } = body
  const providers = ['email', 'phone'].filter((provider) => body[provider])
  if (providers.length === 0) throw refuse(400, 'validation_failed')
  const [other] = await query(service.repo, OTHER, email, phone)
  if (other) throw refuse(422, other.has_phone ? 'phone_exists' : 'email_exists')
  body.id ||= randomUUID()
  body.password ||= randomUUID()
  const providing = { raw_app_meta_data: { provider: providers[0], providers } }
  return atomically(extra, async () => {
    await service.repo.createUser({ id: body.id, email, phone: phone || null, ...providing })
    return save(extra, body.id, 'user_signedup')
  })
}
const OTHER = `select phone = $2 as has_phone from auth.users where email = $1 or phone = $2`

export async function updateUser(extra: Extra): Promise<object> {
  check(extra)
  const { body, service, user } = extra
  if (body.password) service.assertPasswordStrong(body.password)
  return atomically(extra, async () => {
    const identities = await service.repo.findIdentitiesByUserId(user.id)
    if (body.password) await query(service.repo, NEW_PASSWORD, user.id, null)
    return save(extra, user.id, 'user_modified', identities)
  })
}

export const SAVE = readStatement('save-user.sql')

/** Changes a person as the body says, and returns the JSON of the person. */
async function save(extra: Extra, id: string, action: string, before?: Row[]): Promise<Row> {
  const { service, body } = extra
  if (body.password) body.password_hash ??= await hash(body.password, COST)
  const [user = {}] = await query(service.repo, SAVE, id, JSON.stringify(body), Boolean(before))
  await audit(extra, action, user)
  const identities = before?.length ? before : await service.repo.findIdentitiesByUserId(id)
  return service.mapUserToResponse(user, identities, before ? 'user' : 'signup')
}

export const ADDRESS = /^[^\s@]+@[^\s@]+$/

/** Brings address and phone number into the form that Auth stores, or refuses the request. */
function check({ body, refuse }: Extra): void {
  if (body.email) body.email = body.email.toLowerCase()
  if (body.phone) body.phone = body.phone.replace(/^\+| /g, '')
  const fits =
    UUID.test(body.id || randomUUID()) &&
    ADDRESS.test(body.email || 'a@b') &&
    /^[1-9]\d{1,14}$/.test(body.phone || '10') &&
    /^none$|^[-+]?([\d.]+(us|ms|s|m|h))+$/.test(body.ban_duration || 'none') &&
    Buffer.byteLength(body.password || '') <= 72
  if (!fits) throw refuse(400, 'validation_failed')
}

/** Sends an invitation. */
export async function invite(extra: Extra): Promise<object> {
  const { user, hash, code } = await prepare(extra, 'invite')
  await extra.service.mailer.sendInvite?.(String(user.email), hash, code, { userId: user.id })
  return user
}

/** Returns a link that the admin sends in place of Auth. */
export async function generateLink(extra: Extra): Promise<object> {
  const { service, options, body } = extra
  const { user, hash, code, type } = await prepare(extra, body.type)
  const asked = body.redirect_to && service.resolveEmailRedirect(body.redirect_to)
  const redirect_to = asked || service.redirectTo()
  const action_link = linkOf(options.origin, hash, type, redirect_to)
  const link = { action_link, email_otp: code, hashed_token: hash, verification_type: type }
  return { ...user, ...link, redirect_to }
}

/** Writes a new code of a person, and creates the person of an invitation or a sign-up. */
async function prepare(extra: Extra, asked: string) {
  const { body, refuse, service, options } = extra
  const isKnown = /^(signup|invite|magiclink|recovery)$/.test(asked)
  if (!body.email || !isKnown) throw refuse(400, 'validation_failed')
  check(extra)
  const known = await service.repo.findUserByEmail(body.email)
  const type = asked === 'magiclink' && !known ? 'signup' : asked
  const column = /signup|invite/.test(type) ? 'confirmation' : 'recovery'
  if (!known && column === 'recovery') throw refuse(404, 'user_not_found')
  if (known?.email_confirmed_at && column === 'confirmation') throw refuse(422, 'email_exists')
  const id = String(known?.id ?? randomUUID())
  return atomically(
    extra,
    async () => {
      const { repo } = service
      if (!known) {
        const { data: raw_user_meta_data = {}, password } = body
        if (asked === 'signup' && !password) throw refuse(400, 'validation_failed')
        if (password) service.assertPasswordStrong(password)
        const encrypted_password = password ? await hash(password, COST) : ''
        await repo.createUser({ id, email: body.email, raw_user_meta_data, encrypted_password })
        await query(repo, SAVE, id, JSON.stringify({ email: body.email }), false)
      }
      const [token, code] = newCode(body.email, options.settings.auth.email.otp_length)
      const now = new Date().toISOString()
      const invited = type === 'invite' && { invited_at: now }
      const sent = { [`${column}_token`]: token, [`${column}_sent_at`]: now, ...invited }
      const row = (await repo.updateUser(id, sent)) ?? {}
      if (invited) await audit(extra, 'user_invited', row)
      const identities = await repo.findIdentitiesByUserId(id)
      return { user: service.mapUserToResponse(row, identities, 'user'), hash: token, code, type }
    },
    true,
  )
}

/** Deletes a person. The audit log keeps the address and the id. */
export async function deleteUser(extra: Extra): Promise<object> {
  const { service, user, body } = extra
  await atomically(extra, async () => {
    await audit(extra, 'user_deleted', user)
    if (!body.should_soft_delete) await query(service.repo, DELETE, user.id)
    else if (!user.deleted_at) await scramble(service, user)
  })
  return {}
}
const DELETE = 'delete from auth.users where id = $1'

/** Makes the address unreadable and ends the sessions, but keeps the person and the identities. */
async function scramble({ repo }: Extra['service'], { id, email, phone }: Row): Promise<void> {
  const scrambled = (text: unknown) => {
    return createHash('sha256')
      .update(`${id}${text ?? ''}`)
      .digest('base64url')
  }
  await query(repo, NEW_PASSWORD, id, null)
  await query(repo, 'delete from auth.mfa_factors where user_id = $1', id)
  await repo.updateUser(String(id), {
    ...{ email: scrambled(email), phone: scrambled(phone).slice(0, 15) },
    ...{ email_change: scrambled(''), phone_change: scrambled('').slice(0, 15) },
    ...{ encrypted_password: null, raw_user_meta_data: {}, raw_app_meta_data: {} },
    deleted_at: new Date().toISOString(),
  })
  for (const { id: identity, provider, provider_id } of await repo.findIdentitiesByUserId(id)) {
    const hidden = { provider_id: scrambled(`${provider}:${provider_id}`), identity_data: {} }
    await repo.updateIdentity(identity, hidden)
  }
}

async function audit({ service }: Extra, action: string, { id, email, phone }: Row): Promise<void> {
  const traits = { user_id: id, user_email: email ?? '', user_phone: phone ?? '' }
  await service.createAuditLogWithTraits(NO_INSTANCE, 'service_role', action, 'team', traits)
}
