import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'tsdown'
import { root } from '../local-stack/paths.ts'

/** The folders of this repository that a release is made from. */
const SOURCES = [
  'supabase/migrations',
  'supabase/functions',
  'supabase/templates',
  'supabase/upgrades',
  'src/sdk',
]

/** The places that contain the version of the release. */
const VERSIONED = ['supabase/migrations', 'supabase/functions', 'src/sdk']

/**
 * Copies the files of a release into an empty folder. A patch changes the copy, not this
 * repository. Then replaces the version of this repository by the version of the release.
 */
export function copyRelease(folder: string, version: string, patch?: string): void {
  for (const source of SOURCES.filter((path) => existsSync(join(root, path)))) {
    const filter = (path: string) => !path.endsWith('.test.ts')
    cpSync(join(root, source), join(folder, source), { recursive: true, filter })
  }
  if (patch) execFileSync('patch', ['-p1', '-s', '-i', resolve(patch)], { cwd: folder })
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const path of VERSIONED) {
    if (replaceVersion(join(folder, path), own.version, version)) continue
    throw new Error(`${path} does not contain the version ${own.version}.`)
  }
  replaceVersion(join(folder, 'supabase/upgrades'), own.version, version)
  const { name, license, type, exports } = own
  const manifest = { name, version, license, type, exports }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** Replaces a version in all files of a folder. Returns whether the folder contains the version. */
function replaceVersion(folder: string, from: string, to: string): boolean {
  if (!existsSync(folder)) return false
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  let isFound = false
  for (const file of files.filter((name) => /\.(ts|sql|json)$/.test(name))) {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    if (!text.includes(`'${from}'`)) continue
    writeFileSync(path, text.replaceAll(`'${from}'`, `'${to}'`))
    isFound = true
  }
  return isFound
}

/** Builds the SDK of a copied release, without types, and removes its sources. */
export async function buildSdk(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'node_modules'))) linkDependencies(folder)
  await build({
    config: false,
    cwd: folder,
    entry: ['src/sdk/index.ts', 'src/sdk/schemas.ts'],
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    dts: false,
    external: [/^@supabase\//, 'zod'],
    logLevel: 'error',
  })
}

/** Lets the modules of a release import the dependencies of this repository. */
export function linkDependencies(folder: string): void {
  mkdirSync(folder, { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}
