import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from './command.ts'
import { readOptions, requireSecretKey, requireUrl } from './options.ts'
import { Problem } from './problem.ts'

const help = `Usage: SUPABASE_SECRET_KEY=sb_secret_… npx supabase-social work --url https://… [--once]

Calls the edge function social-worker, which permanently deletes expired rows, removes unused files
and builds exports. Projects with pg_cron do not need this command. The command runs until you stop
it. Several instances can run at the same time.

  --url    the address of the project (or set SUPABASE_URL)
  --every  seconds to wait when there is no work (default: 60)
  --once   end when there is no more work

Exit code: 0 on success, 1 if files could not be removed (the worker retries them later), 2 if the
worker could not be reached or rejected the key.`

/**
 * The response of the edge function social-worker. The response counts deleted rows, removed files
 * and failed files, and says whether more work is left.
 */
interface Work {
  erased: number
  removed: number
  failed: number
  hasMore: boolean
}

const options = {
  url: { type: 'string' },
  every: { type: 'string', default: '60' },
  once: { type: 'boolean', default: false },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const url = requireUrl(values.url)
  const key = requireSecretKey()
  const pause = Number(values.every) * 1000
  if (!(pause >= 1000)) throw new Problem('--every must be a number of seconds, at least 1.')
  const stopped = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort())
  let failed = 0
  while (!stopped.signal.aborted) {
    const work = await callWorker(url, key)
    failed = work.failed
    print(work)
    if (work.hasMore) continue
    if (values.once) break
    await wait(pause, undefined, { signal: stopped.signal }).catch(() => {})
  }
  return failed > 0 ? 1 : 0
}

function print({ erased, removed, failed }: Work): void {
  if (erased + removed + failed === 0) return
  const late = failed > 0 ? `, will retry ${failed} files` : ''
  console.log(`${new Date().toISOString()} erased ${erased} rows, removed ${removed} files${late}`)
}

async function callWorker(url: string, apikey: string): Promise<Work> {
  const address = `${url}/functions/v1/social-worker`
  const response = await fetch(address, { method: 'POST', headers: { apikey } }).catch((error) => {
    throw new Problem(`No response from ${address}: ${error.cause?.message ?? error.message}`)
  })
  if (response.status === 404) {
    throw new Problem(
      `${address} does not exist. Deploy it: supabase functions deploy social-worker`,
    )
  }
  if (response.status === 401 || response.status === 403) {
    throw new Problem(`${address} rejects the key. SUPABASE_SECRET_KEY must be a secret key.`)
  }
  if (!response.ok) {
    throw new Problem(`${address} responded with ${response.status}: ${await response.text()}`)
  }
  return response.json() as Promise<Work>
}

export const workCommand: Command = {
  summary: 'run the background worker on projects without pg_cron',
  help,
  run,
}
