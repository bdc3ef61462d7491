import { readJwt } from '../jwt.ts'
import * as admin from './admin.ts'
import { signUpAnonymously } from './anonymous.ts'
import * as factors from './factors.ts'
import { bodyOf } from './mails.ts'
import type { Row } from './rows.ts'
import type { AuthCall } from './service.ts'

/** A request that lite has no route for. */
export type Extra = AuthCall & {
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever the client sends
  body: any
  /** The person whose id is in the path, or who sends the request; the last id in the path. */
  user: Row & { id: string }
  session: Row
  id: string | undefined
  refuse(status: number, code: string): Error
}

const ROUTES: Record<string, (extra: Extra) => Promise<object | undefined>> = {
  'POST /signup': signUpAnonymously,
  'GET /admin/users': admin.listUsers,
  'POST /admin/users': admin.createUser,
  'GET /admin/users/:id': ({ service, user }) => service.getUser(user.id),
  'PUT /admin/users/:id': admin.updateUser,
  'DELETE /admin/users/:id': admin.deleteUser,
  'POST /admin/generate_link': admin.generateLink,
  'POST /invite': admin.invite,
  'GET /admin/users/:id/factors': factors.list,
  'DELETE /admin/users/:id/factors/:id': factors.remove,
  'POST /factors': factors.enroll,
  'DELETE /factors/:id': factors.unenroll,
  'POST /factors/:id/challenge': factors.challenge,
  'POST /factors/:id/verify': factors.verify,
}
const routes = Object.entries(ROUTES).map(([route, answer]) => {
  return { pattern: new RegExp(`^${route.replaceAll(':id', '([^/]+)')}/?$`), answer }
})

/**
 * Answers a request that lite has no route for. Defect of @supabase/lite 0.10.0: lite has no admin
 * API, no second factors, and no anonymous people.
 */
export async function answerExtra(call: AuthCall): Promise<Response | undefined> {
  const { c, service, AuthError, options } = call
  const asked = `${c.req.method} ${c.req.path.slice('/auth/v1'.length)}`
  const route = routes.find(({ pattern }) => pattern.test(asked))
  if (!route) return undefined
  const ids = route.pattern.exec(asked)?.slice(1) ?? []
  const refuse = (status: number, code: string) =>
    new AuthError(status, code, code.replaceAll('_', ' '))
  const token = c.req.header('authorization')?.replace(/^Bearer /i, '') ?? ''
  const isOfAdmin = /^\S+ \/(admin|invite)/.test(asked)
  const isAdmin = c.req.header('apikey') === options.secretKey && /^(sb_.*)?$/.test(token)
  if (isOfAdmin && !isAdmin) throw refuse(403, 'not_admin')
  if (!ids.every((id) => UUID.test(id))) throw refuse(404, 'validation_failed')
  const claims = asked.includes('/factors') && !isOfAdmin ? readJwt(token, options.jwtSecret) : {}
  if (!claims) throw refuse(403, 'bad_jwt')
  c.set('userId', claims.sub)
  const id = isOfAdmin ? ids[0] : claims.sub
  const user = id ? await service.repo.findUserById(String(id)) : {}
  if (!user) throw refuse(isOfAdmin ? 404 : 403, 'user_not_found')
  const session = claims.sub ? await service.repo.findSessionById(String(claims.session_id)) : {}
  if (!session) throw refuse(403, 'session_not_found')
  if (claims.sub && user.is_anonymous) throw refuse(403, 'no_authorization')
  const person = { user: { ...user, id: String(id) }, session, id: ids.at(-1) }
  const body = await bodyOf(c, () => refuse(400, 'bad_json'))
  const answer = await route.answer({ ...call, ...person, body, refuse })
  return answer && (answer instanceof Response ? answer : Response.json(answer))
}
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
