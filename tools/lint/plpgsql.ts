import '../local-stack/node-version.ts'
import { Problem } from '../../src/cli/problem.ts'
import { startThrowAwayDatabase } from '../local-stack/database.ts'
import { addExtension } from '../local-stack/debian-postgres.ts'
import { migrate } from '../local-stack/migrate.ts'
import { migrationsFolder, root } from '../local-stack/paths.ts'
import { onShutdown } from '../local-stack/shutdown.ts'
import { usePostgres } from '../test-runner/use-postgres.ts'
import { checkFunctions, exceptions, judge, runAsSuperuser } from './plpgsql-check.ts'
import { readMigrations } from './schema.ts'

/**
 * `npm run lint:plpgsql` checks every PL/pgSQL function with the extension plpgsql_check, which
 * plans each statement against the tables. Debian has the extension for Postgres 15 only, so the
 * check runs there.
 */
onShutdown(async () => {}, 130)
try {
  usePostgres('15')
  addExtension('plpgsql_check', '15')
  const database = await startThrowAwayDatabase()
  try {
    await migrate(database.url)
    // The functions of the schedule name tables of pg_cron, pg_net and Vault.
    await runAsSuperuser(database, `${root}tests/support/schedule-extensions.sql`)
    const { checked, warnings } = await checkFunctions(database, ['social', 'social_private'])
    const { faults, unneeded } = judge(warnings, exceptions)
    const texts = readMigrations(migrationsFolder)
    for (const { name, source, line, message } of faults) {
      const file = texts.find(({ text }) => text.includes(source))
      const before = file?.text.slice(0, file.text.indexOf(source)).split('\n').length ?? 0
      console.log(`${file?.name}:${before + Math.max(line, 1) - 1} ${name}: ${message}`)
    }
    for (const { name, message } of unneeded) {
      console.log(`${name}: the exception "${message}" is no longer needed`)
    }
    console.log(`${checked} functions checked, ${faults.length + unneeded.length} findings`)
    process.exitCode = faults.length + unneeded.length > 0 ? 1 : 0
  } finally {
    await database.stop()
  }
} catch (error) {
  console.error(error instanceof Problem ? error.message : error)
  process.exitCode = 1
}
