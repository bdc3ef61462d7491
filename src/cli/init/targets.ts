import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from '../project/folder.ts'
import type { Manifest } from '../project/manifest.ts'
import type { Target } from '../project/plan.ts'
import type { Release, ReleaseFile } from '../project/release.ts'
import {
  type LocalMigration,
  listMigrations,
  versionsAfter,
  versionsOf,
} from '../project/versions.ts'

/** The name of a migration without its version: `social_foundation`. */
export function migrationName(file: ReleaseFile): string {
  return basename(file.source, '.sql').replace(/^[^_]+_/, '')
}

/** The edge functions and the templates of mails keep their paths. */
export function replaceableTargets({ functions, templates, version }: Release): Target[] {
  return [...functions, ...templates].map((file) => ({
    path: file.source,
    file,
    release: version,
    isReplaceable: true,
  }))
}

/**
 * Gives migrations of a release their paths in the project. A migration that the manifest names
 * keeps its path. New migrations get versions after all others.
 */
export function migrationTargets(
  project: ProjectFolder,
  migrations: (ReleaseFile & { release: string })[],
  manifest: Manifest | undefined,
  appliedVersions: string[],
): Target[] {
  const known = new Map(manifest?.files.map(({ source, path }) => [source, path]))
  const local = listMigrations(project)
  const unknown = migrations.filter(({ source }) => !known.has(source))
  const adopted = manifest ? new Map() : adoptMigrations(project, local, unknown)
  const isNew = ({ source }: ReleaseFile) => !known.has(source) && !adopted.has(source)
  const ours = versionsOf(manifest?.files ?? [])
  const existing = [...local.map(({ version }) => version), ...appliedVersions, ...ours]
  const versions = versionsAfter(existing, migrations.filter(isNew).length)
  return migrations.map((file) => {
    const path =
      known.get(file.source) ??
      adopted.get(file.source) ??
      `supabase/migrations/${versions.shift()}_${migrationName(file)}.sql`
    return { path, file, release: file.release, isReplaceable: false }
  })
}

/**
 * Finds migrations that somebody copied into the project by hand, in their order. Either all
 * migrations of the release are there, or none.
 */
function adoptMigrations(
  project: ProjectFolder,
  local: LocalMigration[],
  migrations: ReleaseFile[],
): Map<string, string> {
  const adopted = new Map<string, string>()
  for (const migration of migrations) {
    const copies = local.filter(({ name }) => name === migrationName(migration))
    const copy = copies.find(({ file }) =>
      readFileSync(join(project.supabase, 'migrations', file)).equals(migration.bytes),
    )
    if (copy) adopted.set(migration.source, `supabase/migrations/${copy.file}`)
  }
  if (adopted.size === 0 || adopted.size === migrations.length) return adopted
  throw new Problem(
    `supabase/migrations contains ${adopted.size} of the ${migrations.length} migrations of this release, and supabase/supabase-social.json does not exist. Remove these copies if no database has applied them, or restore the missing files.`,
  )
}
