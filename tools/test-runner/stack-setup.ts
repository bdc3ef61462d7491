import postgres from 'postgres'
import { startStack } from '../local-stack/stack.ts'

/**
 * Starts the local stack for the tests. tests/support/stack.ts reads the address of the stack from
 * the environment. If the environment already contains an address, this function starts nothing. An
 * earlier call for another vitest project sets the address. `npm run mutate` sets the address of
 * another database.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // The tests sign up many people. A low cost of the password hash makes each sign-up faster.
  process.env.LITE_AUTH_BCRYPT_COST ??= '4'
  if (process.env.SOCIAL_DATABASE_URL) return undefined
  const stack = await startStack({ purges: false, onProgress: console.log })
  await raiseRateLimits(stack.databaseUrl)
  Object.assign(process.env, {
    SOCIAL_URL: stack.url,
    SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
    SOCIAL_SECRET_KEY: stack.secretKey,
    SOCIAL_DATABASE_URL: stack.databaseUrl,
    SOCIAL_MAIL_URL: stack.mailUrl,
  })
  return () => stack.stop()
}

/**
 * Raises the rate limits, so that no ordinary test exceeds a rate limit. The tests of rate limits
 * set their own limits.
 */
async function raiseRateLimits(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} })
  await sql`update social_private.config set rate_limit_factor = 1000000`
  await sql.end()
}
