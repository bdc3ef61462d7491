import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Problem } from '../../src/cli/problem.ts'
import { databaseUrl } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { addExtension } from '../../tools/local-stack/debian-postgres.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { extensionStubs, guideSchedule } from '../support/guide-schedule.ts'

/** Debian's pg_cron 1.4.2 on Postgres 15. pg_net and Vault are stubs. */
const SETTINGS = {
  shared_preload_libraries: 'pg_cron',
  'cron.database_name': 'postgres',
  // Otherwise pg_cron connects without a password, which the local Postgres refuses.
  'cron.use_background_workers': 'on',
}

/** Where the tests must run, a missing package is an error, and elsewhere the reason to skip them. */
function missingPackage(): string | undefined {
  try {
    addExtension('pg_cron', '15')
    return undefined
  } catch (error) {
    if (!(error instanceof Problem) || (process.env.CI === 'true' && process.getuid?.() === 0)) {
      throw error
    }
    return error.message
  }
}
const reason = missingPackage()
if (reason) console.error(`The tests of the schedule on pg_cron are skipped. ${reason}`)

describe.skipIf(reason)('the schedule of the guide on pg_cron', { timeout: 120_000 }, () => {
  const URL = 'https://abc.supabase.co'
  const guide = guideSchedule(URL)
  let database: Database
  /** Connections as role postgres, which is no superuser, and as superuser. */
  let sql: postgres.Sql
  let admin: postgres.Sql

  beforeAll(async () => {
    vi.stubEnv('SOCIAL_POSTGRES', '15')
    database = await startThrowAwayDatabase(SETTINGS)
    await migrate(database.url)
    sql = postgres(database.url, { max: 1, onnotice() {} })
    admin = postgres(databaseUrl(database.port, database.password, SUPERUSER), {
      ...{ max: 1, onnotice() {} },
    })
    const [, withoutCron = ''] = extensionStubs.split(/^(?=-- pg_net$)/m)
    await sql.unsafe(withoutCron)
    // On a hosted project, the role postgres may enable the extension, and then gets this right.
    await admin.unsafe(guide.enable.find((text) => text.includes('pg_cron')) ?? '')
    await admin`grant usage on schema cron to postgres`
  }, 120_000)
  afterAll(async () => {
    await sql?.end()
    await admin?.end()
    await database?.stop()
    vi.unstubAllEnvs()
  })

  const jobs = () => admin`
    select jobname, schedule, command, username, database, active from cron.job`
  const queued = async () => (await sql`select url from net.http_request_queue`).length

  it('makes one job of the role postgres, however often it is pasted', async () => {
    for (let paste = 0; paste < 2; paste++) await sql.unsafe(guide.schedule)
    expect(await jobs()).toEqual([
      {
        ...{ jobname: 'social worker', schedule: '* * * * *', active: true },
        command: `select social_private.call_worker('${URL}')`,
        ...{ username: 'postgres', database: 'postgres' },
      },
    ])
  })

  it('has a command that queues a call', async () => {
    const [job] = await jobs()
    await sql.unsafe(job?.command)
    expect(await queued()).toBe(1)
  })

  it('calls the worker each minute, and notes no key', async () => {
    const before = await queued()
    const ran = async () => {
      const runs = await admin`
        select status, return_message, username, command from cron.job_run_details
        where status in ('succeeded', 'failed')`
      expect(runs).toHaveLength(1)
      return runs[0]
    }
    const run = await vi.waitFor(ran, { timeout: 75_000, interval: 500 })
    expect(run).toMatchObject({ status: 'succeeded', username: 'postgres' })
    expect(await queued()).toBe(before + 1)
    const [row] = await sql`select decrypted_secret as key from vault.decrypted_secrets`
    const notes = await admin`select details::text as note from cron.job_run_details as details`
    expect(notes.length).toBeGreaterThan(0)
    expect(JSON.stringify(notes)).not.toContain(row?.key)
  }, 90_000)

  it('keeps the rhythm and switches the job on again', async () => {
    await admin`update cron.job set schedule = '*/5 * * * *', active = false`
    await sql.unsafe(guide.schedule)
    const [job, ...others] = await jobs()
    expect([job?.schedule, job?.active, others]).toEqual(['*/5 * * * *', true, []])
  })

  it('ends with unschedule_worker, and begins again', async () => {
    await sql`select social_private.unschedule_worker()`
    expect(await jobs()).toEqual([])
    expect(await sql`select name from vault.secrets`).toEqual([])
    await sql.unsafe(guide.schedule)
    expect(await jobs()).toHaveLength(1)
  })
})
