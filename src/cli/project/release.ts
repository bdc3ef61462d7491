import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from '../problem.ts'
import { TEMPLATE_FILE } from './mails.ts'

/** A file of a release. */
export interface ReleaseFile {
  /** The path in the release, with `/` between folders. */
  source: string
  bytes: Buffer
}

/** A forward migration: it changes a database from the release before into `release`. */
export interface Upgrade extends ReleaseFile {
  release: string
}

/** A release of supabase-social: the content of a package folder. */
export interface Release {
  folder: string
  version: string
  /** The migrations of a new installation, in their order. */
  migrations: ReleaseFile[]
  /** The forward migrations of this release and of all earlier releases, in their order. */
  upgrades: Upgrade[]
  /** The files of the edge functions, without their tests. */
  functions: ReleaseFile[]
  /** The templates of the mails that Auth sends. */
  templates: ReleaseFile[]
}

const NAME = 'supabase-social'

/** Opens the release in a package folder. Without a folder, this is the release of this command. */
export function openRelease(folder: string = ownFolder()): Release {
  const root = resolve(folder)
  const version = versionOf(root)
  if (!version) {
    throw new Problem(`${root} is not a release of ${NAME}: its package.json does not say so.`)
  }
  const migrations = read(root, 'supabase/migrations', /\/\d+_social_\w+\.sql$/)
  if (migrations.length === 0) throw new Problem(`${root} contains no migrations.`)
  const upgrades = read(root, 'supabase/upgrades', /\/[^/_]+_social_\w+\.sql$/).map((file) => ({
    ...file,
    release: /\/([^/_]+)_social_\w+\.sql$/.exec(file.source)?.[1] ?? '',
  }))
  return {
    folder: root,
    version,
    migrations,
    upgrades: upgrades.sort((a, b) => compareReleases(a.release, b.release)),
    functions: read(root, 'supabase/functions', /\/social-[a-z]+\/(?!.*\.test\.ts$)/),
    templates: read(root, 'supabase/templates', TEMPLATE_FILE),
  }
}

/** The package folder of this file, which is `dist/cli.js` in a package and a source file in a clone. */
function ownFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (versionOf(folder)) return folder
  }
  throw new Error(`No package.json of ${NAME} above ${start}`)
}

function versionOf(folder: string): string | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'))
  return name === NAME ? version : undefined
}

function read(root: string, folder: string, pattern: RegExp): ReleaseFile[] {
  if (!existsSync(join(root, folder))) return []
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((source) => pattern.test(source))
    .sort()
    .map((source) => ({ source, bytes: readFileSync(join(root, source)) }))
}

/** Orders releases such as `0.1.0`, `0.10.0` and `0.0.1-fixture` from old to new. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [a, b].map(parts) as [Parts, Parts]
  for (const index of [0, 1, 2] as const) {
    if (left.numbers[index] !== right.numbers[index])
      return (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0)
  }
  if (left.suffix === right.suffix) return 0
  if (!left.suffix) return 1 // 0.1.0 comes after 0.1.0-beta
  if (!right.suffix) return -1
  return left.suffix.localeCompare(right.suffix, 'en', { numeric: true })
}

interface Parts {
  numbers: number[]
  suffix: string
}

function parts(release: string): Parts {
  const [numbers = '', suffix = ''] = release.split(/-(.*)/)
  return { numbers: numbers.split('.').map(Number), suffix }
}
