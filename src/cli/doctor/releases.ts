import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONFIG, editConfig } from '../project/config.ts'
import { readFile } from '../project/files.ts'
import { TEMPLATE_FILE } from '../project/mails.ts'
import { checksum } from '../project/manifest.ts'
import { compareReleases } from '../project/release.ts'
import {
  type Check,
  databaseCheck,
  type Finding,
  fine,
  folderCheck,
  NO_DATABASE,
  todo,
  unseen,
} from './check.ts'

const postgresVersion = databaseCheck('Postgres', async ({ link }, tx) => {
  const [row] = await tx<{ version: string; number: number }[]>`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::integer as number`
  const version = row?.version.split(' ')[0]
  return (row?.number ?? 0) >= 150_000
    ? fine(`Version ${version}.`)
    : todo(
        `Version ${version} is too old. supabase-social needs Postgres 15 or newer.`,
        link('settings/infrastructure'),
      )
})

const database: Check = {
  title: 'database release',
  async run({ databaseRelease: found, release, read, api, version }) {
    if (found === undefined) {
      if (read) {
        return todo(
          'supabase-social is not installed in this database. Run npx supabase-social init, then npx supabase db push.',
        )
      }
      return unseen(
        api && version
          ? 'The schema social does not answer. Pass --db-url to check this.'
          : 'Pass --url and --key, or --db-url, to check this.',
      )
    }
    return compare(found, [release, 'this command'], {
      older: 'Run npx supabase-social upgrade, then npx supabase db push.',
      newer: `Install supabase-social ${found} and run its doctor.`,
    })
  },
}

/** Compares a release with the release that it should have. The reference says whose release that is. */
function compare(
  found: string,
  [expected, reference]: [release: string, reference: string],
  { older, newer }: { older: string; newer: string },
): Finding {
  const order = compareReleases(found, expected)
  if (order === 0) return fine(`It is ${found}, as ${reference}.`)
  return todo(`It is ${found}, and ${reference} has ${expected}. ${order < 0 ? older : newer}`)
}

/** The SDK is the package that the app imports. */
const sdk: Check = {
  title: 'SDK release',
  async run({ folder, databaseRelease, release }) {
    const file = folder && join(folder.root, 'node_modules/supabase-social/package.json')
    if (!file || !existsSync(file)) {
      return unseen('The folder of this call has no node_modules/supabase-social.')
    }
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
    const reference: [string, string] = databaseRelease
      ? [databaseRelease, 'the database']
      : [release, 'this command']
    return compare(version, reference, {
      older: 'Install the newer release of supabase-social in your app.',
      newer: 'Run npx supabase-social upgrade, then npx supabase db push.',
    })
  },
}

const folderRelease = folderCheck('release of the files', ({ release }, _folder, manifest) =>
  compare(manifest.release, [release, 'this command'], {
    older: 'Run npx supabase-social upgrade.',
    newer: `Install supabase-social ${manifest.release} and run its doctor.`,
  }),
)

const files = folderCheck('files', (_project, folder, { files }) => {
  const now = files.map(({ path, sha256 }) => {
    const bytes = readFile(join(folder.root, path))
    // An app may word the mails in its own way.
    const mayDiffer = TEMPLATE_FILE.test(path)
    return { path, isMissing: !bytes, isChanged: bytes && !mayDiffer && checksum(bytes) !== sha256 }
  })
  const missing = now.filter(({ isMissing }) => isMissing).map(({ path }) => path)
  const changed = now.filter(({ isChanged }) => isChanged).map(({ path }) => path)
  if (missing.length > 0) {
    return todo(`${missing.join(', ')} is missing. Run npx supabase-social init to write it again.`)
  }
  if (changed.length > 0) {
    return todo(
      `${changed.join(', ')} differs from the release, and npx supabase-social upgrade leaves it alone. See the difference with npx supabase-social init --dry-run.`,
    )
  }
  return fine(`All ${files.length} files are as npx supabase-social init wrote them.`)
})

/** A later `config push` or `functions deploy` applies this file to the project. */
const config = folderCheck('config.toml', (_project, folder) => {
  const text = `${readFile(join(folder.root, CONFIG))}`
  const { text: wanted, notes } = editConfig(text)
  const few = notes.find((note) => note.kind === 'max-rows')
  if (wanted !== text || notes.some(({ kind }) => kind === 'by-hand' || kind === 'hook-off')) {
    return todo(
      `${CONFIG} lacks settings of supabase-social, so npx supabase config push or functions deploy would break the project. See them with npx supabase-social init --dry-run.`,
    )
  }
  return few
    ? todo(`${CONFIG} sets api.max_rows to ${few.value}, and the SDK needs 101.`)
    : fine('It has the settings of supabase-social.')
})

const migrations = folderCheck('migrations', async ({ read }, _folder, { files }) => {
  if (!read) return unseen(NO_DATABASE)
  const versions = files
    .map(({ path }) => /^supabase\/migrations\/(\d+)_[^/]*\.sql$/.exec(path)?.[1])
    .filter((version) => version !== undefined)
  const applied = await read(async (tx) => {
    const [there] = await tx`
      select to_regclass('supabase_migrations.schema_migrations') is not null as is_there`
    if (!there?.is_there) return []
    return await tx<{ version: string }[]>`
      select version from supabase_migrations.schema_migrations where version = any (${versions})`
  })
  const pending = versions.filter((version) => !applied.some((row) => row.version === version))
  return pending.length === 0
    ? fine(`All ${versions.length} are applied.`)
    : todo(
        `${pending.length} of ${versions.length} are not applied, beginning with ${pending[0]}. Run npx supabase db push.`,
      )
})

export const releaseChecks: Check[] = [
  postgresVersion,
  database,
  folderRelease,
  sdk,
  migrations,
  files,
  config,
]
