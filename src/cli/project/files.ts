import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { Problem } from '../problem.ts'

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
 * interrupted command never leaves half a file.
 */
export function writeFile(path: string, bytes: Uint8Array | string): void {
  const half = `${path}.writing`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(half, bytes)
    renameSync(half, path)
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
  } catch (error) {
    throw explained(path, error)
  }
}

/** Removes a file, if it exists. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    throw explained(path, error)
  }
}

function explained(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Problem(`You may not write ${path}. Change the rights of the folder and repeat.`)
  if (code === 'ENOSPC') return new Problem(`The disk is full: ${path} cannot be written.`)
  if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST')
    return new Problem(`${path} cannot be written, because a file and a folder have the same name.`)
  return new Error(message, { cause: error })
}
