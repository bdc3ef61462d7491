import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Tells whether a process with this id runs. The process may belong to any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Returns the start time of a process, in a format that depends on the system. The system reuses
 * process ids, but the pair of id and start time is unique.
 */
export function startOf(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) {
    // The start time is the 22nd field. The second field, a name in brackets, may contain spaces
    // and brackets.
    return read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')[19]
  }
  return ps(pid, 'lstart')
}

export function commandOf(pid: number): string {
  if (existsSync('/proc/self/stat')) {
    return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? ''
  }
  return ps(pid, 'command') ?? ''
}

export function parentOf(pid: number): number {
  if (existsSync('/proc/self/stat')) {
    return Number(read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')[1] ?? 0)
  }
  return Number(ps(pid, 'ppid') ?? 0)
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function ps(pid: number, column: string): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' })
  return stdout?.trim() || undefined
}
