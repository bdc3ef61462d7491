import { isLost } from '../pool.ts'

/** The error that postgres.js throws when Postgres reports an error. */
interface DatabaseError {
  code: string
  severity: string
  message: string
  detail?: string
  hint?: string
}

/**
 * An error that @supabase/lite sends to the client unchanged. The code is `PGRST`, the message is
 * the body of the response, and the detail is the status.
 */
export class Answer extends Error {
  code = 'PGRST'
  detail: string

  constructor(error: DatabaseError) {
    const { code, message, detail: details = null, hint = null } = error
    super(JSON.stringify({ code, message, details, hint }))
    this.detail = JSON.stringify({
      status: isUnknownRole(message) && code === '22023' ? 401 : statusOf(code),
      headers: {},
    })
  }
}

/**
 * Defect of @supabase/lite 0.10.0: lite answers check violations, raised exceptions, timeouts and
 * other database errors with status 500 and code `SUP`. This function returns the errors of
 * PostgREST instead.
 */
export function answerAsPostgrest(error: unknown): unknown {
  if (error instanceof Error && !isDatabaseError(error) && isLost(error)) {
    return new Answer({ code: 'PGRST001', severity: 'FATAL', message: LOST, detail: error.message })
  }
  return isDatabaseError(error) && !isAnsweredByLite(error) ? new Answer(error) : error
}

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'severity' in error && 'code' in error
}

const LOST = 'Database client error. Retrying the connection.'

function isAnsweredByLite(error: DatabaseError): boolean {
  return ANSWERED_BY_LITE.test(error.code) && !isUnknownRole(error.message)
}

/** Tells whether the role of a token does not exist. */
function isUnknownRole(message: string): boolean {
  return /^role .* does not exist$/.test(message)
}

const ANSWERED_BY_LITE = /^(PGRST|PT\d{3}|22...|25006|42(?!P01)...)$/

/**
 * The HTTP status that PostgREST gives to each prefix of an SQLSTATE. Longer prefixes come first.
 */
const STATUSES: [prefix: string, status: number][] = [
  ['21000', 500],
  ['23503', 409],
  ['23505', 409],
  ['42P01', 404],
  ['53400', 500],
  ['57P01', 503],
  ['P0001', 400],
  ['PGRST001', 503],
  ['08', 503],
  ['09', 500],
  ['0L', 403],
  ['0P', 403],
  ['25', 500],
  ['28', 403],
  ['2D', 500],
  ['38', 500],
  ['39', 500],
  ['3B', 500],
  ['40', 500],
  ['53', 503],
  ['54', 500],
  ['55', 500],
  ['57', 500],
  ['58', 500],
  ['F0', 500],
  ['HV', 500],
  ['P0', 500],
  ['XX', 500],
]

function statusOf(code: string): number {
  return STATUSES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400
}
