import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { initCommand } from '../../src/cli/init-command.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { extensionStubs, guideSchedule } from '../support/guide-schedule.ts'
import { HOST } from '../support/init-host.ts'
import { type Run, readFiles, runCommand, temporaryFolder } from '../support/installer.ts'

/** A project without edge functions, which says 404 of everything. */
const URL = 'http://127.0.0.1:9'

describe('npx supabase-social init in a database with the migrations', { timeout: 120_000 }, () => {
  let database: Database
  let sql: postgres.Sql
  let folder: string

  const init = (...args: string[]): Promise<Run> =>
    runCommand(initCommand, folder, ['--db-url', database.url, ...args])
  const jobs = () => sql`select jobname, schedule, command from cron.job order by jobid`
  const secrets = async () =>
    (await sql`select name, secret from vault.secrets order by name`) as unknown as {
      name: string
      secret: string
    }[]
  const job = {
    ...{ jobname: 'social worker', schedule: '* * * * *' },
    command: `select social_private.call_worker('${URL}')`,
  }

  beforeAll(async () => {
    database = await startThrowAwayDatabase()
    sql = postgres(database.url, { max: 1, onnotice() {} })
    folder = temporaryFolder(HOST)
    await init()
    await migrate(database.url, join(folder, 'supabase/migrations'))
  }, 120_000)
  afterAll(async () => {
    await sql.end()
    await database.stop()
  })
  beforeEach(async () => {
    await sql`drop schema if exists cron, net, vault cascade`
    await sql.unsafe(extensionStubs)
  })

  it('schedules the worker with one job and one key, however often it runs', async () => {
    const runs = []
    for (let run = 0; run < 2; run++) runs.push(await init('--url', URL))
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(Array(2).fill([0, '']))
    expect(runs[0]?.stdout).toContain('The worker is scheduled every minute')
    expect(runs[1]?.stdout).toContain('The worker was scheduled already')
    expect(await jobs()).toEqual([job])
    const [key, ...others] = await secrets()
    expect([key?.name, others]).toEqual(['social_worker_key', []])
    for (const { stdout, stderr } of runs) {
      expect(stdout).not.toContain('Schedule the worker')
      expect(stdout + stderr).not.toContain(key?.secret)
    }
  })

  it('prints the SQL of the guide without an address, and schedules nothing', async () => {
    const { stdout } = await init()
    const guide = guideSchedule('https://<project>.supabase.co')
    for (const statement of [...guide.enable, guide.schedule]) expect(stdout).toContain(statement)
    expect([await jobs(), await secrets()]).toEqual([[], []])
  })

  it('moves the schedule of an older release over, and deletes its secret key', async () => {
    await sql`select vault.create_secret('sb_secret_old', 'social_secret_key')`
    await sql`select cron.schedule('social worker', '* * * * *', 'select net.http_post(
      url := ''https://x/functions/v1/social-worker'') -- social_secret_key')`
    const { stdout } = await init('--url', URL)
    expect(stdout).toContain('The schedule of the worker is up to date')
    expect(await jobs()).toEqual([job])
    expect((await secrets()).map(({ name }) => name)).toEqual(['social_worker_key'])
  })

  it('keeps another rhythm that the user gave the job', async () => {
    await init('--url', URL)
    await sql`update cron.job set schedule = '*/5 * * * *'`
    const { stdout } = await init('--url', URL)
    expect(stdout).toContain('The job keeps the rhythm that you gave it')
    expect(await jobs()).toEqual([{ ...job, schedule: '*/5 * * * *' }])
  })

  it('names the missing extensions with the reasons, and the other way to run the worker', async () => {
    await sql`drop schema cron, vault cascade`
    const { code, stdout } = await init('--url', URL)
    expect(code).toBe(0)
    expect(stdout).toMatch(/could not enable pg_cron \(.+\), supabase_vault \(.+\)\.$/m)
    expect(stdout).toContain('npx supabase-social work')
  })

  it('says what is wrong when the job cannot be created', async () => {
    await sql.unsafe(`create function cron.refuse() returns trigger language plpgsql as
        'begin raise exception ''no jobs today''; end';
      create trigger refuse before insert on cron.job
        for each row execute function cron.refuse()`)
    const { code, stderr } = await init('--url', URL)
    expect([code, stderr]).toEqual([2, 'The worker could not be scheduled: no jobs today'])
  })

  it('changes nothing with --dry-run', async () => {
    const before = readFiles(folder)
    await init('--url', URL, '--dry-run')
    expect(readFiles(folder)).toEqual(before)
    expect([await jobs(), await secrets()]).toEqual([[], []])
  })
})
