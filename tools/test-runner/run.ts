import '../local-stack/node-version.ts'
import { readdirSync } from 'node:fs'
import { migrate } from '../local-stack/migrate.ts'
import { migrationsFolder } from '../local-stack/paths.ts'
import { Problem } from '../local-stack/problem.ts'
import { isShuttingDown, onShutdown } from '../local-stack/shutdown.ts'
import { type Stack, startStack } from '../local-stack/stack.ts'
import { installPgtap } from './pgtap.ts'
import { type Count, runDeno, runPgtap, runVitest, stopSuites } from './suites.ts'

/** `npm test [-- filter…]`: every suite against a stack of its own, which goes afterwards. */
// Signing people up is most of what the tests do, and hashing most of signing up.
process.env.LITE_AUTH_BCRYPT_COST ??= '4'
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const total: Count = { passed: 0, failed: 0 }
const starting = startStack({ purges: false, onProgress: console.log })
onShutdown(async () => {
  stopSuites()
  await starting.then((stack) => stack.stop())
}, 130)
try {
  const stack = await starting
  await runAll(stack).finally(() => stack.stop())
} catch (error) {
  if (!isShuttingDown()) {
    console.error(error instanceof Problem ? error.message : error)
    total.failed++
  }
}
if (!isShuttingDown()) {
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
}

async function runAll(stack: Stack): Promise<void> {
  const env = {
    ...process.env,
    SOCIAL_URL: stack.url,
    SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
    SOCIAL_SECRET_KEY: stack.secretKey,
    SOCIAL_DATABASE_URL: stack.databaseUrl,
    SOCIAL_MAIL_URL: stack.mailUrl,
    SUPABASE_URL: stack.url,
    SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
    SUPABASE_SECRET_KEY: stack.secretKey,
  }
  await suite('migrations', () => checkMigrations(stack))
  await suite('pgTAP', async () => {
    await installPgtap(stack.databaseUrl)
    return runPgtap(stack.databaseUrl, filters)
  })
  await suite('vitest', () => runVitest(env, filters))
  await suite('Deno', () => runDeno(env, filters))
}

async function suite(name: string, run: () => Promise<Count>): Promise<void> {
  if (isShuttingDown()) return
  console.log(`\n${name}`)
  const { passed, failed } = await run()
  console.log(`${name}: ${passed} passed, ${failed} failed`)
  total.passed += passed
  total.failed += failed
}

/** They ran on an empty database when the stack started; running them again changes nothing. */
async function checkMigrations(stack: Stack): Promise<Count> {
  const files = readdirSync(migrationsFolder).filter((file) => file.endsWith('.sql'))
  const again = await migrate(stack.databaseUrl)
  const checks: [string, boolean][] = [
    ['every migration runs on an empty database', stack.applied.length === files.length],
    ['migrating a second time does nothing', again.length === 0],
  ]
  for (const [sentence, holds] of checks) console.log(`${holds ? 'ok  ' : 'FAIL'} ${sentence}`)
  const passed = checks.filter(([, holds]) => holds).length
  // A filter that fits no file is to fail, whatever passes here.
  return { passed: filters.length > 0 ? 0 : passed, failed: checks.length - passed }
}
