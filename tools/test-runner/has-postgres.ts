import '../local-stack/node-version.ts'
import { Problem } from '../../src/cli/problem.ts'
import { toMajor } from '../local-stack/versions.ts'
import { usePostgres } from './use-postgres.ts'

/**
 * `has-postgres.ts 15|17|18` succeeds if the tests can run on this version of Postgres, and else
 * says what is missing. .ci/run can thus tell a missing Postgres from a failed test.
 */
try {
  usePostgres(toMajor(process.argv[2] ?? '', 'Postgres'))
} catch (error) {
  console.error(error instanceof Problem ? error.message : error)
  process.exitCode = 1
}
