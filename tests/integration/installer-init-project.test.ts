import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { initCommand } from '../../src/cli/init-command.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { expectRefusal, HOST, init, small } from '../support/init-host.ts'
import { type Run, readFiles, runCommand, temporaryFolder } from '../support/installer.ts'

/** A project that answers for its edge functions. */
const answer = { status: 404, body: {} as object }
const server = createServer((_, response) => {
  response.writeHead(answer.status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer.body))
})
let url = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  Object.assign(answer, { status: 404, body: { code: 'NOT_FOUND' } })
})

describe('npx supabase-social init with --url', { timeout: 120_000 }, () => {
  it('changes nothing when the project has an edge function with our name', async () => {
    Object.assign(answer, { status: 401, body: { msg: 'Missing authorization header' } })
    const folder = temporaryFolder(HOST)
    await expectRefusal(folder, 'has an edge function social-ingest that is not ours', '--url', url)
  })

  it('installs when the project has no such function', async () => {
    const { code, stdout } = await init(temporaryFolder(HOST), '--url', `${url}/`)
    expect(code).toBe(0)
    expect(stdout).toContain(`select social_private.schedule_worker('${url}')`)
  })

  it('installs when this function is ours', async () => {
    for (const name of ['social-ingest', 'social-files', 'social-worker']) {
      Object.assign(answer, { status: 200, body: { function: name, release: '1.0.0' } })
      const { stderr } = await init(temporaryFolder(HOST), '--url', url)
      expect(stderr).not.toContain(`${name} that is not ours`)
    }
  })

  it('changes nothing when the project is ill, or when nobody answers', async () => {
    answer.status = 503
    await expectRefusal(temporaryFolder(HOST), 'answers with status 503', '--url', url)
    await expectRefusal(temporaryFolder(HOST), 'No response from', '--url', 'http://127.0.0.1:1')
  })
})

describe('npx supabase-social init with --db-url', { timeout: 120_000 }, () => {
  let database: Awaited<ReturnType<typeof startThrowAwayDatabase>>
  let sql: postgres.Sql

  beforeAll(async () => {
    database = await startThrowAwayDatabase()
    sql = postgres(database.url, { max: 1, onnotice() {} })
  }, 120_000)
  afterAll(async () => {
    await sql.end()
    await database.stop()
  })

  beforeEach(async () => {
    await sql`drop schema if exists social, social_private, cron, net, vault,
      supabase_migrations cascade`
    await sql`select set_config('storage.allow_delete_query', 'true', false)`
    await sql`delete from storage.buckets`
    await sql`drop policy if exists social_open_read on storage.objects`
    await sql`drop policy if exists social_limit_send on realtime.messages`
    await sql`drop function if exists public.greet, public.part cascade`
  })

  function initWith(folder: string, env: Record<string, string> = {}): Promise<Run> {
    const args = ['--package', small, '--db-url', database.url]
    return runCommand(initCommand, folder, args, env)
  }

  async function history(...versions: string[]): Promise<void> {
    await sql`create schema supabase_migrations`
    await sql`create table supabase_migrations.schema_migrations (version text primary key,
      statements text[], name text)`
    for (const version of versions)
      await sql`insert into supabase_migrations.schema_migrations (version) values (${version})`
  }

  it('writes versions after the newest one in the database', async () => {
    await history('20400101000000')
    const folder = temporaryFolder(HOST)
    await initWith(folder)
    expect(Object.keys(readFiles(folder))).toContain(
      'supabase/migrations/20400101000001_social_foundation.sql',
    )
  })

  const taken: [what: string, prepare: () => Promise<unknown>, says: string][] = [
    [
      'a bucket has our name',
      () => sql`insert into storage.buckets (id, name) values ('social-media', 'social-media')`,
      'The database has a bucket social-media that does not belong to supabase-social',
    ],
    [
      'a bucket with another id has our name',
      () => sql`insert into storage.buckets (id, name) values ('pictures', 'social-media')`,
      'The database has a bucket pictures that does not belong to supabase-social',
    ],
    [
      'a policy on storage.objects has our name',
      () => sql`create policy social_open_read on storage.objects using (false)`,
      'The database has a policy social_open_read on storage.objects that does not belong',
    ],
    [
      'a trigger on auth.users has our name',
      async () => {
        await sql`create function public.greet() returns trigger language plpgsql
          as $$ begin return null; end $$`
        await sql`create trigger social_create_profile after insert on auth.users
          execute function public.greet()`
      },
      'The database has a trigger social_create_profile on auth.users that does not belong',
    ],
    [
      'a trigger on auth.sessions has our name',
      async () => {
        await sql`create function public.part() returns trigger language plpgsql
          as $$ begin return null; end $$`
        await sql`create trigger social_move_topics after delete on auth.sessions
          execute function public.part()`
      },
      'The database has a trigger social_move_topics on auth.sessions that does not belong',
    ],
    [
      'a policy on realtime.messages has our name',
      () => sql`create policy social_limit_send on realtime.messages using (false)`,
      'The database has a policy social_limit_send on realtime.messages that does not belong',
    ],
    [
      'a schema has our name',
      () => sql`create schema social`,
      'The database has a schema social that does not belong to supabase-social',
    ],
    [
      'another folder installed supabase-social there',
      async () => {
        await sql`create schema social_private`
        await sql`create table social_private.config ()`
      },
      'supabase-social is already installed in this database',
    ],
  ]

  it.each(taken)('changes nothing when %s', async (_, prepare, says) => {
    await prepare()
    await expectRefusal(temporaryFolder(HOST), says, '--db-url', database.url)
  })

  it('leaves out what is done already', async () => {
    await history()
    const folder = temporaryFolder(HOST)
    expect((await initWith(folder)).stdout).toContain('npx supabase db push')
    await migrate(database.url, join(folder, 'supabase/migrations'))
    expect((await initWith(folder)).stdout).not.toContain('npx supabase db push')
  })

  it('says how to schedule the worker after the migrations', async () => {
    const { code, stdout } = await initWith(temporaryFolder(HOST), { SUPABASE_URL: url })
    expect(code).toBe(0)
    expect(stdout).toContain(`select social_private.schedule_worker('${url}');`)
    expect(stdout).toMatch(/npx supabase db push[\s\S]*Schedule the worker, after the migrations/)
  })
})
