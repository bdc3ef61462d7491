import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync, type Zippable, zipSync } from 'fflate'

/** All files of a zip get this time, so that equal files make an equal zip. */
const TIME = new Date(2026, 0, 1)

/** What a frozen release contains: a package folder, and rows to fill a database with. */
const CONTENT = ['package.json', 'dump.sql', 'dist', 'supabase']

/** Compresses the files of a release. */
export function zipRelease(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => CONTENT.includes(path.split('/')[0] ?? ''))
    .sort()
  const content: Zippable = {}
  for (const path of files) content[path] = readFileSync(join(folder, path))
  return zipSync(content, { level: 9, mtime: TIME })
}

/** Writes the files of a zip into a folder. */
export function unzipRelease(zip: Uint8Array, folder: string): void {
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
}
