import { postgresAccount } from '../local-stack/account.ts'
import { findPostgres } from '../local-stack/binaries.ts'
import { chooseMajor, type Major } from '../local-stack/versions.ts'

/**
 * Makes all databases of this test run use a version of Postgres. Fetches or copies the programs
 * first, so that the many processes of the tests do not do it at the same time.
 */
export function usePostgres(major: Major): void {
  chooseMajor(major)
  findPostgres(postgresAccount())
}
