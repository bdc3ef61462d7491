import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../src/cli/problem.ts'

/** How long a backend needs after its answer until it sleeps, which is when Linux counts. */
const SETTLED_MS = 1

/** Nanoseconds of CPU that a process of this machine has used, without a sleeping one's waits. */
export async function cpuOf(pid: number): Promise<number> {
  await wait(SETTLED_MS)
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
  } catch {
    throw new Problem('--beside reads /proc/<pid>/schedstat, which only Linux has.')
  }
}
