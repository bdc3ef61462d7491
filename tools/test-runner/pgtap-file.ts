import { inject } from 'vitest'
import { runTest } from './pgtap.ts'
import { declareTests } from './tap-tests.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * The addresses of the databases for the pgTAP files, one for each worker of vitest. Each
     * database has the migrations and pgTAP.
     */
    pgtapUrls: string[]
  }
}

/** Runs a pgTAP file. vitest reports each assertion as a test. */
export async function run(file: string): Promise<void> {
  const worker = process.env.VITEST_POOL_ID
  const url = inject('pgtapUrls')[Number(worker) - 1]
  if (!url) throw new Error(`There is no database for worker ${worker}.`)
  declareTests(await runTest(url, file))
}
