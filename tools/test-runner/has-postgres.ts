import '../local-stack/node-version.ts'
import { Problem } from '../../src/cli/problem.ts'
import { addExtension } from '../local-stack/debian-postgres.ts'
import { toMajor } from '../local-stack/versions.ts'
import { usePostgres } from './use-postgres.ts'

/**
 * `has-postgres.ts 15|17|18 [extension]` succeeds if the tests can run on this version of Postgres,
 * and if Debian's package of the extension is installed. Else it says what is missing. .ci/run can
 * thus tell a missing Postgres from a failed test.
 */
try {
  const [version = '', extension] = process.argv.slice(2)
  const major = toMajor(version, 'Postgres')
  usePostgres(major)
  if (extension) addExtension(extension, major)
} catch (error) {
  console.error(error instanceof Problem ? error.message : error)
  process.exitCode = 1
}
