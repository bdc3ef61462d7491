import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from '../project/folder.ts'
import { type Manifest, type ManifestFile, readManifest } from '../project/manifest.ts'
import { newFolders, type Plan, planConfig, planFiles, type Target } from '../project/plan.ts'
import { compareReleases, type Release } from '../project/release.ts'
import { versionsOf } from '../project/versions.ts'
import { refuseFolderConflicts } from './conflicts.ts'
import type { DatabaseState } from './database.ts'
import { refuseDatabaseConflicts, refuseOtherInstallation } from './database.ts'
import { migrationTargets, replaceableTargets } from './targets.ts'

/** Plans a new installation, or the rest of an interrupted one. Changes nothing. */
export function planInit(
  project: ProjectFolder,
  release: Release,
  database: DatabaseState | undefined,
): Plan {
  const before = readManifest(project)
  if (before) refuseOtherRelease(before.release, release.version)
  const migrations = release.migrations.map((file) => ({ ...file, release: release.version }))
  const known = before && [...migrations, ...release.upgrades].filter(isIn(before))
  const targets = [
    ...migrationTargets(project, known ?? migrations, before, database?.versions ?? []),
    ...replaceableTargets(release),
  ]
  if (!before) refuseFolderConflicts(project, targets)
  if (database) {
    refuseDatabaseConflicts(database)
    refuseOtherInstallation(
      database,
      before ? versionsOf(targets) : adoptedVersions(project, targets),
    )
  }
  return planFor(project, targets, before, release.version)
}

/** Turns the wanted files into a plan, and adds our settings. */
export function planFor(
  project: ProjectFolder,
  targets: Target[],
  before: Manifest | undefined,
  release: string,
): Plan {
  const { changes, kept, files } = planFiles(project, targets, before)
  const config = planConfig(project, before)
  const all = config.change ? [...changes, config.change] : changes
  const folders = [...new Set([...(before?.folders ?? []), ...newFolders(project, all)])].sort()
  const common = { folders, config: { undo: config.undo } }
  return {
    changes: all,
    kept,
    notes: config.notes,
    draft: {
      release: before?.release ?? release,
      files: merged(files, before?.files ?? []),
      ...common,
    },
    manifest: { release, files: merged(files), ...common },
  }
}

/** Merges lists of files by path. A later list wins. */
function merged(...lists: ManifestFile[][]): ManifestFile[] {
  const files = new Map(lists.flat().map((file) => [file.path, file]))
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function refuseOtherRelease(installed: string, ours: string): void {
  const order = compareReleases(installed, ours)
  if (order === 0) return
  throw new Problem(
    order < 0
      ? `This project has release ${installed} of supabase-social. Run \`npx supabase-social upgrade\` to get ${ours}.`
      : `This project has release ${installed} of supabase-social, which is newer than this command (${ours}). Run \`npx supabase-social@${installed} init\`.`,
  )
}

function isIn({ files }: Manifest): (file: { source: string }) => boolean {
  const sources = new Set(files.map(({ source }) => source))
  return ({ source }) => sources.has(source)
}

function adoptedVersions(project: ProjectFolder, targets: Target[]): string[] {
  return versionsOf(targets.filter(({ path }) => existsSync(join(project.root, path))))
}
