import type { TestProject } from 'vitest/node'
import { startPgtapDatabase } from './pgtap.ts'

/**
 * Starts separate databases for the pgTAP files, because they need no services such as Auth: one for
 * each worker of vitest.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workers = Array.from({ length: project.config.maxWorkers }, startPgtapDatabase)
  const databases = await Promise.all(workers)
  project.provide(
    'pgtapUrls',
    databases.map(({ url }) => url),
  )
  return async () => {
    await Promise.all(databases.map((database) => database.stop()))
  }
}
