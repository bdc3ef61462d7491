import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { Archive } from '../../src/cli/import/archive.ts'
import type { Exported } from './export-reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'supabase-social-import-'))
afterAll(() => rmSync(folder, { recursive: true }))

/**
 * Writes an export to disk, so that a test can import it. The files are deleted after the tests.
 */
export function archiveOf({ zips, card }: Exported): Promise<Archive> {
  const paths = zips.map((zip, index) => {
    const path = join(folder, `${card.id}-${index + 1}.zip`)
    writeFileSync(path, zip)
    return path
  })
  return Archive.open(paths)
}
