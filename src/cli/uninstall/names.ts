import type { ProjectFolder } from '../project/folder.ts'
import type { Manifest } from '../project/manifest.ts'
import type { Release } from '../project/release.ts'
import { listMigrations, versionsOf } from '../project/versions.ts'

export const SCHEMAS = ['social', 'social_private']

export const BUCKETS = ['social-uploads', 'social-media', 'social-avatars', 'social-exports']

/** The job of pg_cron, and the secrets of Vault: of the worker, and of schedules of old releases. */
export const JOB = 'social worker'
export const SECRETS = ['social_worker_key', 'social_secret_key']

/**
 * The policy that keeps our files closed while the buckets exist and our own policies are gone. It
 * needs no function of ours.
 */
export const CLOSED_POLICY = 'social_files_stay_closed'

/** The names of our objects that lie outside of our two schemas. */
export interface OurNames {
  /** The policies on tables of other schemas, such as `storage.objects`. */
  policies: string[]
  /** The names of our migrations in the history of the Supabase CLI. */
  migrations: string[]
  /** The versions and names of the migrations in the manifest. */
  recorded: { version: string; name: string }[]
  /** The versions of the migrations in the folder that the manifest does not name. */
  versionsOfHost: string[]
  /** All names that the SQL of the release mentions in our two schemas. */
  objects: string[]
}

/** Reads our names from the SQL of the release and from the manifest of the project. */
export function ourNames(
  release: Release,
  manifest: Manifest | undefined,
  project: ProjectFolder | undefined,
): OurNames {
  const files = [...release.migrations, ...release.upgrades]
  const text = files.map((file) => file.bytes.toString('utf8')).join('\n')
  const policy = /create policy\s+(social_\w+)\s+on\s+(?!social)\w+\.\w+/gi
  const migrations = (manifest?.files ?? []).flatMap(({ path }) => migration(path) ?? [])
  return {
    policies: [...matches(text, policy), CLOSED_POLICY],
    migrations: [
      ...new Set([
        ...files.flatMap(({ source }) => migration(source)?.name ?? []),
        ...migrations.map(({ name }) => name),
      ]),
    ],
    recorded: migrations,
    versionsOfHost: manifest && project ? versionsOfHost(project, manifest) : [],
    objects: matches(text, /\b((?:social|social_private)\.\w+)/g),
  }
}

function versionsOfHost(project: ProjectFolder, { files }: Manifest): string[] {
  const ours = new Set(versionsOf(files))
  return listMigrations(project).flatMap(({ version }) => (ours.has(version) ? [] : version))
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))]
}

/** Splits the path of a migration into version and name, as the Supabase CLI does. */
export function migration(path: string): { version: string; name: string } | undefined {
  const [, version = '', name = ''] =
    /(?:migrations|upgrades)\/([^_/]+)_(\w+)\.sql$/.exec(path) ?? []
  return name ? { version, name } : undefined
}
