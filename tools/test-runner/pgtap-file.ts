import { inject } from 'vitest'
import { runTest } from './pgtap.ts'
import { declareTests } from './tap-tests.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * The address of the database for the pgTAP files. The database has the migrations and pgTAP.
     */
    pgtapUrl: string
  }
}

/** Runs a pgTAP file. vitest reports each assertion as a test. */
export async function run(file: string): Promise<void> {
  declareTests(await runTest(inject('pgtapUrl'), file))
}
