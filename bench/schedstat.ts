import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../src/cli/problem.ts'

/**
 * A backend goes to sleep at most this number of milliseconds after it sends an answer. Linux
 * counts the CPU time of a process when the process goes to sleep.
 */
const SETTLED_MS = 1

/**
 * Returns the nanoseconds of CPU time that a local process has used. The time that the process
 * slept does not count.
 */
export async function cpuOf(pid: number): Promise<number> {
  await wait(SETTLED_MS)
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
  } catch {
    throw new Problem('--beside reads /proc/<pid>/schedstat, which only Linux has.')
  }
}
