import { createHmac, timingSafeEqual } from 'node:crypto'
import { tokenOfKey } from '../realtime/token.ts'
import { invalid, StorageError } from './errors.ts'

/** The claims of a token. The role decides which policies apply. */
export interface Claims {
  role?: string
  sub?: string
  exp?: number
  [name: string]: unknown
}

export interface Keys {
  publishableKey: string
  secretKey: string
  jwtSecret: string
}

/**
 * How a route treats its caller. `token`: a valid token is needed. `bearer`: the same, but the header
 * may be missing, which is an invalid token. `public`: without a valid token, the caller is nobody.
 */
export type Demand = 'token' | 'bearer' | 'public'

/** The caller of a request. `isKnown` is false if the token is missing or invalid. */
export interface Caller {
  claims: Claims
  isKnown: boolean
}

/** Reads the token of a caller. A key is replaced by its token, as the hosted gateway does. */
export function readCaller(request: Request, keys: Keys, demand: Demand): Caller {
  const header = request.headers.get('authorization')
  const apikey = request.headers.get('apikey')
  const token = tokenOfKey((header ?? apikey ?? '').replace(/^Bearer\s+/i, ''), keys)
  const nobody = { claims: { role: 'anon' }, isKnown: false }
  if (demand === 'token' && header === null && apikey === null) {
    throw invalid("headers must have required property 'authorization'")
  }
  try {
    return { claims: verify(token, keys.jwtSecret), isKnown: true }
  } catch (error) {
    if (demand === 'public') return nobody
    throw new StorageError('AccessDenied', { message: (error as Error).message })
  }
}

/** Returns the claims of a valid token, or throws the sentence with which Storage refuses it. */
export function verify(token: string, secret: string): Claims {
  const [head = '', body = '', signature = '', ...rest] = token.split('.')
  if (token.split('.').length < 3 || rest.length > 0) throw new Error('Invalid Compact JWS')
  const header = decode(head)
  if (!header) throw new Error('JWS Protected Header is invalid')
  if (header.alg !== 'HS256') {
    throw new Error('"alg" (Algorithm) Header Parameter value not allowed')
  }
  const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest()
  const given = Buffer.from(signature, 'base64url')
  // The decoder ignores what follows the last whole byte, and the real server does not.
  const isWhole = given.toString('base64url') === signature
  if (!isWhole || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error('signature verification failed')
  }
  const claims = decode(body)
  if (!claims) throw new Error('JWT Claims Set must be a top-level JSON object')
  const now = Math.floor(Date.now() / 1000)
  if (typeof claims.exp === 'number' && claims.exp <= now) {
    throw new Error('"exp" claim timestamp check failed')
  }
  if (typeof claims.nbf === 'number' && claims.nbf > now) {
    throw new Error('"nbf" claim timestamp check failed')
  }
  return claims
}

function decode(part: string): Claims | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
