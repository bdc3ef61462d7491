import { readJwt } from '../jwt.ts'
import type { AuthErrorClass, Context } from '../lite/context.ts'
import * as admin from './admin.ts'
import * as factors from './factors.ts'
import { inTransaction, type Row } from './rows.ts'
import type { AuthOptions, AuthService } from './service.ts'

/** The requests that lite has no route for. Only the secret key may send those of the admin API. */
const ROUTES: Record<string, (call: Call) => Promise<object>> = {
  'GET /admin/users': admin.listUsers,
  'POST /admin/users': admin.createUser,
  'GET /admin/users/:id': async ({ service, user }) => service.getUser(user.id),
  'PUT /admin/users/:id': admin.updateUser,
  'DELETE /admin/users/:id': admin.deleteUser,
  'GET /admin/users/:id/factors': factors.list,
  'DELETE /admin/users/:id/factors/:id': factors.remove,
  'POST /factors': factors.enroll,
  'DELETE /factors/:id': factors.unenroll,
  'POST /factors/:id/challenge': factors.challenge,
  'POST /factors/:id/verify': factors.verify,
}
const routes = Object.entries(ROUTES).map(([request, answer]) => {
  return { pattern: new RegExp(`^${request.replaceAll(':id', '([^/]+)')}/?$`), answer }
})
export type Call = Awaited<ReturnType<typeof callOf>>

/**
 * Answers a request that lite has no route for. Defect of @supabase/lite 0.10.0: lite has no admin
 * API and no second factors.
 */
export async function answerCall(
  c: Context,
  service: AuthService,
  AuthError: AuthErrorClass,
  options: AuthOptions,
): Promise<Response | undefined> {
  const request = `${c.req.method} ${c.req.path.slice('/auth/v1'.length)}`
  const route = routes.find(({ pattern }) => pattern.test(request))
  if (!route) return undefined
  const ids = route.pattern.exec(request)?.slice(1) ?? []
  const answer = await route.answer(await callOf(c, service, AuthError, options, ids))
  return answer instanceof Response ? answer : Response.json(answer)
}

/** Reads the request, and finds the person: by the id in the path, or else by the token. */
async function callOf(
  c: Context,
  service: AuthService,
  AuthError: AuthErrorClass,
  options: AuthOptions,
  ids: string[],
) {
  const refuse = (status: number, code: string) =>
    new AuthError(status, code, code.replaceAll('_', ' '))
  const token = c.req.header('authorization')?.replace(/^Bearer /i, '') ?? ''
  const isAdmin = c.req.header('apikey') === options.secretKey && /^(sb_.*)?$/.test(token)
  const isForAdmin = !c.req.path.startsWith('/auth/v1/factors')
  if (isForAdmin && !isAdmin) throw refuse(403, 'not_admin')
  const claims = isForAdmin ? undefined : readJwt(token, options.jwtSecret)
  if (!isForAdmin && !claims)
    throw refuse(token ? 403 : 401, token ? 'bad_jwt' : 'no_authorization')
  if (!ids.every((id) => UUID.test(id))) throw refuse(404, 'validation_failed')
  c.set('userId', claims?.sub)
  const id = isForAdmin ? ids[0] : String(claims?.sub)
  const user: Row | null = id ? await service.repo.findUserById(id) : {}
  if (!user) throw refuse(isForAdmin ? 404 : 403, 'user_not_found')
  const session = claims ? await service.repo.findSessionById(String(claims.session_id)) : {}
  if (!session) throw refuse(403, 'session_not_found')
  if (claims && user.is_anonymous) throw refuse(403, 'no_authorization')
  const person: Row & { id: string } = { ...user, id: id ?? '' }
  return {
    ...{
      service,
      options,
      refuse,
      user: person,
      session,
      id: ids.at(-1),
      query: c.req.query.bind(c.req),
    },
    // biome-ignore lint/suspicious/noExplicitAny: a body is whatever the client sends
    body: JSON.parse((await c.req.text()) || '{}') as any,
    atomically: <T>(work: () => Promise<T>) => inTransaction(service, work),
  }
}
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
