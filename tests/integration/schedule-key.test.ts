import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { extensionStubs, guideSchedule } from '../support/guide-schedule.ts'

const URL = 'https://abc.supabase.co'

/** Postgres logs each statement with its parameters, in each form that it has. */
const LOG_EVERYTHING = {
  log_statement: 'all',
  log_min_duration_statement: '0',
  log_parameter_max_length_on_error: '-1',
  log_error_verbosity: 'verbose',
  log_min_messages: 'debug1',
}

let database: Database
let sql: postgres.Sql

beforeAll(async () => {
  database = await startThrowAwayDatabase(LOG_EVERYTHING)
  await migrate(database.url)
  sql = postgres(database.url, { max: 1, onnotice() {} })
}, 120_000)
afterAll(async () => {
  await sql.end()
  await database.stop()
})
beforeEach(async () => {
  await sql`drop schema if exists cron, net, vault cascade`
  await sql`update social_private.worker_state set key_hash = null`
  await sql.unsafe(extensionStubs)
})

const schedule = async (url = URL) =>
  (await sql`select social_private.schedule_worker(${url}) as result`)[0]?.result

const keys = async () =>
  (
    await sql`select decrypted_secret as key from vault.decrypted_secrets
    where name = 'social_worker_key'`
  ).map(({ key }) => key as string)

const jobs = () => sql`select jobname, schedule, command, active from cron.job order by jobid`

const job = (url = URL, rhythm = '* * * * *') => ({
  ...{ jobname: 'social worker', schedule: rhythm, active: true },
  command: `select social_private.call_worker('${url}')`,
})

const queue = () => sql<{ url: string; headers: Record<string, string>; body: object }[]>`
  select url, headers, convert_from(body, 'UTF8')::jsonb as body, timeout_milliseconds
  from net.http_request_queue order by id`

const knownHash = async () =>
  (await sql`select encode(key_hash, 'hex') as hash from social_private.worker_state`)[0]?.hash

const hashOf = (key = '') => createHash('sha256').update(key).digest('hex')

describe('schedule_worker', () => {
  it('makes one job and one key, whose hash the database knows, however often it runs', async () => {
    expect([await schedule(), await schedule(), await schedule(`${URL}/`)]).toEqual([
      'created',
      'unchanged',
      'unchanged',
    ])
    expect(await jobs()).toEqual([job()])
    const [key, ...others] = await keys()
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(others).toEqual([])
    expect(await knownHash()).toBe(hashOf(key))
  })

  it('makes one job and one key, also when two people run it at once', async () => {
    const other = postgres(database.url, { max: 1, onnotice() {} })
    const results = await Promise.all([
      schedule(),
      other`select social_private.schedule_worker(${URL}) as result`,
    ])
    await other.end()
    expect(results).toHaveLength(2)
    expect(await jobs()).toEqual([job()])
    const [key, ...others] = await keys()
    expect([await knownHash(), others]).toEqual([hashOf(key), []])
  })

  it('gives Vault an empty secret first, because Vault writes a new secret in clear', async () => {
    await sql.unsafe(`alter table vault.secrets add first text;
      create function vault.note() returns trigger language plpgsql as
        'begin new.first := new.secret; return new; end';
      create trigger note before insert on vault.secrets
        for each row execute function vault.note()`)
    await schedule()
    expect(await sql`select first, secret <> '' as is_set from vault.secrets`).toEqual([
      { first: '', is_set: true },
    ])
  })

  it('keeps the rhythm that the operator chose, also when the address changes', async () => {
    await schedule()
    await sql`update cron.job set schedule = '*/5 * * * *'`
    expect(await schedule()).toBe('kept')
    expect(await schedule('https://new.supabase.co')).toBe('updated')
    expect(await jobs()).toEqual([job('https://new.supabase.co', '*/5 * * * *')])
  })

  it('switches a job on that is off', async () => {
    await schedule()
    await sql`update cron.job set active = false, schedule = '*/5 * * * *'`
    expect(await schedule()).toBe('updated')
    expect(await jobs()).toEqual([job(URL, '*/5 * * * *')])
  })

  it('makes another key when the stored one is not the key that the database knows', async () => {
    await schedule()
    const [before] = await keys()
    await sql`update social_private.worker_state set key_hash = sha256('\\x00')`
    await schedule()
    const [key] = await keys()
    expect(key).not.toBe(before)
    expect(await knownHash()).toBe(hashOf(key))
  })

  it('makes another key when Vault cannot decrypt the stored one, as in a restored copy', async () => {
    await schedule()
    const [before] = await keys()
    await sql.unsafe(`create or replace view vault.decrypted_secrets as
      select id, name, description, secret, case when secret = '${before}'
        then (1 / length(substring(secret, 1, 0)))::text else secret end as decrypted_secret,
        key_id, nonce, created_at, updated_at from vault.secrets`)
    expect(await schedule()).toBe('unchanged')
    const [key] = await keys()
    expect(key).not.toBe(before)
  })

  it.each([
    ['https://<project>.supabase.co'],
    ['abc.supabase.co'],
    ["https://abc.supabase.co/'; select 1"],
    [''],
    [null],
  ])('refuses the address %j and changes nothing', async (url) => {
    const run = sql`select social_private.schedule_worker(${url})`
    await expect(run).rejects.toMatchObject({ code: 'PT422', message: 'worker_url_invalid' })
    expect([await jobs(), await keys()]).toEqual([[], []])
  })

  it('accepts the address of the function, and an address inside of a Docker network', async () => {
    await schedule(`${URL}/functions/v1/social-worker/`)
    expect(await jobs()).toEqual([job()])
    await schedule('http://kong:8000')
    expect(await jobs()).toEqual([job('http://kong:8000')])
  })

  it.each([
    ['cron', 'Run: create extension pg_cron with schema pg_catalog;'],
    ['net', 'Run: create extension pg_net with schema extensions;'],
    ['vault', 'Run: create extension supabase_vault;'],
    ['cron, net', 'Run: create extension pg_cron with schema pg_catalog; create extension pg_net'],
  ])('names the statements that enable what is missing without %s', async (schemas, says) => {
    await sql.unsafe(`drop schema ${schemas} cascade`)
    await expect(schedule()).rejects.toMatchObject({
      ...{ code: 'PT409', message: 'schedule_extension_missing' },
      hint: expect.stringContaining(says),
    })
  })
})

describe('an older schedule, which sent the secret key of the project', () => {
  beforeEach(async () => {
    await sql`select vault.create_secret('sb_secret_old', 'social_secret_key')`
    await sql`select cron.schedule('social worker', '*/2 * * * *', 'select net.http_post(
      url := ''https://abc.supabase.co/functions/v1/social-worker'',
      headers := jsonb_build_object(''apikey'', (select decrypted_secret
        from vault.decrypted_secrets where name = ''social_secret_key'')))')`
  })
  const names = async () => (await sql`select name from vault.secrets`).map(({ name }) => name)

  it('becomes the new one, and the secret key leaves the database', async () => {
    expect(await schedule()).toBe('updated')
    expect(await jobs()).toEqual([job(URL, '*/2 * * * *')])
    expect(await names()).toEqual(['social_worker_key'])
  })

  it.each([
    ['job', `select cron.schedule('mine', '@daily', 'select ''social_secret_key''')`],
    [
      'function',
      `create or replace function public.mine() returns text language sql as
        'select decrypted_secret from vault.decrypted_secrets where name = ''social_secret_key'''`,
    ],
    [
      'function with a SQL body',
      `create or replace function public.mine() returns text language sql
        return (select name from vault.secrets where name = 'social_secret_key')`,
    ],
  ])('keeps the secret key if a %s of the app reads it', async (_, statement) => {
    await sql.unsafe(statement)
    await schedule()
    await sql`drop function if exists public.mine()`
    expect((await names()).sort()).toEqual(['social_secret_key', 'social_worker_key'])
  })
})

describe('call_worker', () => {
  it('queues a call with the key and the server, which may take a minute', async () => {
    await schedule()
    await sql.unsafe((await jobs())[0]?.command ?? '')
    const [key = ''] = await keys()
    const [row] = await sql`select social_private.server_id() as server`
    expect(await queue()).toEqual([
      {
        url: `${URL}/functions/v1/social-worker`,
        headers: { 'content-type': 'application/json', 'x-social-worker-key': key },
        body: { server: row?.server },
        timeout_milliseconds: 60_000,
      },
    ])
  })

  it('says what to do when the key is missing', async () => {
    await schedule()
    await sql`delete from vault.secrets`
    await expect(sql`select social_private.call_worker(${URL})`).rejects.toMatchObject({
      ...{ code: 'PT409', message: 'worker_call_failed' },
      hint: expect.stringContaining('social_private.schedule_worker('),
    })
    expect(await queue()).toEqual([])
  })
})

describe('rotate_worker_key', () => {
  it('makes a key that the next call sends, and forgets the old one', async () => {
    await schedule()
    const [before] = await keys()
    await sql`select social_private.rotate_worker_key()`
    const [key] = await keys()
    expect(key).not.toBe(before)
    expect(await knownHash()).toBe(hashOf(key))
    await sql`select social_private.call_worker(${URL})`
    expect((await queue())[0]?.headers['x-social-worker-key']).toBe(key)
  })

  it('names the missing extension', async () => {
    await sql`drop schema vault cascade`
    await expect(sql`select social_private.rotate_worker_key()`).rejects.toMatchObject({
      hint: 'Run: create extension supabase_vault;',
    })
  })
})

describe('unschedule_worker', () => {
  it('removes the job and the key, and leaves what belongs to the app', async () => {
    await schedule()
    await sql`select cron.schedule('bake', '@daily', 'select 1')`
    await sql`select vault.create_secret('flour', 'oven')`
    for (let run = 0; run < 2; run++) await sql`select social_private.unschedule_worker()`
    expect((await jobs()).map(({ jobname }) => jobname)).toEqual(['bake'])
    expect(await sql`select name from vault.secrets`).toEqual([{ name: 'oven' }])
    expect(await knownHash()).toBeNull()
  })

  it('works without the extensions', async () => {
    await sql`drop schema cron, net, vault cascade`
    await sql`select social_private.unschedule_worker()`
  })
})

it.each(['anon', 'authenticated', 'service_role'])(
  'the role %s runs none of this',
  async (role) => {
    const open = await sql`
    select proname from pg_proc
    where pronamespace = 'social_private'::regnamespace and has_function_privilege(${role}, oid, 'execute')
      and proname ~ '(schedule_worker|call_worker|worker_key|worker_job|forget_secret_key|missing_ext)'`
    expect(open).toEqual([])
  },
)

describe('the log of Postgres', () => {
  /** Returns the log after it contains this text. */
  async function logWith(text: string): Promise<string> {
    for (let tries = 0; tries < 400; tries++) {
      const log = readFileSync(database.log, 'utf8')
      if (log.includes(text)) return log
      await wait(50)
    }
    throw new Error(`The log does not contain ${text}`)
  }

  const FAILURES: [name: string, breaks: string][] = [
    [
      'a constraint of the queue, whose error shows the row',
      `delete from net.http_request_queue;
      alter table net.http_request_queue add constraint closed check (headers is null)`,
    ],
    [
      'a trigger of the app, whose error shows the row',
      `create function net.shout() returns trigger language plpgsql as
        'begin raise exception ''no: %'', new.headers; end';
      create trigger shout before insert on net.http_request_queue
        for each row execute function net.shout()`,
    ],
  ]

  it.each(FAILURES)('never has the key after %s', async (name, breaks) => {
    const { schedule: pasted } = guideSchedule(URL)
    for (let paste = 0; paste < 2; paste++) await sql.unsafe(pasted)
    await sql`select social_private.rotate_worker_key()`
    const [key = ''] = await keys()
    await sql`select social_private.call_worker(${URL})`
    await sql.unsafe(breaks)
    const error = await sql`select social_private.call_worker(${URL})`.catch((reason) => reason)
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(key)
    expect(error).toMatchObject({ message: 'worker_call_failed' })
    await sql.unsafe(`select 'the end of ${name}'`)
    const log = await logWith(`the end of ${name}`)
    expect(log).toContain('worker_call_failed')
    expect(log).toContain('schedule_worker')
    expect(log.includes(key), 'the log contains the key').toBe(false)
  })

  it('never has the key after a block that fails halfway, and is repeated', async () => {
    const { schedule: pasted } = guideSchedule(URL)
    await sql.unsafe(`create function cron.refuse() returns trigger language plpgsql as
        'begin raise exception ''no jobs today''; end';
      create trigger refuse before insert on cron.job
        for each row execute function cron.refuse()`)
    await expect(sql.unsafe(pasted)).rejects.toThrow('no jobs today')
    await sql`drop function cron.refuse() cascade`
    await sql.unsafe(pasted)
    const [key = ''] = await keys()
    await sql.unsafe(`select 'the end of the block'`)
    const log = await logWith('the end of the block')
    expect(log).toContain('no jobs today')
    expect(log.includes(key), 'the log contains the key').toBe(false)
  })
})
