import { afterAll } from 'vitest'
import { startStack } from '../../tools/local-stack/stack.ts'

/**
 * Starts a separate stack for a test file that runs the worker, because the worker would empty the
 * queues of other tests. Import this file before tests/support/stack.ts, because stack.ts reads the
 * addresses of the stack.
 */
const stack = await startStack({ purges: false })
afterAll(() => stack.stop())
Object.assign(process.env, {
  SOCIAL_URL: stack.url,
  SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
  SOCIAL_SECRET_KEY: stack.secretKey,
  SOCIAL_DATABASE_URL: stack.databaseUrl,
  SOCIAL_MAIL_URL: stack.mailUrl,
  SOCIAL_FILES_FOLDER: stack.filesFolder,
})
