import { afterAll } from 'vitest'
import { startStack } from '../../tools/local-stack/stack.ts'

/**
 * Starts a separate stack for a test file that runs the worker, because the worker would empty the
 * queues of other tests. Import this file before tests/support/stack.ts, because stack.ts reads the
 * addresses of the stack.
 */
export const ownStack = await startStack({ purges: false })
afterAll(() => ownStack.stop())
Object.assign(process.env, {
  SOCIAL_URL: ownStack.url,
  SOCIAL_PUBLISHABLE_KEY: ownStack.publishableKey,
  SOCIAL_SECRET_KEY: ownStack.secretKey,
  SOCIAL_DATABASE_URL: ownStack.databaseUrl,
  SOCIAL_MAIL_URL: ownStack.mailUrl,
})
