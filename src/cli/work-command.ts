import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { Problem } from './problem.ts'

const help = `Usage: SUPABASE_SECRET_KEY=sb_secret_… npx supabase-social work --url https://… [--once]

Has the edge function "work" erase what was deleted too long ago to be restored, remove the files that
nobody needs and build exports: what pg_cron does where it exists. Goes on until it is stopped; as many as you like
may run at once.

  --url    the address of the project (or set SUPABASE_URL)
  --every  seconds between two rounds when there is nothing to do (60)
  --once   work until nothing is left to do, then end

Exit code: 0 when all went well, 1 when files could not be removed (they are tried again later), 2 when
the worker could not be reached or refused the key.`

/** What the edge function answers: rows, files, files that stay for later, and whether to go on. */
interface Work {
  erased: number
  removed: number
  failed: number
  hasMore: boolean
}

async function run(args: string[]): Promise<number> {
  const options = read(args)
  const url = requireUrl(options.url ?? process.env.SUPABASE_URL)
  const key = process.env.SUPABASE_SECRET_KEY
  if (!key) throw new Problem('Set SUPABASE_SECRET_KEY to a secret key of the project.')
  const pause = Number(options.every) * 1000
  if (!(pause >= 1000)) throw new Problem('--every wants seconds, at least 1.')
  const ended = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort())
  let failed = 0
  while (!ended.signal.aborted) {
    const work = await callWorker(url, key)
    failed = work.failed
    print(work)
    if (work.hasMore) continue
    if (options.once) break
    await wait(pause, undefined, { signal: ended.signal }).catch(() => {})
  }
  return failed > 0 ? 1 : 0
}

function print({ erased, removed, failed }: Work): void {
  if (erased + removed + failed === 0) return
  const late = failed > 0 ? `, ${failed} files stay for later` : ''
  console.log(`${new Date().toISOString()} erased ${erased} rows, removed ${removed} files${late}`)
}

async function callWorker(url: string, apikey: string): Promise<Work> {
  const address = `${url}/functions/v1/social-worker`
  const response = await fetch(address, { method: 'POST', headers: { apikey } }).catch((error) => {
    throw new Problem(`No answer from ${address}: ${error.cause?.message ?? error.message}`)
  })
  if (response.status === 404) {
    throw new Problem(`There is no ${address}: deploy it with "supabase functions deploy work".`)
  }
  if (response.status === 401 || response.status === 403) {
    throw new Problem(`${address} refuses the key: SUPABASE_SECRET_KEY must be a secret one.`)
  }
  if (!response.ok) {
    throw new Problem(`${address} answered ${response.status}: ${await response.text()}`)
  }
  return response.json() as Promise<Work>
}

function requireUrl(url = ''): string {
  if (!URL.canParse(url)) throw new Problem('Pass the address of the project: --url https://…')
  return url.replace(/\/+$/, '')
}

function read(args: string[]): { url?: string; every: string; once: boolean } {
  try {
    const options = {
      url: { type: 'string' },
      every: { type: 'string', default: '60' },
      once: { type: 'boolean', default: false },
    } as const
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n\n${help}`)
  }
}

export const workCommand: Command = {
  summary: 'erase and remove what is due, where there is no pg_cron',
  help,
  run,
}
