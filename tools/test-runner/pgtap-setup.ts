import type { TestProject } from 'vitest/node'
import { startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { installPgtap } from './pgtap.ts'

/** Starts a separate database for the pgTAP files, because they need no services such as Auth. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startThrowAwayDatabase()
  await migrate(database.url)
  await installPgtap(database.url)
  project.provide('pgtapUrl', database.url)
  return () => database.stop()
}
