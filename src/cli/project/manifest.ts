import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import { writeFile } from './files.ts'
import type { ProjectFolder } from './folder.ts'
import { TEMPLATE_FILE } from './mails.ts'

/** The path of the manifest in the project. */
export const MANIFEST = 'supabase/supabase-social.json'

/** A file that `init` or `upgrade` wrote into the project. */
export interface ManifestFile {
  /** The path of the file in the project, with `/` between folders. */
  path: string
  /** The path of the original in the release. */
  source: string
  /** The release that contains the original. */
  release: string
  /** The checksum of the bytes that were written. */
  sha256: string
}

/** The record of everything that `init` and `upgrade` wrote. The user commits this file. */
export interface Manifest {
  /** The release that the files of the project belong to. */
  release: string
  /** The files, with the migrations in the order of their versions. */
  files: ManifestFile[]
  /** The folders that did not exist before, parents first. */
  folders: string[]
  /**
   * Patches that undo our edits of `supabase/config.toml`. The last edit is undone first, so the
   * patches are applied from the last one to the first one.
   */
  config: { undo: string[] }
}

/** Returns the manifest of a project, or `undefined` if `init` has not run there. */
export function readManifest(project: ProjectFolder): Manifest | undefined {
  let text: string
  try {
    text = readFileSync(join(project.root, MANIFEST), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const manifest = parse(text)
  if (manifest) return manifest
  throw new Problem(`${MANIFEST} is damaged. Restore it from your version control.`)
}

function parse(text: string): Manifest | undefined {
  try {
    const {
      release,
      files,
      folders = [],
      config,
    } = JSON.parse(text.replace(/^\uFEFF/, '')) as Partial<Manifest>
    const { undo = [] } = config ?? {}
    if (typeof release !== 'string' || !files?.every(isFile)) return undefined
    if (!folders.every(isFolder) || !undo.every((patch) => typeof patch === 'string'))
      return undefined
    return { release, files, folders, config: { undo } }
  } catch {
    return undefined
  }
}

/**
 * Only a migration, a file of our functions and a template of ours can be ours, because `uninstall`
 * removes the files.
 */
function isFile(file: Partial<ManifestFile>): boolean {
  const { path, source, release, sha256 } = file
  const isText = [path, source, release, sha256].every((value) => typeof value === 'string')
  return isText && isOurPath(path as string) && !(path as string).includes('..')
}

function isOurPath(path: string): boolean {
  return OUR_PATH.test(path) || TEMPLATE_FILE.test(path)
}

const OUR_PATH = /^supabase\/(?:migrations\/[^/\\]+\.sql|functions\/social-[a-z]+\/[^\\]+)$/

/** `uninstall` removes a folder of these if it is empty. */
function isFolder(path: unknown): boolean {
  return (
    typeof path === 'string' &&
    /^supabase\/(?:migrations|templates|functions(?:\/social-[a-z]+(?:\/[^\\]+)?)?)$/.test(path) &&
    !path.includes('..')
  )
}

/** Writes the manifest of a project. The file on disk is always complete. */
export function writeManifest(project: ProjectFolder, manifest: Manifest): void {
  writeFile(join(project.root, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** The checksum that the manifest records for the bytes of a file. */
export function checksum(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Whether a file still has the content that was written, apart from line ends that Git converts. */
export function isAsWritten({ sha256 }: ManifestFile, bytes: Buffer): boolean {
  if (checksum(bytes) === sha256) return true
  return bytes.includes('\r\n') && checksum(bytes.toString().replaceAll('\r\n', '\n')) === sha256
}
