import { randomUUID } from 'node:crypto'
import { hash } from 'bcryptjs'
import {
  type AuthCall,
  atomically,
  NO_INSTANCE,
  query,
  type Row,
  readStatement,
  UUID,
} from './call.ts'
import { newCode } from './mails.ts'
import { isReadable } from './rows.ts'

// Tests choose a lower cost, because they hash many passwords.
const COST = Number(process.env.LITE_AUTH_BCRYPT_COST ?? 10)

/** Returns a page of the list. Defect of @supabase/lite 0.10.0: lite has no admin API. */
export async function listUsers(call: AuthCall): Promise<Response> {
  const { c, service, refuse } = call
  const perPage = Number(c.req.query('per_page') || 50)
  const skipped = (Number(c.req.query('page') || 1) - 1) * perPage
  const rows = await query(call, LIST, NO_INSTANCE, perPage, skipped)
  // One row that Auth cannot read makes Auth refuse the whole list.
  if (!rows.every(isReadable)) throw refuse(500, 'unexpected_failure')
  // Auth reads no identities for the list.
  const shown = rows.map((row) => service.mapUserToResponse(row, [], 'user'))
  const users = shown.map((user) => ({ ...user, identities: null }))
  const headers = { 'x-total-count': String(rows[0]?.total ?? 0) }
  return Response.json({ users, aud: 'authenticated' }, { headers })
}
const LIST = `select *, count(*) over () as total from auth.users where aud = 'authenticated'
    and instance_id = $1 order by created_at desc limit $2 offset $3`

/** Creates a person. Neither the hook nor the rules for passwords apply. */
export async function createUser(call: AuthCall): Promise<object> {
  const { body, refuse } = call
  check(call)
  if (!body.email && !body.phone) throw refuse(400, 'validation_failed')
  const [other] = await query(call, OTHER, body.email ?? '', body.phone ?? '')
  if (other) throw refuse(422, other.has_phone ? 'phone_exists' : 'email_exists')
  body.password ||= randomUUID()
  return atomically(call, () => create(call, body.id || randomUUID(), 'user_signedup'))
}
const OTHER = `select phone = $2 as has_phone from auth.users where email = $1 or phone = $2`

async function create(call: AuthCall, id: string, action: string): Promise<Row> {
  const { email = '', phone = null, data, user_metadata = {} } = call.body
  const providers = ['email', 'phone'].filter((provider) => call.body[provider])
  const raw_app_meta_data = { provider: providers[0], providers }
  const user = { id, email, phone, raw_app_meta_data, raw_user_meta_data: data ?? user_metadata }
  await call.service.repo.createUser({ ...user, encrypted_password: '' })
  return save(call, id, action)
}

export async function updateUser(call: AuthCall): Promise<object> {
  const { body, service, user } = call
  check(call)
  if (body.password) service.assertPasswordStrong(body.password)
  return atomically(call, async () => {
    const identities = await service.repo.findIdentitiesByUserId(user.id)
    if (body.password) await query(call, NEW_PASSWORD, user.id, null)
    return save(call, String(user.id), 'user_modified', identities)
  })
}

export const SAVE = readStatement('save-user.sql')
export const NEW_PASSWORD = readStatement('new-password.sql')

async function save(call: AuthCall, id: string, action: string, before?: Row[]): Promise<Row> {
  const { service, body } = call
  if (body.password) body.password_hash ??= await hash(body.password, COST)
  const [user = {}] = await query(call, SAVE, id, JSON.stringify(body), Boolean(before))
  await service.createAuditLog(id, user.email ?? '', action, 'team')
  const identities = before?.length ? before : await service.repo.findIdentitiesByUserId(id)
  return service.mapUserToResponse(user, identities, before ? 'user' : 'signup')
}

export const ADDRESS = /^[^\s@]+@[^\s@]+$/
const FORMS: Record<string, RegExp> = {
  ...{ id: UUID, email: ADDRESS, phone: /^[1-9]\d{1,14}$/, password: /^.{0,72}$/s },
  ban_duration: /^none$|^[-+]?([\d.]+(us|ms|s|m|h))+$/,
}

/** Brings address and phone number into the form that Auth stores, or refuses the request. */
function check({ body, refuse }: AuthCall): void {
  if (body.email) body.email = body.email.toLowerCase()
  if (body.phone) body.phone = body.phone.replace(/^\+| /g, '')
  const isUnfit = ([name, form]: [string, RegExp]) => body[name] && !form.test(body[name])
  if (Object.entries(FORMS).some(isUnfit)) throw refuse(400, 'validation_failed')
}

/** Invites a person, who is created unless somebody unconfirmed has the address. */
export async function invite(call: AuthCall): Promise<object> {
  const { body, refuse, service, options } = call
  if (!body.email) throw refuse(400, 'validation_failed')
  check(call)
  const known = await service.repo.findUserByEmail(body.email)
  if (known?.email_confirmed_at) throw refuse(422, 'email_exists')
  return atomically(call, async () => {
    const id = known?.id ?? randomUUID()
    if (!known) await create(call, id, 'user_invited')
    const [token, code] = newCode(body.email, options.project.auth.email.otp_length)
    const now = new Date().toISOString()
    const sent = { confirmation_token: token, confirmation_sent_at: now, invited_at: now }
    const user = await service.repo.updateUser(id, sent)
    await service.mailer.sendInvite(body.email, token, code, { userId: id })
    const identities = await service.repo.findIdentitiesByUserId(id)
    return service.mapUserToResponse(user, identities, 'user')
  })
}

/** Deletes a person, or makes the person unreadable. The audit log keeps the address and the id. */
export async function deleteUser(call: AuthCall): Promise<object> {
  const { user, body } = call
  await atomically(call, async () => {
    await call.service.createAuditLog(user.id, user.email ?? '', 'user_deleted', 'team')
    if (!body.should_soft_delete) return query(call, DELETE, user.id)
    await query(call, NEW_PASSWORD, user.id, null)
    return query(call, SCRAMBLE, user.id)
  })
  return {}
}
const DELETE = 'delete from auth.users where id = $1'
const SCRAMBLE = `
  with factors as (delete from auth.mfa_factors where user_id = $1), identities as (
    update auth.identities set identity_data = '{}', provider_id = md5(provider || provider_id)
    where user_id = $1 and identity_data <> '{}')
  update auth.users set email = md5(id || coalesce(email, '')), email_change = md5(id::text),
    phone = left(md5(id || coalesce(phone, '')), 15), phone_change = left(md5(id::text), 15),
    encrypted_password = null, raw_user_meta_data = '{}', raw_app_meta_data = '{}',
    deleted_at = now(), updated_at = now()
  where id = $1 and deleted_at is null`
