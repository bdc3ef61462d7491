import { connect } from '../../tools/local-stack/bootstrap.ts'

/**
 * Raises the rate limits of a stack, so that a test can sign up many people. All callers without a
 * login share one rate limit.
 */
export async function raiseRateLimits(databaseUrl: string): Promise<void> {
  const sql = connect(databaseUrl)
  await sql`update social_private.config set rate_limit_factor = 1000000`
  await sql.end()
}
