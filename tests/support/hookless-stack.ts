import { afterAll } from 'vitest'
import { startStack } from '../../tools/local-stack/stack.ts'
import { raiseRateLimits } from './no-rate-limits.ts'

/**
 * Starts a separate stack whose sign-up hook is off. Import this file before tests/support/stack.ts,
 * because stack.ts reads the addresses of the stack.
 */
const stack = await startStack({ purges: false, settings: { hook: undefined } })
await raiseRateLimits(stack.databaseUrl)
afterAll(() => stack.stop())
Object.assign(process.env, {
  SOCIAL_URL: stack.url,
  SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
  SOCIAL_SECRET_KEY: stack.secretKey,
  SOCIAL_DATABASE_URL: stack.databaseUrl,
  SOCIAL_MAIL_URL: stack.mailUrl,
})
