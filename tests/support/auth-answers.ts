import { type Answer, fake, type Sent } from './fake.ts'

/** Creates an access token of a session that was started with this sign-in method. */
export const token = (method: string) => tokenWith({ amr: [{ method, timestamp: 1 }] })

/** Creates an access token with these claims. */
export function tokenWith(claims: object): string {
  const payload = { exp: 9_999_999_999, ...claims }
  const parts = ['{"alg":"none"}', JSON.stringify(payload), 'signature']
  return parts.map((part) => Buffer.from(part).toString('base64url')).join('.')
}

/** Creates a session as Auth returns it. */
export function session(access_token = token('password')) {
  const user = { id: 'an-id', email: 'anna@example.com', aud: 'authenticated' }
  return { access_token, refresh_token: 'r', expires_in: 3600, token_type: 'bearer', user }
}

/** Creates a fake server that chooses its response by the ending of the request path. */
export function server(answers: Record<string, (request: Sent) => Answer>) {
  return fake((request) => {
    const name = Object.keys(answers).find((end) => request.path.endsWith(end))
    return name ? (answers[name]?.(request) ?? {}) : { status: 404, body: {} }
  })
}
