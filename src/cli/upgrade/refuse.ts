import type { DatabaseState } from '../init/database.ts'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from '../project/folder.ts'
import type { Manifest } from '../project/manifest.ts'
import { listMigrations, versionsOf } from '../project/versions.ts'

/**
 * Throws a `Problem` if `upgrade` must not apply the forward migrations of a folder to a database,
 * because the database and the folder have different histories.
 */
export function refuseOtherHistory(
  project: ProjectFolder,
  state: DatabaseState,
  manifest: Manifest,
): void {
  refuseWithoutInstallation(state, manifest)
  refuseAppliedUnderOtherVersion(project, state, manifest)
  refusePendingOfHost(project, state, manifest)
}

/** The forward migrations come after the migrations of `init`, so these must be applied. */
function refuseWithoutInstallation(state: DatabaseState, manifest: Manifest): void {
  const applied = new Set(state.versions)
  const ofInit = manifest.files.filter(({ source }) => source.startsWith('supabase/migrations/'))
  const missing = versionsOf(ofInit).filter((version) => !applied.has(version))
  if (missing.length === 0) return
  throw new Problem(
    `The database lacks ${missing.length} of the migrations of this folder, beginning with ${missing[0]}. Run \`npx supabase db push\` first.`,
  )
}

/** Another clone of the project may have upgraded the database already, with other versions. */
function refuseAppliedUnderOtherVersion(
  project: ProjectFolder,
  { migrations }: DatabaseState,
  { files }: Manifest,
): void {
  const local = new Set(listMigrations(project).map(({ version }) => version))
  const upgrades = files.filter(({ source }) => source.startsWith('supabase/upgrades/'))
  for (const { path } of upgrades) {
    const name = /\/\d+_(.*)\.sql$/.exec(path)?.[1]
    const other = migrations.find((one) => one.name === name && !local.has(one.version))
    if (!other) continue
    throw new Problem(
      `The database has the migration ${other.version}_${other.name} already, and this folder does not contain it. Get the folder supabase of the clone that applied it from your version control. Nothing was changed.`,
    )
  }
}

/** `supabase db push` refuses a migration that is older than an applied one. */
function refusePendingOfHost(
  project: ProjectFolder,
  state: DatabaseState,
  manifest: Manifest,
): void {
  const applied = new Set(state.versions)
  const ours = versionsOf(manifest.files)
  const newest = ours.filter((version) => !applied.has(version)).at(-1)
  if (newest === undefined) return
  const pending = listMigrations(project).find(
    ({ version }) => !applied.has(version) && !ours.includes(version) && version < newest,
  )
  if (!pending) return
  throw new Problem(
    `The database lacks your migration ${pending.file}, and \`npx supabase db push\` would refuse it after ours. Run \`npx supabase db push\` first. Nothing was changed.`,
  )
}
