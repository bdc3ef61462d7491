import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { initCommand } from '../../src/cli/init-command.ts'
import { CONFIG, undoConfig } from '../../src/cli/project/config.ts'
import { findProject } from '../../src/cli/project/folder.ts'
import { checksum, MANIFEST, readManifest, writeManifest } from '../../src/cli/project/manifest.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { root } from '../../tools/local-stack/paths.ts'
import {
  type Files,
  madeUpRelease,
  type Run,
  readFiles,
  runCli,
  runCommand,
  temporaryFolder,
  writeFiles,
} from '../support/installer.ts'

const CONFIG_TEXT = `# ours
project_id = "host" # the name

[api]
schemas = ["public", "graphql_public"] # what apps see
max_rows = 1000

[functions.hello]
verify_jwt = true
`

/** A project of somebody else, with a migration that is dated after today. */
const HOST: Files = {
  [CONFIG]: CONFIG_TEXT,
  'supabase/migrations/20301231235959_host_social_table.sql': 'create table public.friends ();\n',
  'supabase/functions/hello/index.ts': 'export {}\n',
}

const INGEST = 'supabase/functions/social-ingest'
const WORKER = 'supabase/functions/social-worker'

/** A small release, so that a test reads what init does with it. */
const small = madeUpRelease('1.0.0', {
  'supabase/migrations/20260101000100_social_foundation.sql': 'create schema social;\n',
  'supabase/migrations/20260101000200_social_accounts.sql': '-- accounts\n',
  [`${INGEST}/index.ts`]: '// ingest\n',
  [`${INGEST}/index.test.ts`]: '// a test\n',
  [`${WORKER}/index.ts`]: '// worker\n',
  [`${WORKER}/deno.json`]: '{}\n',
})

const FOUNDATION = 'supabase/migrations/20310101000000_social_foundation.sql'
const ACCOUNTS = 'supabase/migrations/20310101000001_social_accounts.sql'

function init(folder: string, ...args: string[]): Promise<Run> {
  return runCommand(initCommand, folder, ['--package', small, ...args])
}

/** Runs init and expects that it refuses for the given reason, and that no file changed. */
async function expectRefusal(folder: string, says: string, ...args: string[]): Promise<void> {
  const before = readFiles(folder)
  const { code, stderr } = await init(folder, ...args)
  expect(stderr).toContain(says)
  expect(stderr).not.toContain('    at ') // no stack trace
  expect(code).toBe(2)
  expect(readFiles(folder)).toEqual(before)
}

describe('npx supabase-social init', { timeout: 60_000 }, () => {
  it('writes migrations after the newest one, functions without tests, settings and a manifest', async () => {
    const folder = temporaryFolder(HOST)
    const { code, stdout, stderr } = await init(folder)
    expect([code, stderr]).toEqual([0, ''])
    const { [CONFIG]: config, [MANIFEST]: manifest, ...files } = readFiles(folder)
    const { [CONFIG]: _, ...host } = HOST
    expect(files).toEqual({
      ...host,
      [FOUNDATION]: 'create schema social;\n',
      [ACCOUNTS]: '-- accounts\n',
      [`${INGEST}/index.ts`]: '// ingest\n',
      [`${WORKER}/index.ts`]: '// worker\n',
      [`${WORKER}/deno.json`]: '{}\n',
    })
    expect(config).toContain('schemas = ["public", "graphql_public", "social"] # what apps see')
    expect(JSON.parse(manifest ?? '')).toMatchObject({
      release: '1.0.0',
      folders: [INGEST, WORKER],
    })
    for (const path of [FOUNDATION, ACCOUNTS, `${WORKER}/deno.json`, CONFIG])
      expect(stdout).toContain(path)
  })

  it('records the source and the checksum of each file, and what undoes the settings', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const { files = [], config } = readManifest(findProject(folder)) ?? {}
    const written = readFiles(folder)
    expect(files).toHaveLength(5)
    for (const { path, source, release, sha256 } of files) {
      expect(written[path]).toBe(readFileSync(join(small, source), 'utf8'))
      expect([release, sha256]).toEqual(['1.0.0', checksum(written[path] ?? '')])
    }
    const undone = undoConfig(written[CONFIG] ?? '', config?.undo ?? [])
    expect(undone).toEqual({ text: CONFIG_TEXT, left: [] })
  })

  it('lists what is left to do by hand, in its order, with links into the dashboard', async () => {
    const ref = 'abcdefghijklmnopqrst'
    const folder = temporaryFolder({ ...HOST, 'supabase/.temp/project-ref': ref })
    const { stdout } = await init(folder)
    const steps = stdout.split('Left to do:\n')[1] ?? ''
    const order = [
      /1\. Commit .*supabase-social\.json/,
      /2\. Apply the migrations: npx supabase db push/,
      /3\. Deploy .*functions deploy social-ingest social-worker/,
      /4\. Expose the schema social.*config push/,
      /5\. Switch on the sign-up hook, after the migrations/,
      /6\. Schedule the worker/,
      /7\. Decide whether people must confirm/,
      /8\. .*backfill/,
      /9\. .*doctor/,
    ]
    const places = order.map((step) => steps.search(step))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    const pages = steps.match(/https:\/\/supabase\.com\/dashboard\/\S+/g) ?? []
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page).toContain(`/project/${ref}/`)
    expect(steps).toContain(`url := 'https://${ref}.supabase.co/functions/v1/social-worker'`)
  })

  it('changes nothing when it is repeated', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const before = readFiles(folder)
    const { code, stdout } = await init(folder)
    expect([code, stdout]).toEqual([0, expect.stringContaining('Everything is in place already')])
    expect(readFiles(folder)).toEqual(before)
  })

  it('shows a diff with --dry-run, and writes nothing', async () => {
    const folder = temporaryFolder(HOST)
    const { code, stdout } = await init(folder, '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toMatch(/new +supabase\/migrations\/\d+_social_foundation\.sql \(1 lines?\)/)
    expect(stdout).toMatch(/^new +supabase\/supabase-social\.json$/m)
    expect(stdout).toContain(`--- a/${CONFIG}`)
    expect(stdout).toContain(
      '-schemas = ["public", "graphql_public"] # what apps see\n+schemas = ["public", "graphql_public", "social"] # what apps see',
    )
    expect(readFiles(folder)).toEqual(HOST)
  })

  it('leaves a file that the user changed alone, says so, and shows the difference', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    writeFiles(folder, { [`${WORKER}/index.ts`]: '// mine\n', [ACCOUNTS]: '-- my accounts\n' })
    const before = readFiles(folder)
    for (const args of [[], ['--dry-run']]) {
      const { code, stdout } = await init(folder, ...args)
      expect(code).toBe(0)
      expect(stdout).toContain(`${WORKER}/index.ts was changed in this project, and stays as it is`)
      expect(stdout).toContain('-// mine\n+// worker')
      expect(stdout).toContain('--- my accounts\n+-- accounts')
      expect(readFiles(folder)).toEqual(before)
    }
  })

  it('does not take the line ends of Windows for a change', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    writeFiles(folder, { [ACCOUNTS]: '-- accounts\r\n' })
    const { stdout } = await init(folder)
    expect(stdout).not.toContain('was changed')
    expect(readFiles(folder)[ACCOUNTS]).toBe('-- accounts\r\n')
  })

  it('writes missing files and settings again', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const before = readFiles(folder)
    rmSync(join(folder, INGEST), { recursive: true })
    rmSync(join(folder, ACCOUNTS))
    writeFiles(folder, { [CONFIG]: CONFIG_TEXT })
    expect((await init(folder)).code).toBe(0)
    expect(readFiles(folder)).toEqual(before)
  })

  it('completes an interrupted run, wherever it was interrupted', async () => {
    const complete = temporaryFolder(HOST)
    await init(complete)
    const wanted = readFiles(complete)
    const project = findProject(complete)
    const manifest = readManifest(project)
    if (!manifest) throw new Error('init wrote no manifest')
    const written = [...manifest.files.map(({ path }) => path), CONFIG]
    for (const count of written.keys()) {
      const folder = temporaryFolder(HOST)
      writeManifest(findProject(folder), manifest)
      for (const path of written.slice(0, count)) writeFiles(folder, { [path]: wanted[path] ?? '' })
      writeFiles(folder, { [`${written[count]}.writing`]: 'half a fi' })
      await init(folder)
      expect(readFiles(folder), `after ${count} files`).toEqual(wanted)
    }
  })

  it('completes a run that was killed', async () => {
    const folder = temporaryFolder(HOST)
    const script = `
      import { writeFileSync } from 'node:fs'
      import fs from 'node:fs'
      import { syncBuiltinESMExports } from 'node:module'
      const rename = fs.renameSync
      let count = 0
      fs.renameSync = (...args) => ++count > 3 ? process.kill(process.pid, 'SIGKILL') : rename(...args)
      syncBuiltinESMExports()`
    const killer = temporaryFolder({ 'killer.mjs': script })
    const args = ['--import', join(killer, 'killer.mjs'), '--import', import.meta.resolve('tsx')]
    const cli = [join(root, 'src/cli/cli.ts'), 'init', '--package', small]
    expect(() => execFileSync(process.execPath, [...args, ...cli], { cwd: folder })).toThrow()
    expect(Object.keys(readFiles(folder)).some((path) => path.endsWith('.writing'))).toBe(true)
    expect(existsSync(join(folder, MANIFEST))).toBe(true)
    await init(folder)
    const again = temporaryFolder(HOST)
    await init(again)
    expect(readFiles(folder)).toEqual(readFiles(again))
  })

  it('finds the project from a folder inside it', async () => {
    const folder = temporaryFolder({ ...HOST, 'app/src/main.ts': '' })
    await init(join(folder, 'app/src'))
    expect(existsSync(join(folder, MANIFEST))).toBe(true)
  })

  it('installs into a project that has only config.toml, and records the folders it made', async () => {
    const folder = temporaryFolder({ [CONFIG]: '' })
    expect((await init(folder)).code).toBe(0)
    const [newest] = Object.keys(readFiles(folder)).filter((path) => path.includes('migrations/'))
    expect(newest).toMatch(/^supabase\/migrations\/20\d{12}_social_foundation\.sql$/)
    expect(readManifest(findProject(folder))?.folders).toEqual([
      'supabase/functions',
      INGEST,
      WORKER,
      'supabase/migrations',
    ])
  })

  it('takes over the copies of a release that somebody made by hand', async () => {
    const copies: Files = {
      'supabase/migrations/20260101000100_social_foundation.sql': 'create schema social;\n',
      'supabase/migrations/20260101000200_social_accounts.sql': '-- accounts\n',
      [`${INGEST}/index.ts`]: '// ingest\n',
    }
    const folder = temporaryFolder({ ...HOST, ...copies })
    expect((await init(folder)).code).toBe(0)
    const migrations = Object.keys(readFiles(folder)).filter((path) => path.includes('migrations/'))
    expect(migrations.filter((path) => path.includes('_social_'))).toEqual([
      'supabase/migrations/20260101000100_social_foundation.sql',
      'supabase/migrations/20260101000200_social_accounts.sql',
      'supabase/migrations/20301231235959_host_social_table.sql',
    ])
  })

  it('keeps a sign-up hook of the host, and says how this hook asks ours', async () => {
    const hook =
      '[auth.hook.before_user_created]\nenabled = true\nuri = "pg-functions://postgres/public/mine"\n'
    const folder = temporaryFolder({ ...HOST, [CONFIG]: `${CONFIG_TEXT}\n${hook}` })
    const { stdout } = await init(folder)
    expect(readFiles(folder)[CONFIG]).toContain(hook)
    expect(stdout).toContain('social_private.before_user_created(event)')
    expect(stdout).not.toContain('Switch on the sign-up hook')
  })

  it('asks for more rows when the project allows fewer than a page needs', async () => {
    const text = CONFIG_TEXT.replace('1000', '100')
    const folder = temporaryFolder({ ...HOST, [CONFIG]: text })
    const { stdout } = await init(folder)
    expect(stdout).toContain('Raise max_rows from 100 to 101')
    expect(readFiles(folder)[CONFIG]).toContain('max_rows = 100\n')
  })

  const conflicts: [what: string, files: Files, says: string][] = [
    [
      'an edge function of the host has our name',
      { [`${WORKER}/index.ts`]: '// theirs\n' },
      `${WORKER} exists`,
    ],
    [
      'a bucket in config.toml has our name',
      { [CONFIG]: `${CONFIG_TEXT}[storage.buckets.social-media]\npublic = true\n` },
      'has a bucket social-media',
    ],
    [
      'a migration of the host creates one of our schemas',
      { 'supabase/migrations/1_a.sql': 'CREATE SCHEMA IF NOT EXISTS "social";' },
      'supabase/migrations/1_a.sql creates the schema social',
    ],
    [
      'a migration of the host creates one of our buckets',
      {
        'supabase/migrations/1_a.sql':
          "insert into storage.buckets (id, name)\nvalues ('social-avatars', 'x');",
      },
      'creates the bucket social-avatars',
    ],
    ['config.toml is not TOML', { [CONFIG]: 'x = "secret\n' }, 'is not valid TOML (line 1)'],
    [
      'the manifest is damaged',
      { [MANIFEST]: '{ "release": "1.0.0", "fi' },
      'supabase-social.json is damaged',
    ],
    [
      'the project has an older release',
      { [MANIFEST]: '{ "release": "0.9.0", "files": [] }' },
      'Run `npx supabase-social upgrade`',
    ],
    [
      'the project has a newer release',
      { [MANIFEST]: '{ "release": "1.10.0", "files": [] }' },
      'which is newer than this command (1.0.0)',
    ],
    [
      'no version can follow the newest migration',
      { 'supabase/migrations/99991231235959_last.sql': '' },
      'No timestamp comes after the migration version 99991231235959',
    ],
    [
      'only a part of the release was copied by hand',
      { 'supabase/migrations/1_social_accounts.sql': '-- accounts\n' },
      'contains 1 of the 2 migrations',
    ],
  ]

  it.each(conflicts)('changes nothing when %s', async (_, files, says) => {
    await expectRefusal(temporaryFolder({ ...HOST, ...files }), says)
  })

  it('does not take names that only resemble ours for a conflict', async () => {
    const folder = temporaryFolder({
      ...HOST,
      'supabase/migrations/1_a.sql': `-- create schema social;
        create schema social_media;
        create schema "socials";
        insert into storage.buckets (id, name) values ('media', 'media');
        comment on schema social_media is 'social-media';`,
    })
    expect((await init(folder)).code).toBe(0)
  })

  it.each([
    [['--no-such'], "Unknown option '--no-such'"],
    [['extra'], "Unexpected argument 'extra'"],
    [['--db-url', 'https://x.test'], 'is not a database address'],
    [['--url', 'x.test'], 'This is not the address of a project'],
  ])('says why the arguments %j are wrong', async (args, says) => {
    await expectRefusal(temporaryFolder(HOST), says, ...args)
  })

  it('says so outside a Supabase project, and when the package is no release', async () => {
    const outside = await init(temporaryFolder())
    expect([outside.code, outside.stderr]).toEqual([
      2,
      expect.stringContaining('Run `npx supabase init` first'),
    ])
    const other = await init(temporaryFolder(HOST), '--package', temporaryFolder())
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('is not a release')])
  })

  it('says which folder it cannot write, before it writes anything', async () => {
    const folder = temporaryFolder({ [CONFIG]: CONFIG_TEXT, 'supabase/migrations': 'a file' })
    await expectRefusal(folder, 'supabase/migrations is not a folder')
  })

  it('installs the release of this command without --package', async () => {
    const folder = temporaryFolder(HOST)
    const { code, stdout } = await runCli(folder, ['init'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('_social_table_access.sql')])
    expect(stdout).toMatch(/^new +supabase\/functions\/social-ingest\/ \(\d+ files: .*\)$/m)
    expect(stdout.split('\n\nLeft to do:')[0]?.split('\n').length).toBeLessThan(10)
    const files = Object.keys(readFiles(folder))
    expect(files).toContain(`${INGEST}/deno.json`)
    expect(files.filter((path) => /\.test\.|^supabase\/functions\/_/.test(path))).toEqual([])
  })
})

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

describe('npx supabase-social init with --url', { timeout: 60_000 }, () => {
  it('changes nothing when the project has an edge function with our name', async () => {
    Object.assign(answer, { status: 401, body: { msg: 'Missing authorization header' } })
    const folder = temporaryFolder(HOST)
    await expectRefusal(folder, 'has an edge function social-ingest that is not ours', '--url', url)
  })

  it('installs when the project has no such function', async () => {
    const { code, stdout } = await init(temporaryFolder(HOST), '--url', `${url}/`)
    expect(code).toBe(0)
    expect(stdout).toContain(`url := '${url}/functions/v1/social-worker'`)
  })

  it('installs when this function is ours', async () => {
    for (const name of ['social-ingest', 'social-worker']) {
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
  const secret = 'sb_secret_abc'

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
    await sql`drop function if exists public.greet cascade`
  })

  function initWith(folder: string, env: Record<string, string> = {}): Promise<Run> {
    const args = ['--package', small, '--db-url', database.url]
    return runCommand(initCommand, folder, args, { SUPABASE_SECRET_KEY: secret, ...env })
  }

  async function withExtensions(): Promise<void> {
    await sql.unsafe(readFileSync(`${root}tests/support/schedule-extensions.sql`, 'utf8'))
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

  it('schedules the worker with one job and one secret, however often it runs', async () => {
    await withExtensions()
    const folder = temporaryFolder(HOST)
    const runs = []
    for (const key of [secret, secret, 'sb_secret_new'])
      runs.push(await initWith(folder, { SUPABASE_URL: url, SUPABASE_SECRET_KEY: key }))
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(runs[0]?.stdout).toContain('The worker is scheduled every minute')
    expect(runs[1]?.stdout).toContain('The worker was scheduled already')
    expect(runs[2]?.stdout).toContain('The schedule of the worker is up to date')
    const jobs = await sql<{ jobname: string; schedule: string; command: string }[]>`
      select jobname, schedule, command from cron.job`
    expect(jobs).toEqual([
      expect.objectContaining({ jobname: 'social worker', schedule: '* * * * *' }),
    ])
    const secrets = await sql`select name, secret from vault.secrets`
    expect(secrets).toEqual([{ name: 'social_secret_key', secret: 'sb_secret_new' }])
    await sql.unsafe(jobs[0]?.command ?? '')
    const requests = await sql`select url, headers from net.requests`
    expect(requests).toEqual([
      { url: `${url}/functions/v1/social-worker`, headers: { apikey: 'sb_secret_new' } },
    ])
    for (const { stdout, stderr } of runs) {
      expect(stdout).not.toContain('Schedule the worker')
      expect(stdout + stderr).not.toMatch(/sb_secret_(abc|new)/)
    }
  })

  it('prints the schedule without the address or the key, and stores nothing', async () => {
    await withExtensions()
    const folder = temporaryFolder(HOST)
    const { stdout } = await initWith(folder)
    expect(stdout).toContain("select cron.schedule('social worker', '* * * * *'")
    expect(stdout).not.toContain(secret)
    expect(await sql`select from cron.job`).toHaveLength(0)
    expect(await sql`select from vault.secrets`).toHaveLength(0)
  })

  it('keeps another rhythm that the user gave the job', async () => {
    await withExtensions()
    const folder = temporaryFolder(HOST)
    await initWith(folder, { SUPABASE_URL: url })
    await sql`update cron.job set schedule = '*/5 * * * *'`
    const { stdout } = await initWith(folder, { SUPABASE_URL: url })
    expect(stdout).toContain('The schedule of the worker was changed in this database, and stays')
    expect(await sql`select schedule from cron.job`).toEqual([{ schedule: '*/5 * * * *' }])
  })

  it('names the missing extensions, and the other way to run the worker', async () => {
    const { code, stdout } = await initWith(temporaryFolder(HOST), { SUPABASE_URL: url })
    expect(code).toBe(0)
    expect(stdout).toContain('The database lacks pg_cron, pg_net, supabase_vault.')
    expect(stdout).toContain('npx supabase-social work')
  })

  it('changes nothing with --dry-run, also in the database', async () => {
    await withExtensions()
    const folder = temporaryFolder(HOST)
    const args = ['--package', small, '--db-url', database.url, '--dry-run']
    await runCommand(initCommand, folder, args, { SUPABASE_SECRET_KEY: secret })
    expect(readFiles(folder)).toEqual(HOST)
    expect(await sql`select from vault.secrets`).toHaveLength(0)
  })
})
