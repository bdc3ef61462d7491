import { afterAll } from 'vitest'
import { startStack } from '../../tools/local-stack/stack.ts'

/**
 * A stack for one test file, whose worker may empty queues that other files look at. Import it before
 * what reads the addresses.
 */
const stack = await startStack({ purges: false })
afterAll(() => stack.stop())
Object.assign(process.env, {
  SOCIAL_URL: stack.url,
  SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
  SOCIAL_SECRET_KEY: stack.secretKey,
  SOCIAL_DATABASE_URL: stack.databaseUrl,
  SOCIAL_MAIL_URL: stack.mailUrl,
})
