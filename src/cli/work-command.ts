import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from './command.ts'
import { readOptions, requireSecretKey, requireUrl } from './options.ts'
import { Problem } from './problem.ts'
import { callWorker, PassingFailure, type Work } from './work/call.ts'

const help = `Usage: SUPABASE_SECRET_KEY=sb_secret_… npx supabase-social work --url https://… [--once]

Calls the edge function social-worker, which permanently deletes expired rows, removes unused files
and builds exports. Projects with pg_cron do not need this command. The command runs until you stop
it, for example with SIGTERM. Several instances can run at the same time: one run is under way, and
the others wait.

If a call fails, the command tries again after a second, and then after longer pauses, up to five
minutes. It ends if the project refuses the key (401, 403) or lacks the function (404).

  --url      the address of the project (or set SUPABASE_URL)
  --every    seconds to wait when there is no work (default: 60)
  --timeout  seconds that a call may take (default: 90)
  --once     end when there is no more work, or after five failed calls

Exit code: 0 on success, 1 if a task or a file failed (the worker retries them later), 2 if the
worker could not be reached or rejected the key.`

const options = {
  url: { type: 'string' },
  every: { type: 'string', default: '60' },
  timeout: { type: 'string', default: '90' },
  once: { type: 'boolean', default: false },
} as const

/** The number of failed calls in a row after which `--once` gives up. */
const MOST_TRIES = 5
/** The longest pause after a failed call. */
const LONGEST_PAUSE = 300_000
/** The pause of `--once` while another run is under way. */
const BUSY_PAUSE = 5000

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const url = requireUrl(values.url)
  const key = requireSecretKey()
  const every = milliseconds('--every', values.every)
  const timeout = milliseconds('--timeout', values.timeout)
  const { signal: stopped, end } = stopSignal()
  const call = () => callWorker(url, key, { timeout, stopped })
  try {
    return await repeat(call, { every, once: values.once, stopped })
  } finally {
    end()
  }
}

function milliseconds(option: string, value: string): number {
  const seconds = Number(value)
  // A timer of Node counts milliseconds in 31 bits.
  if (seconds >= 1 && seconds <= 1_000_000) return seconds * 1000
  throw new Problem(`${option} must be a number of seconds, at least 1.`)
}

/** Returns a signal that SIGINT and SIGTERM set off. A second signal ends the process at once. */
function stopSignal(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, stop)
  const end = () => {
    for (const signal of signals) process.off(signal, stop)
  }
  return { signal: controller.signal, end }
}

interface Rhythm {
  every: number
  once: boolean
  stopped: AbortSignal
}

/**
 * Calls the worker until the signal stops it, which also cuts off the call that is under way. The
 * next run of the worker continues where an interrupted run stopped.
 */
async function repeat(call: () => Promise<Work>, { every, once, stopped }: Rhythm) {
  let isBehind = false
  let failures = 0
  while (!stopped.aborted) {
    const work = await call().catch(passing)
    if (stopped.aborted) break
    let pause = every
    if (work instanceof PassingFailure) {
      failures++
      if (once && failures === MOST_TRIES) throw new Problem(work.message)
      pause = varied(Math.min(1000 * 2 ** (failures - 1), LONGEST_PAUSE))
      console.error(`${now()} ${work.message} Next try in ${Math.ceil(pause / 1000)} s.`)
    } else {
      failures = 0
      const errors = work.errors ?? []
      isBehind = work.failed + errors.length > 0
      print(work)
      // A task that failed has a note, and waits before it is due again.
      if (work.hasMore && errors.length === 0) continue
      if (once && !work.busy) break
      if (once) pause = varied(BUSY_PAUSE)
    }
    await wait(pause, undefined, { signal: stopped }).catch(() => {})
  }
  return isBehind ? 1 : 0
}

function passing(error: unknown): PassingFailure {
  if (error instanceof PassingFailure) return error
  throw error
}

/** Shortens a pause by up to a half, so that many instances do not call at the same time. */
function varied(pause: number): number {
  return pause * (0.5 + Math.random() / 2)
}

function now(): string {
  return new Date().toISOString()
}

function print({ erased, removed, failed, exported = 0, errors = [] }: Work): void {
  const parts =
    exported > 0 ? `, built ${exported} ${exported === 1 ? 'part' : 'parts'} of exports` : ''
  const late = failed > 0 ? `, will retry ${failed} files` : ''
  if (erased + removed + failed + exported > 0) {
    console.log(`${now()} erased ${erased} rows, removed ${removed} files${parts}${late}`)
  }
  if (errors.length === 0) return
  const list = errors.map(({ task, code }) => `${task} (${code})`).join(', ')
  console.error(`${now()} The worker failed on ${list}, and tries again later.`)
}

export const workCommand: Command = {
  summary: 'run the background worker on projects without pg_cron',
  help,
  run,
}
