import { planFor } from '../init/plan.ts'
import { migrationTargets, replaceableTargets } from '../init/targets.ts'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from '../project/folder.ts'
import { MANIFEST, type Manifest, readManifest } from '../project/manifest.ts'
import type { Plan } from '../project/plan.ts'
import { compareReleases, type Release, type Upgrade } from '../project/release.ts'

/** Plans the forward migrations and the edge functions of a newer release. Changes nothing. */
export function planUpgrade(
  project: ProjectFolder,
  release: Release,
  appliedVersions: string[],
): Plan {
  const before = readManifest(project)
  if (!before) {
    throw new Problem(
      `This project has no ${MANIFEST}. Run \`npx supabase-social init\` to install supabase-social, or restore the file from your version control.`,
    )
  }
  refuseDowngrade(before.release, release.version)
  refuseMissingUpgrade(before.release, release)
  const wanted = release.upgrades.filter((upgrade) => isWanted(upgrade, before, release.version))
  const targets = [
    ...migrationTargets(project, wanted, before, appliedVersions),
    ...replaceableTargets(release),
  ]
  return planFor(project, targets, before, release.version)
}

/** A forward migration is wanted if it is newer than the project, or written already. */
function isWanted(upgrade: Upgrade, { release, files }: Manifest, newest: string): boolean {
  if (compareReleases(upgrade.release, newest) > 0) return false
  const isNewer = compareReleases(upgrade.release, release) > 0
  return isNewer || files.some(({ source }) => source === upgrade.source)
}

/** Each release has a forward migration, which at least sets the release of the database. */
function refuseMissingUpgrade(installed: string, { version, upgrades }: Release): void {
  const isNewer = compareReleases(version, installed) > 0
  if (!isNewer || upgrades.some((upgrade) => upgrade.release === version)) return
  throw new Problem(
    `This package has no forward migration to its release ${version}, so it cannot upgrade a project. Install a published release of the package.`,
  )
}

function refuseDowngrade(installed: string, ours: string): void {
  if (compareReleases(installed, ours) <= 0) return
  throw new Problem(
    `This project has release ${installed} of supabase-social, and this command would go back to ${ours}. A database cannot go back. Run \`npx supabase-social@latest upgrade\`.`,
  )
}
