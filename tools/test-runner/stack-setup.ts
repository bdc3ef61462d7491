import { startStack } from '../local-stack/stack.ts'

/**
 * Starts the stack that tests/support/stack.ts finds in the environment. Does nothing when there is
 * one already: another project's, or the database that the caller gives.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Most of what the tests do is to sign people up, and most of a sign-up is hashing.
  process.env.LITE_AUTH_BCRYPT_COST ??= '4'
  if (process.env.SOCIAL_DATABASE_URL) return undefined
  const stack = await startStack({ purges: false, onProgress: console.log })
  Object.assign(process.env, {
    SOCIAL_URL: stack.url,
    SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
    SOCIAL_SECRET_KEY: stack.secretKey,
    SOCIAL_DATABASE_URL: stack.databaseUrl,
    SOCIAL_MAIL_URL: stack.mailUrl,
  })
  return () => stack.stop()
}
