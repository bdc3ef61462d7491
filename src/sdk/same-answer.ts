import { fail, type Result, succeed } from './result.ts'
import { uuid } from './uuid.ts'

/** The codes of Auth for requests that it refuses before it looks the address up. */
const REFUSED_BEFORE = [
  'bad_json',
  'captcha_failed',
  'over_request_rate_limit',
  'validation_failed',
]

/**
 * Asks Auth to send a mail, and returns the same answer for a known and an unknown address. Auth
 * sends a mail only to a known address, and only then it can fail: the mail server is down, too
 * many mails were sent, or the answer takes too long. So the function repeats a failed request with
 * an address that nobody has. If Auth accepts that one, the failure would tell that the address is
 * known, and the function returns true.
 */
export async function sendMailTo(
  email: string,
  request: (email: string) => Promise<Result<unknown>>,
): Promise<Result<true>> {
  const { error } = await request(email)
  if (!error) return succeed(true)
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (REFUSED_BEFORE.includes(code)) return fail(error)
  const control = await request(`${uuid()}@example.com`)
  return control.error?.code === error.code ? fail(error) : succeed(true)
}
