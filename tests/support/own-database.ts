import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'

/**
 * Starts a separate database for a test file, without services. `npm run mutate` passes its changed
 * database instead.
 */
export async function ownDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const mutant = process.env.SOCIAL_MUTANT_URL
  if (mutant) return { url: mutant, stop: async () => {} }
  const database = await startThrowAwayDatabase()
  await migrate(database.url)
  return database
}
