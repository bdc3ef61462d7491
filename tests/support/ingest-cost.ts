import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { startStack } from '../../tools/local-stack/stack.ts'
import '../../tools/test-runner/vitest-setup.ts'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import type { Case } from './ingest-files.ts'
import { photo } from './photo.ts'

/** The cost of processing one uploaded file, and the answer of social-ingest. */
export interface Cost {
  name: string
  megabytes: number
  /** Seconds of CPU time, summed over all threads. */
  cpu: number
  /** The peak memory of the whole Deno process, in megabytes. */
  memory: number
  /** The width and height of the processed file, or an error code. */
  answer: string
}

const TICKS_A_SECOND = 100

/**
 * Uploads each file to a new Deno process that has already loaded ImageMagick. Pictures may have 30
 * MB, which is more than the default. The measurement reads /proc, so it works only on Linux.
 */
export async function* costsOf(cases: Case[]): AsyncGenerator<Cost> {
  const stack = await startStack({ purges: false })
  try {
    const sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
    await sql`update social_private.config set image_bytes = 30 * 1024 * 1024`
    await sql.end()
    const social = createSocial(createClient(stack.url, stack.publishableKey))
    const email = 'photographer@example.com'
    unwrap(await social.auth.signUp({ email, password: 'a long secret', username: 'photographer' }))
    for (const { name, type, make } of cases) {
      const file = new Blob([make() as BlobPart], { type })
      unwrap(await social.media.upload(photo()))
      const pid = findDeno()
      writeFileSync(`/proc/${pid}/clear_refs`, '5') // resets the peak memory
      const before = cpuOf(pid)
      const { data, error } = await social.media.upload(file)
      const [cpu, memory, megabytes] = [cpuOf(pid) - before, peakOf(pid), file.size / 1024 / 1024]
      yield {
        name,
        megabytes,
        cpu,
        memory,
        answer: data ? `${data.width}x${data.height}` : error.code,
      }
      process.kill(pid, 'SIGKILL') // frees its memory
    }
  } finally {
    await stack.stop()
  }
}

/** Formats one row of the cost table. If no cost is given, formats the heading row. */
export function rowOf(cost?: Cost): string {
  const { name, megabytes, cpu, memory, answer } = cost ?? { name: 'file', answer: 'answer' }
  return [
    name.padEnd(40),
    (megabytes?.toFixed(1) ?? 'megabytes').padStart(9),
    (cpu?.toFixed(2) ?? 'CPU s').padStart(7),
    (memory?.toFixed(0) ?? 'MB in all').padStart(11),
    answer,
  ].join('  ')
}

/** Finds the Deno process that this process started to run social-ingest. */
export function findDeno(): number {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      const parent = Number(/PPid:\s+(\d+)/.exec(statusOf(pid))?.[1])
      return command.includes('ingest/index.ts') && parent === process.pid
    } catch {
      return false // the process has ended
    }
  })
  if (!found) throw new Error('no Deno runs the function ingest')
  return Number(found)
}

function statusOf(pid: number | string): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8')
}

/** Returns the peak memory of a process, in megabytes. */
export function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(statusOf(pid))?.[1]) / 1024
}

/** Returns the CPU time of a process, in seconds. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '')
  const fields = stat.split(' ').map(Number)
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) / TICKS_A_SECOND
}
