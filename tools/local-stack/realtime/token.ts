import { createHmac, timingSafeEqual } from 'node:crypto'
import { signClaims } from '../jwt.ts'
import { Refusal } from './refusal.ts'

export interface Claims {
  role: string
  exp: number
  sub?: unknown
  [name: string]: unknown
}

export interface Keys {
  publishableKey: string
  secretKey: string
  jwtSecret: string
}

const TEN_YEARS = 315_360_000

/** Returns the JWT of an API key, by which the gateway of a hosted project replaces the key. */
export function tokenOfKey(key: string, keys: Keys): string {
  const role = { [keys.publishableKey]: 'anon', [keys.secretKey]: 'service_role' }[key]
  return role ? signClaims({ iss: 'supabase', role }, TEN_YEARS, keys.jwtSecret) : key
}

/** Checks the signature and the claims of a token. Throws a `Refusal`. */
export function readToken(token: string, secret: string): Claims {
  const [head = '', body = '', signature, ...rest] = token.split('.')
  const [header, claims] = [head, body].map(decode)
  if (!header || !claims || signature === undefined || rest.length > 0) {
    throw new Refusal('MalformedJWT', 'The token provided is not a valid JWT')
  }
  const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest()
  const given = Buffer.from(signature, 'base64url')
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected)
  if (header.alg !== 'HS256' || !isSigned) {
    throw new Refusal('JwtSignatureError', 'Failed to validate JWT signature')
  }
  return checkClaims(claims)
}

/** Throws a `Refusal` if the token has expired. */
export function checkClaims(claims: Record<string, unknown>): Claims {
  const { role, exp } = claims
  if (typeof role !== 'string' || exp === undefined || exp === null) {
    throw new Refusal('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT')
  }
  if (typeof exp !== 'number') {
    throw new Refusal('InvalidJWTToken', 'Token expiration time is invalid')
  }
  const late = Math.floor(Date.now() / 1000) - exp
  if (late < 0) return { ...claims, role, exp }
  throw new Refusal('InvalidJWTToken', `Token has expired ${late} seconds ago`)
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
