import { readJwt } from '../jwt.ts'
import type { AuthErrorClass, Context } from '../lite/context.ts'
import type { LiteOptions } from '../lite/lite.ts'
import * as admin from './admin.ts'
import { type AuthCall, type Row, UUID } from './call.ts'
import * as factors from './factors.ts'
import { coverMails, follow, verify } from './mails.ts'
import { coverSignUp, coverUser, signUpAnonymously } from './people.ts'
import { coverRows } from './rows.ts'
import { coverSessions } from './sessions.ts'

/** Defects of @supabase/lite 0.10.0: no admin API, no second factors, no anonymous people. */
const ROUTES: Record<string, (call: AuthCall) => Promise<object | undefined>> = {
  'POST /signup': signUpAnonymously,
  'POST /verify': verify,
  'GET /verify': follow,
  'HEAD /verify': async () => new Response(null, { status: 405 }),
  'GET /admin/users': admin.listUsers,
  'POST /admin/users': admin.createUser,
  'GET /admin/users/:id': ({ service, user }) => service.getUser(user.id),
  'PUT /admin/users/:id': admin.updateUser,
  'DELETE /admin/users/:id': admin.deleteUser,
  'POST /invite': admin.invite,
  'GET /admin/users/:id/factors': async ({ factors }) => factors,
  'DELETE /admin/users/:id/factors/:id': factors.remove,
  'POST /factors': factors.enroll,
  'DELETE /factors/:id': factors.remove,
  'POST /factors/:id/challenge': factors.challenge,
  'POST /factors/:id/verify': factors.verify,
}
const routes = Object.entries(ROUTES).map(([route, answer]) => {
  return { pattern: new RegExp(`^${route.replaceAll(':id', '([^/]+)')}/?$`), answer }
})

/**
 * Patches the service of one request so that it behaves like GoTrue, the Auth server of Supabase.
 * Returns the response to a request that lite does not know.
 */
export async function coverAuth(c: Context, options: LiteOptions): Promise<Response | undefined> {
  const service = c.var.authService as Row
  // lite does not export the class of its errors.
  const failure = await service.verifyOtp({}).catch((error: Error) => error)
  const AuthError: AuthErrorClass = failure.constructor
  const refuse: AuthCall['refuse'] = (status, code, sentence, details) =>
    new AuthError(status, code, sentence ?? code.replaceAll('_', ' '), details)
  try {
    const nobody = { user: {}, session: {}, factors: [], factor: {} }
    const call = { c, service, options, refuse, body: await bodyOf(c, refuse), ...nobody }
    coverRows(call, service.repo)
    for (const cover of [coverSessions, coverMails, coverUser, coverSignUp]) cover(call)
    const answer = await answerExtra(call)
    return answer && (answer instanceof Response ? answer : Response.json(answer))
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    return Response.json(error.toJSON(), { status: error.status })
  }
}

const TEXTS = ['email', 'password', 'refresh_token', 'type', 'token', 'token_hash']

/** Defect of @supabase/lite 0.10.0: a wrong type gets 500, half of a challenge is ignored. */
async function bodyOf(c: Context, refuse: AuthCall['refuse']): Promise<Row> {
  const body = await new Response((await c.req.text()) || '{}').json().catch(() => null)
  const isFit = Object(body) === body && !Array.isArray(body)
  const isNoText = (name: string) => typeof (body[name] ?? '') !== 'string'
  if (!isFit || TEXTS.some(isNoText)) throw refuse(400, 'bad_json')
  const { code_challenge: challenge, code_challenge_method: method } = body
  const isPkce = /^[\w.~-]{43,128}$/.test(challenge) && /^(s256|plain)$/i.test(method)
  if ((challenge || method) && !isPkce) throw refuse(400, 'validation_failed')
  return body
}

/** Defect of @supabase/lite 0.10.0: with e-mail addresses off, only sign-ups are refused. */
async function answerExtra(call: AuthCall): Promise<object | undefined> {
  const { c, service, options, refuse, body } = call
  const asked = `${c.req.method} ${c.req.path.slice('/auth/v1'.length)}`
  const mailed = /^POST \/(recover|resend|otp|magiclink|token)$/.exec(asked)?.[1]
  if (mailed && body.email && !options.project.allowsEmail) {
    throw refuse(/^re/.test(mailed) ? 400 : 422, 'email_provider_disabled')
  }
  const route = routes.find(({ pattern }) => pattern.test(asked))
  if (!route) return undefined
  const ids = route.pattern.exec(asked)?.slice(1) ?? []
  const token = c.req.header('authorization')?.replace(/^Bearer /i, '') ?? ''
  const isOfAdmin = /^\S+ \/(admin|invite)/.test(asked)
  const isAdmin = c.req.header('apikey') === options.secretKey && /^(sb_.*)?$/.test(token)
  if (isOfAdmin && !isAdmin) throw refuse(403, 'not_admin')
  if (!ids.every((id) => UUID.test(id))) throw refuse(404, 'validation_failed')
  const claims = / \/factors/.test(asked) ? readJwt(token, options.jwtSecret) : {}
  if (!claims) throw refuse(403, 'bad_jwt')
  c.set('userId', claims.sub)
  const id = isOfAdmin ? ids[0] : claims.sub
  const user = id ? await service.repo.findUserById(id) : {}
  if (!user) throw refuse(isOfAdmin ? 404 : 403, 'user_not_found')
  const session = claims.sub ? await service.repo.findSessionById(claims.session_id) : {}
  if (!session) throw refuse(403, 'session_not_found')
  if (claims.sub && user.is_anonymous) throw refuse(403, 'no_authorization')
  const isOfFactors = id && asked.includes('/factors')
  const factors: Row[] = (isOfFactors && (await service.getUser(id)).factors) || []
  const factor = factors.find((one) => one.id === ids.at(-1)) ?? {}
  const isOfOne = asked.includes('/factors/')
  if (isOfOne && !factor.id) throw refuse(404, 'mfa_factor_not_found')
  return route.answer({ ...call, user, session, factors, factor })
}
