import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from './folder.ts'

/** Reads a file, or returns `undefined` if it does not exist. */
export function readFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw explained(path, error)
  }
}

/**
 * Writes a file and its folders. The bytes go to a second file that then takes the name, so an
 * interrupted command never leaves half a file. A link stays a link, and a file keeps its rights.
 */
export function writeFile(path: string, bytes: Uint8Array | string): void {
  const target = existsSync(path) ? realpathSync(path) : path
  const half = halfOf(target)
  try {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(half, bytes)
    if (existsSync(target)) chmodSync(half, statSync(target).mode)
    renameSync(half, target)
  } catch (error) {
    try {
      rmSync(half, { force: true })
    } catch {
      // The first error says what is wrong.
    }
    throw explained(path, error)
  }
}

/** Throws a `Problem` if a file cannot be written. */
export function requireWritable(path: string): void {
  let folder = dirname(path)
  while (!existsSync(folder)) folder = dirname(folder)
  if (!statSync(folder).isDirectory()) throw new Problem(`${folder} is not a folder. Rename it.`)
  try {
    accessSync(folder, constants.W_OK)
    if (existsSync(path)) accessSync(path, constants.W_OK)
  } catch (error) {
    throw explained(path, error)
  }
  // The role root may write every file, also one that is closed on purpose.
  if (existsSync(path) && (statSync(path).mode & 0o222) === 0) throw notAllowed(path)
}

/**
 * Throws a `Problem` if a link in the project leads a path out of it. A command would write or
 * remove files of somebody else there.
 */
export function requireInside(project: ProjectFolder, paths: string[]): void {
  const roots = [project.root, project.supabase].map((folder) => realpathSync(folder) + sep)
  for (const path of paths) {
    const real = realPath(join(project.root, path))
    if (real && roots.some((root) => `${real}${sep}`.startsWith(root))) continue
    throw new Problem(
      `${path} leads out of the project, because it or a folder above it is a link. Replace the link by the file or folder itself, and repeat the command.`,
    )
  }
}

/** The path without links, or `undefined` behind a link to nothing. */
function realPath(path: string): string | undefined {
  for (let existing = path; ; existing = dirname(existing)) {
    if (existsSync(existing)) return realpathSync(existing) + path.slice(existing.length)
    if (lstatSync(existing, { throwIfNoEntry: false })) return undefined
  }
}

/** The file that holds the bytes of a file while they are written. */
export function halfOf(path: string): string {
  return `${path}.writing`
}

/** Removes a file, if it exists. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    throw explained(path, error)
  }
}

function notAllowed(path: string): Problem {
  return new Problem(
    `You may not write ${path}. Change the rights of the folder or file, and repeat.`,
  )
}

function explained(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return notAllowed(path)
  if (code === 'ENOSPC') return new Problem(`The disk is full: ${path} cannot be written.`)
  if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST')
    return new Problem(`${path} cannot be written, because a file and a folder have the same name.`)
  return new Error(message, { cause: error })
}
