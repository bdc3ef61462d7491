import postgres from 'postgres'
import { startStack } from '../local-stack/stack.ts'

/**
 * Starts the stack that tests/support/stack.ts reads from the environment. Does nothing if the
 * environment has one: vitest calls this for each project, and `npm run mutate` sets a database.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // The tests sign up many people, and hashing is most of the time of a sign-up.
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

/** Tests of other things never reach a rate limit. The tests of limits set their own. */
async function raiseRateLimits(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} })
  await sql`update social_private.config set rate_limit_factor = 1000000`
  await sql.end()
}
