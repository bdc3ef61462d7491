import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import { startOf } from './processes.ts'

/**
 * Locks a data folder so that no second stack uses it. Ignores the lock of a stack that was killed.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock.json')
  const owner = readOwner(file)
  if (owner && startOf(owner.pid) === owner.start) {
    throw new Problem(
      `A stack is already running on ${folder} (process ${owner.pid}): ` +
        'use that one, end it, or choose another folder with --data.',
    )
  }
  rmSync(file, { force: true })
  const mine = { pid: process.pid, start: startOf(process.pid) }
  writeFileSync(file, JSON.stringify(mine), { flag: 'wx' })
  return () => rmSync(file, { force: true })
}

function readOwner(file: string): { pid: number; start: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
