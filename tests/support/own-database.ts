import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'

/**
 * A database for one test file whose rows are nobody else's, without the services around it. The
 * mutation run gives the one that it has changed.
 */
export async function ownDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const mutant = process.env.SOCIAL_MUTANT_URL
  if (mutant) return { url: mutant, stop: async () => {} }
  const database = await startThrowAwayDatabase()
  await migrate(database.url)
  return database
}
