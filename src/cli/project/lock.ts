import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from './folder.ts'

/**
 * Keeps other commands away from a project until the returned function is called. Two commands at
 * once would give our migrations different versions. The lock is outside of the project, so a killed
 * command leaves nothing there, and the next command sees that its process has ended.
 */
export function lockProject(project: ProjectFolder, pid: number = process.pid): () => void {
  const file = lockFile(project)
  for (;;) {
    try {
      writeFileSync(file, String(pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const owner = readOwner(file)
    if (owner !== undefined && isRunning(owner)) {
      throw new Problem(
        `Another command of supabase-social is at work in this project (process ${owner}). Wait until it ends, and repeat yours. If there is no such process, remove ${file}.`,
      )
    }
    rmSync(file, { force: true })
  }
}

function lockFile({ supabase }: ProjectFolder): string {
  const name = createHash('sha256').update(realpathSync(supabase)).digest('hex').slice(0, 16)
  return join(tmpdir(), `supabase-social-${name}.lock`)
}

/** The process that holds a lock, or `undefined` if the lock is gone or was never complete. */
function readOwner(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
