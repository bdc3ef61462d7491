import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../local-stack/paths.ts'

/** A published release, with the checksums of its files that must never change again. */
export interface Released {
  version: string
  /** The SHA-256 of each file, by its path in the repository. */
  files: Record<string, string>
}

const LIST = 'supabase/releases.json'

/** Returns the published releases, the oldest first. */
export function readReleases(folder: string = root): Released[] {
  return JSON.parse(readFileSync(join(folder, LIST), 'utf8')).releases
}

/** Adds a release to the list, with the checksums of its zip and of its forward migrations. */
export function listRelease(version: string, folder: string = root): void {
  const releases = readReleases(folder)
  if (releases.some((release) => release.version === version)) {
    throw new Error(`${version} is already in ${LIST}: a published release cannot change.`)
  }
  const files = Object.fromEntries(
    filesOf(version, folder).map((path) => [path, checksum(join(folder, path))]),
  )
  const text = JSON.stringify({ releases: [...releases, { version, files }] }, null, 2)
  writeFileSync(join(folder, LIST), `${text}\n`)
}

/** The zip of a release and the forward migrations that lead to it. */
function filesOf(version: string, folder: string): string[] {
  const upgrades = existsSync(join(folder, 'supabase/upgrades'))
    ? readdirSync(join(folder, 'supabase/upgrades')).sort()
    : []
  return [
    `tests/fixtures/releases/${version}.zip`,
    ...upgrades
      .filter((name) => name.startsWith(`${version}_`))
      .map((name) => `supabase/upgrades/${name}`),
  ]
}

/** Returns a sentence for each file of a published release that was changed, removed or added. */
export function changedFiles(releases: Released[], folder: string = root): string[] {
  return releases.flatMap(({ version, files }) => {
    const found = new Set([...Object.keys(files), ...filesOf(version, folder)])
    return [...found].flatMap((path) => {
      const file = join(folder, path)
      if (!existsSync(file)) return [`${path} of release ${version} is missing.`]
      if (!files[path]) return [`${path} was added to release ${version} after its publication.`]
      if (checksum(file) === files[path]) return []
      return [`${path} of release ${version} was changed after its publication.`]
    })
  })
}

function checksum(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
