import { afterAll } from 'vitest'
import { ownSettings } from '../../tools/local-stack/project.ts'
import { startStack } from '../../tools/local-stack/stack.ts'
import { raiseRateLimits } from './no-rate-limits.ts'

/**
 * Starts a separate stack on which an address needs a confirmation before its first sign-in, and
 * which accepts anonymous users. Import this file before tests/support/stack.ts, because stack.ts
 * reads the addresses of the stack.
 */
const auth = { ...ownSettings.auth, enable_anonymous_sign_ins: true }
const stack = await startStack({ purges: false, settings: { confirmsEmail: true, auth } })
await raiseRateLimits(stack.databaseUrl)
afterAll(() => stack.stop())
Object.assign(process.env, {
  SOCIAL_URL: stack.url,
  SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
  SOCIAL_SECRET_KEY: stack.secretKey,
  SOCIAL_DATABASE_URL: stack.databaseUrl,
  SOCIAL_MAIL_URL: stack.mailUrl,
})
