import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'

/**
 * Starts a separate database for one test file, without Auth, Storage and the Data API. While `npm
 * run mutate` runs the test, the function returns the mutated database and starts no other
 * database.
 */
export async function ownDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const mutant = process.env.SOCIAL_MUTANT_URL
  if (mutant) return { url: mutant, stop: async () => {} }
  const database = await startThrowAwayDatabase()
  await migrate(database.url)
  return database
}
