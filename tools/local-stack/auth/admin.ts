import { createHash, randomUUID } from 'node:crypto'
import type { Call } from './answers.ts'
import { END_OTHERS } from './passwords.ts'
import { isReadableUser, NO_INSTANCE, query, type Row, readStatement } from './rows.ts'

export async function listUsers({ service, options, query, refuse }: Call): Promise<Response> {
  const [page, perPage] = [Number(query('page') || 1), Number(query('per_page') || 50)]
  const rows = await options.sql`
    select *, count(*) over () as total from auth.users
    where instance_id = ${NO_INSTANCE} and aud = 'authenticated'
    order by created_at desc limit ${perPage} offset ${(page - 1) * perPage}`
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
export async function createUser(call: Call): Promise<object> {
  check(call)
  const { body, refuse, options, service } = call
  const providers = ['email', 'phone'].filter((provider) => body[provider])
  if (providers.length === 0) throw refuse(400, 'validation_failed')
  const [other] = await options.sql`
    select phone = ${body.phone ?? ''} as has_phone from auth.users
    where email = ${body.email ?? ''} or phone = ${body.phone ?? ''} limit 1`
  if (other) throw refuse(422, other.has_phone ? 'phone_exists' : 'email_exists')
  const id = body.id || randomUUID()
  const app = { provider: providers[0], providers }
  return call.atomically(async () => {
    await service.repo.createUser({
      id,
      email: body.email,
      phone: body.phone,
      raw_app_meta_data: app,
    })
    return save({ ...call, body: { password: randomUUID(), ...body } }, id, 'user_signedup')
  })
}

export async function updateUser(call: Call): Promise<object> {
  check(call)
  const { body, service, user } = call
  if (body.password) service.assertPasswordStrong(body.password)
  return call.atomically(async () => {
    const identities = await service.repo.findIdentitiesByUserId(user.id)
    if (body.password) await query(service.repo, END_OTHERS, user.id, null)
    return save(call, user.id, 'user_modified', identities)
  })
}

const SAVE = readStatement('save-user.sql')

/** Changes a person as the body says, and returns the JSON of the person. */
async function save(call: Call, id: string, action: string, before?: Row[]): Promise<Row> {
  const { service, body } = call
  const [user = {}] = await query(service.repo, SAVE, id, JSON.stringify(body), Boolean(before))
  await audit(call, action, user)
  const identities = before?.length ? before : await service.repo.findIdentitiesByUserId(id)
  return service.mapUserToResponse(user, identities, before ? 'user' : 'signup')
}

/** Brings address and phone number into the form that Auth stores, or refuses the request. */
function check({ body, refuse }: Call): void {
  if (body.email) body.email = body.email.toLowerCase()
  if (body.phone) body.phone = body.phone.replace(/^\+| /g, '')
  const fits =
    /^[^\s@]+@[^\s@]+$/.test(body.email || 'a@b') &&
    /^[1-9]\d{1,14}$/.test(body.phone || '10') &&
    /^none$|^[-+]?([\d.]+(us|ms|s|m|h))+$/.test(body.ban_duration || 'none') &&
    Buffer.byteLength(body.password || '') <= 72
  if (!fits) throw refuse(400, 'validation_failed')
}

/** Deletes a person. The audit log keeps the address and the id. */
export async function deleteUser(call: Call): Promise<object> {
  const { service, user, body } = call
  await call.atomically(async () => {
    await audit(call, 'user_deleted', user)
    if (!body.should_soft_delete)
      await query(service.repo, 'delete from auth.users where id = $1', user.id)
    else if (!user.deleted_at) await scramble(service, user)
  })
  return {}
}

/** Makes the address unreadable and ends the sessions, but keeps the person and the identities. */
async function scramble({ repo }: Call['service'], user: Row): Promise<void> {
  const scrambled = (text: unknown) =>
    createHash('sha256')
      .update(`${user.id}${text ?? ''}`)
      .digest('base64url')
  await repo.updateUser(user.id, {
    ...{ email: scrambled(user.email), phone: scrambled(user.phone).slice(0, 15) },
    ...{ email_change: scrambled(''), phone_change: scrambled('').slice(0, 15) },
    ...{ encrypted_password: null, raw_user_meta_data: {}, raw_app_meta_data: {} },
    ...{ confirmation_token: '', recovery_token: '', deleted_at: new Date().toISOString() },
  })
  for (const { id, provider, provider_id } of await repo.findIdentitiesByUserId(user.id)) {
    const changes = { provider_id: scrambled(`${provider}:${provider_id}`), identity_data: {} }
    await repo.updateIdentity(id, changes)
  }
  for (const table of ['mfa_factors', 'one_time_tokens', 'sessions']) {
    await query(repo, `delete from auth.${table} where user_id = $1`, user.id)
  }
}

async function audit({ service }: Call, action: string, { id, email, phone }: Row): Promise<void> {
  const traits = { user_id: id, user_email: email ?? '', user_phone: phone ?? '' }
  await service.createAuditLogWithTraits(NO_INSTANCE, 'service_role', action, 'team', traits)
}
