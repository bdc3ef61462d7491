import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Refuses a request without a valid JWT, as the gateway of a hosted project does for an edge
 * function with `verify_jwt = true`. A key such as `sb_secret_…` is no JWT.
 */
export function refuseWithoutJwt(request: Request, secret: string): Response | undefined {
  if (request.method === 'OPTIONS') return undefined
  const header = request.headers.get('authorization')
  if (!header) return refuse('UNAUTHORIZED_NO_AUTH_HEADER', 'Missing authorization header')
  const token = /^Bearer (.+)$/.exec(header)?.[1] ?? ''
  if (isValid(token, secret)) return undefined
  return refuse('UNAUTHORIZED_INVALID_JWT_FORMAT', 'Invalid JWT')
}

/** Signs a token of a role, as the gateway of a hosted project makes one of a key. */
export function signJwt(role: string, secret: string): string {
  return signClaims({ iss: 'supabase', role }, 600, secret)
}

/** Signs claims that are valid for some seconds from now on. */
export function signClaims(claims: object, seconds: number, secret: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const iat = Math.floor(Date.now() / 1000)
  const body = { ...claims, iat, exp: iat + seconds }
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(body)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** Returns the claims of a valid token. */
export function readJwt(token: string, secret: string): Record<string, unknown> | undefined {
  if (!isValid(token, secret)) return undefined
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

function isValid(token: string, secret: string): boolean {
  const [head, body, signature = ''] = token.split('.')
  const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
  const { exp } = JSON.parse(Buffer.from(body ?? '', 'base64url').toString())
  return typeof exp !== 'number' || exp > Date.now() / 1000
}

function refuse(code: string, message: string): Response {
  return Response.json({ code, message }, { status: 401 })
}
