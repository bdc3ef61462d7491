import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { type CliResult, runCli } from '../support/host-cli.ts'
import { type HostProject, startHostProject } from '../support/host-project.ts'
import { keepSigningUp, type SignUps } from '../support/host-sign-ups.ts'
import { sampleLockWaits } from '../support/sampled-lock-waits.ts'

const TIMEOUT = 240_000

interface State {
  catalog: string[]
  files: Record<string, string>
}

let host: HostProject
let before: State

async function stateOf({ catalog, files }: HostProject): Promise<State> {
  return { catalog: await catalog(), files: files() }
}

/** Installs supabase-social as docs/getting-started.md says. */
async function install(): Promise<void> {
  const { code, stderr } = await host.cli('init')
  expect([code, stderr]).toEqual([0, ''])
  await host.push()
  await host.configure()
  await host.deploy()
}

/** Writes a file into each bucket that can hold pictures, and returns their paths. */
async function fill(): Promise<string> {
  const { id } = await host.signUp({ social_username: `maya${Date.now()}` })
  const { storage } = host.client(host.stack.secretKey)
  const picture = new Blob(['picture'], { type: 'image/jpeg' })
  for (const bucket of ['social-media', 'social-avatars', 'social-uploads']) {
    for (const name of ['one.jpg', 'a folder/two.jpg']) {
      const { error } = await storage.from(bucket).upload(`${id}/${name}`, picture)
      expect(error).toBeNull()
    }
  }
  return `${id}/one.jpg`
}

const access = () => [
  ...['--db-url', host.stack.databaseUrl],
  ...['--url', host.stack.url, '--key', host.stack.publishableKey],
]
const secret = () => ({ SUPABASE_SECRET_KEY: host.stack.secretKey })
const uninstall = (...args: string[]) => host.cli('uninstall', ...access(), ...args, secret())
const confirmed = (...args: string[]) => uninstall('--yes-delete', 'bakery', ...args)

/** Switches the hook and the exposed schema off, as the first run of the command says. */
async function switchOff(...args: string[]): Promise<void> {
  expect((await confirmed(...args)).code).toBe(2)
  await host.configure()
}

async function deleteFunctions(): Promise<void> {
  for (const name of ['social-ingest', 'social-files', 'social-worker'])
    await host.deleteFunction(name)
}

/** Uninstalls everything, whatever a test has left behind. */
async function clean(): Promise<void> {
  await deleteFunctions()
  const first = await confirmed('--drop-dependents', '--remove-changed')
  if (first.code === 2) {
    await host.configure()
    const second = await confirmed('--drop-dependents', '--remove-changed')
    expect([second.code, second.stderr]).toEqual([0, ''])
  }
  await host.configure()
}

beforeAll(async () => {
  host = await startHostProject()
  before = await stateOf(host)
}, TIMEOUT)

afterAll(() => host?.stop())

describe('uninstall', { timeout: TIMEOUT }, () => {
  it('leaves the catalog and the folder as they were before init, while sign-ups go on', async () => {
    await install()
    await fill()
    await switchOff()
    await deleteFunctions()
    const signUps = keepSigningUp(host)
    const waits = await sampleLockWaits(host.stack.databaseUrl)
    let result: CliResult
    let longest: number
    let signedUp: SignUps
    try {
      result = await confirmed()
    } finally {
      longest = await waits.stop()
      signedUp = await signUps.stop()
    }
    const { code, stdout, stderr } = result
    const { count, failures } = signedUp
    console.log(`longest wait for a lock during uninstall: ${Math.round(longest)} ms`)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/people: \d+\n {2}posts: 0\n/)
    expect(stdout).toMatch(/files in the bucket social-media: 2 \(14 bytes\)/)
    expect(stdout).toContain('removed 6 files and 4 buckets')
    expect(failures).toEqual([])
    expect(count).toBeGreaterThan(5)
    expect(longest).toBeLessThanOrEqual(250)
    expect(await stateOf(host)).toEqual(before)
  })

  it('is not undone by a push, and says afterwards that there is nothing to do', async () => {
    expect(await host.push()).toEqual([])
    const { code, stdout } = await uninstall()
    expect([code, stdout]).toEqual([0, expect.stringContaining('There is nothing to do')])
    expect(await stateOf(host)).toEqual(before)
  })

  it('lets a later init install everything again, and removes it again', async () => {
    await install()
    expect(await host.sql`select from pg_policies where policyname like 'social%'`).not.toEqual([])
    await clean()
    expect(await stateOf(host)).toEqual(before)
  })
})

describe('uninstall refuses', { timeout: TIMEOUT }, () => {
  beforeAll(async () => {
    await install()
  }, TIMEOUT)
  afterAll(clean, TIMEOUT)

  const unchanged = async (act: () => Promise<{ code: number | null; stderr: string }>) => {
    const state = await stateOf(host)
    const { code, stderr } = await act()
    expect(code).toBe(2)
    expect(stderr).not.toContain('    at ') // no stack trace
    expect(stderr).not.toContain(host.stack.secretKey)
    expect(await stateOf(host)).toEqual(state)
    return stderr
  }

  it('to run without a confirmation if there is no terminal', async () => {
    const stderr = await unchanged(() => uninstall())
    expect(stderr).toContain('pass --yes-delete bakery')
  })

  it('a wrong name of the project', async () => {
    const stderr = await unchanged(() => uninstall('--yes-delete', 'bakehouse'))
    expect(stderr).toContain('The name of the project is bakery, and you gave bakehouse')
  })

  it('addresses of two hosted projects', async () => {
    const [one, two] = ['a'.repeat(20), 'b'.repeat(20)]
    const stderr = await unchanged(() =>
      host.cli(
        ...['uninstall', '--db-url', `postgresql://postgres:x@db.${one}.supabase.co/postgres`],
        ...['--url', `https://${two}.supabase.co`],
      ),
    )
    expect(stderr).toContain(`--db-url is the project ${one}, but --url is the project ${two}`)
  })

  it('to run without the address of the database', async () => {
    const stderr = await unchanged(() => host.cli('uninstall', '--yes-delete', 'bakery'))
    expect(stderr).toContain('Pass the database address')
  })

  it('unknown options, and says which', async () => {
    const stderr = await unchanged(() => host.cli('uninstall', '--everything'))
    expect(stderr).toContain("Unknown option '--everything'")
  })

  it('to remove objects of the host that use supabase-social, and lists them', async () => {
    await host.sql.unsafe(`
      create view public.fans as select username from social.profiles;
      create table public.badges (owner uuid references social.profiles);
      create policy badges_policy on public.badges using (social_private.viewer_id() = owner);
      create function public.own_hook(event jsonb) returns jsonb language plpgsql as $$
        begin return social_private.before_user_created(event); end $$;
      create table social.mine (id int);
      create policy own_files on storage.objects using (social_private.can_upload(name, metadata))`)
    const stderr = await unchanged(() => confirmed())
    await host.sql.unsafe(`
      drop view public.fans; drop table public.badges; drop function public.own_hook(jsonb);
      drop table social.mine; drop policy own_files on storage.objects`)
    for (const line of [
      'view public.fans',
      'table constraint badges_owner_fkey on public.badges',
      'policy badges_policy on public.badges',
      'function whose text mentions supabase-social, public.own_hook(event jsonb)',
      'table social.mine',
      'policy own_files on storage.objects',
    ]) {
      expect(stderr).toContain(`  ${line}\n`)
    }
    expect(stderr).toContain('--drop-dependents')
  })

  it('to go on while it cannot see the hook and the exposed schemas', async () => {
    const stderr = await unchanged(() =>
      host.cli('uninstall', '--db-url', host.stack.databaseUrl, '--yes-delete', 'bakery'),
    )
    expect(stderr).toContain('--hook-is-off')
    expect(stderr).toContain('--schema-is-hidden')
  })

  it('to go on while the hook is on, and switches it off in config.toml only', async () => {
    const users = await host.sql`select id from auth.users order by id`
    const { catalog } = await stateOf(host)
    const { code, stderr } = await confirmed()
    expect(code).toBe(2)
    expect(stderr).toContain('The sign-up hook is on')
    expect(stderr).toContain('exposes the schema social')
    expect(stderr).toContain('https://supabase.com/dashboard/project/_/auth/hooks')
    expect(stderr).toContain('npx supabase config push')
    expect(host.files()['supabase/config.toml']).toContain('enabled = false')
    expect(await host.catalog()).toEqual(catalog)
    expect(await host.sql`select id from auth.users order by id`).toEqual(users)
  })
})

describe('uninstall with --drop-dependents', { timeout: TIMEOUT }, () => {
  afterAll(clean, TIMEOUT)

  it('removes what uses supabase-social, and keeps the tables of the host', async () => {
    await install()
    await host.sql.unsafe(`
      create table public.badges (
        owner uuid constraint badges_owner_fkey references social.profiles,
        seen social.list_visibility
      );
      create view public.fans as select username from social.profiles`)
    await switchOff('--drop-dependents')
    await deleteFunctions()
    expect((await confirmed('--drop-dependents')).code).toBe(0)
    const columns = await host.sql`
      select column_name as name from information_schema.columns where table_name = 'badges'`
    expect(columns).toEqual([{ name: 'owner' }])
    await host.sql`drop table public.badges`
    expect(await stateOf(host)).toEqual(before)
  })

  it('removes every kind of object that can use supabase-social', async () => {
    await install()
    await host.sql.unsafe(`
      create type public.award as (winner social.profiles, place integer);
      create table public.contests (id integer, prize public.award);
      create domain public.member as uuid check (social_private.viewer_id() is not null);
      create table public.rivals () inherits (social.follows);
      create function social_private.own_kind() returns text immutable language sql as
        'select ''guest''';
      create table public.guests (
        id uuid default social_private.uuid_v7(),
        kind text generated always as (social_private.own_kind()) stored
      );
      create function social_private.own_trigger() returns trigger language plpgsql as
        'begin return new; end';
      create trigger own before insert on public.guests
        for each row execute function social_private.own_trigger();
      create publication own_publication for table social.posts, public.guests;
      create materialized view public.names as select username from social.profiles;
      create view public.short_names as select left(username, 3) from public.names`)
    await switchOff('--drop-dependents')
    await deleteFunctions()
    const { code, stderr } = await confirmed('--drop-dependents')
    expect([code, stderr]).toEqual([0, ''])
    expect(await host.sql`insert into public.guests default values returning *`).toHaveLength(1)
    await host.sql.unsafe(`
      drop publication own_publication;
      drop table public.guests, public.contests; drop type public.award; drop domain public.member`)
    expect(await stateOf(host)).toEqual(before)
  })
})

describe('uninstall without the secret key', { timeout: TIMEOUT }, () => {
  it('runs all other steps, keeps the files closed, and finishes when it gets the key', async () => {
    await install()
    const path = await fill()
    await switchOff()
    await deleteFunctions()
    const without = await host.cli('uninstall', ...access(), '--yes-delete', 'bakery')
    expect(without.code).toBe(1)
    expect(without.stdout).toMatch(/files and buckets: left to do by hand: .*SUPABASE_SECRET_KEY/)
    expect(without.stdout).toContain('folder of the project: done')

    // The host's own policy opens every file to people who are signed in.
    const [jo] = host.users
    const download = (bucket: string, name: string) =>
      jo?.supabase.storage.from(bucket).download(name)
    expect((await download('avatars', `${jo?.id}/me.txt`))?.error).toBeNull()
    expect((await download('social-media', path))?.error).not.toBeNull()
    expect((await jo?.supabase.storage.from('social-media').list())?.data ?? []).toEqual([])

    const { code, stdout } = await confirmed()
    expect([code, stdout]).toEqual([0, expect.stringContaining('removed 6 files and 4 buckets')])
    expect(await stateOf(host)).toEqual(before)
  })
})

describe('uninstall of the schedule', { timeout: TIMEOUT }, () => {
  it('removes the job, its log and the secrets, and names other jobs that call us', async () => {
    await host.sql.unsafe(`
      create schema cron;
      create table cron.job (jobid bigserial, jobname text, command text);
      create table cron.job_run_details (jobid bigint);
      create function cron.unschedule(name text) returns boolean language sql as
        'delete from cron.job where jobname = name returning true';
      create schema vault;
      create table vault.secrets (name text);
      insert into cron.job (jobname, command) values
        ('social worker', 'select net.http_post(''https://x/functions/v1/social-worker'')'),
        ('bake', 'select 1'), ('recount', 'select social_private.verify_counters()');
      insert into cron.job_run_details select jobid from cron.job;
      insert into vault.secrets values ('social_worker_key'), ('social_secret_key'), ('oven')`)
    const { code, stdout } = await confirmed()
    expect(code).toBe(1)
    expect(stdout).toContain('left to do by hand: other jobs call supabase-social')
    expect(stdout).toContain("select cron.unschedule('recount')")
    const rows = await host.sql`
      select jobname as name from cron.job union all select name from vault.secrets
      union all select 'log' from cron.job_run_details order by 1`
    expect(rows.map(({ name }) => name)).toEqual(['bake', 'log', 'log', 'oven', 'recount'])
    await host.sql`drop schema cron, vault cascade`.finally(() => {})
    expect(await stateOf(host)).toEqual(before)
  })
})

describe('an interrupted uninstall', { timeout: TIMEOUT }, () => {
  /** Kills the command when it has printed the line of a step, and some milliseconds later. */
  async function killAfter(step: number, delay: number): Promise<void> {
    const child = host.startCli('uninstall', ...access(), '--yes-delete', 'bakery', secret())
    let output = ''
    const closed = new Promise((resolve) => child.once('close', resolve))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (new RegExp(`^${step}/`, 'm').test(output)) setTimeout(() => child.kill('SIGKILL'), delay)
    })
    await closed
  }

  it.each([0, 40, 120])(
    'continues where it was killed %i ms after any step, and sign-ups work in between',
    async (delay) => {
      await install()
      await fill()
      await switchOff()
      await deleteFunctions()
      for (const step of [1, 2, 3, 4, 5, 6]) {
        await killAfter(step, delay)
        await host.signUp({ username: 'Jo' })
        await host.signUp({ username: 'Jo', social_username: `jo_${delay}_${step}` })
      }
      expect((await confirmed()).code).toBe(0)
      expect(await stateOf(host)).toEqual(before)
    },
  )
})

describe('uninstall --export', { timeout: TIMEOUT }, () => {
  afterAll(clean, TIMEOUT)

  it('first writes every table as JSON lines and every file', async () => {
    await install()
    const path = await fill()
    const folder = mkdtempSync(join(tmpdir(), 'supabase-social-export-'))
    await switchOff()
    expect((await confirmed('--export', folder)).stdout).toContain('Exported 6 files')
    const lines = readFileSync(join(folder, 'tables/social.profiles.jsonl'), 'utf8').split('\n')
    expect(lines.filter(Boolean).map((line) => JSON.parse(line).id)).toContain(path.split('/')[0])
    expect(readFileSync(join(folder, 'files/social-media', path), 'utf8')).toBe('picture')
    const twoWords = path.replace('one.jpg', 'a folder/two.jpg')
    expect(existsSync(join(folder, 'files/social-avatars', twoWords))).toBe(true)
  })
})

describe('uninstall of the folder', { timeout: TIMEOUT }, () => {
  it('keeps a file that the user changed and says so, unless --remove-changed is given', async () => {
    await install()
    const path = Object.keys(host.files()).find((name) => name.endsWith('_social_likes.sql')) ?? ''
    writeFileSync(join(host.folder, path), 'select 1;\n')
    const first = await host.cli('uninstall', '--folder-only', '--yes-delete', 'bakery')
    expect(first.code).toBe(1)
    expect(first.stdout).toContain(`you changed these files, so they stay: ${path}`)
    const left = Object.keys(host.files()).filter((name) => name.includes('social'))
    expect(left).toEqual([path, 'supabase/supabase-social.json'])
    const args = ['--folder-only', '--yes-delete', 'bakery', '--remove-changed']
    expect((await host.cli('uninstall', ...args)).code).toBe(0)
    expect(host.files()).toEqual(before.files)
  })

  it('is not needed: outside of the folder, the command cleans the database', async () => {
    await host.configure()
    await deleteFunctions()
    const elsewhere = mkdtempSync(join(tmpdir(), 'supabase-social-elsewhere-'))
    const args = ['uninstall', ...access(), '--yes-delete', '127.0.0.1']
    const { code, stderr } = await runCli(elsewhere, ...args, secret())
    expect([code, stderr]).toEqual([0, ''])
    expect(await stateOf(host)).toEqual(before)
  })
})

describe('the uninstall by hand in docs/getting-started.md', { timeout: TIMEOUT }, () => {
  /**
   * Runs a statement again while it cannot get a lock, as the guide says. After each statement, the
   * Data API reads all tables.
   */
  async function untilLocked(run: () => PromiseLike<unknown>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await run()
        return
      } catch (error) {
        if ((error as { code?: string }).code !== '55P03' || tries === 300) throw error
        await wait(100)
      }
    }
  }

  it('removes everything from the database, and sign-ups work after each statement', async () => {
    await install()
    await fill()
    await switchOff()
    for (const bucket of ['social-uploads', 'social-media', 'social-avatars', 'social-exports']) {
      const { storage } = host.client(host.stack.secretKey)
      await storage.emptyBucket(bucket)
      expect((await storage.deleteBucket(bucket)).error).toBeNull()
    }
    const docs = readFileSync(`${root}docs/getting-started.md`, 'utf8')
    const block = /### Uninstall by hand.*?```sql\n(.*?)```/s.exec(docs)?.[1] ?? ''
    const statements = block.split(/;\n/).filter((statement) => statement.trim())
    expect(statements.length).toBeGreaterThan(10)
    const connection = await host.sql.reserve()
    try {
      for (const statement of statements) {
        await untilLocked(() => connection.unsafe(statement))
        const social_username = `jo${crypto.randomUUID().slice(0, 8)}`
        await host.signUp({ username: 'Jo', social_username })
      }
    } finally {
      connection.release()
    }
    expect(await host.catalog()).toEqual(before.catalog)
    expect((await host.cli('uninstall', '--folder-only', '--yes-delete', 'bakery')).code).toBe(0)
    expect(host.files()).toEqual(before.files)
  })
})

describe('uninstall of a project that had nothing', { timeout: TIMEOUT }, () => {
  it('leaves an empty folder and an untouched database', async () => {
    const bakery = host
    host = await startHostProject({ empty: true })
    try {
      const untouched = await stateOf(host)
      await install()
      const name = ['--yes-delete', 'empty']
      expect((await uninstall(...name)).code).toBe(2)
      await host.configure()
      await deleteFunctions()
      const { code, stderr } = await uninstall(...name)
      expect([code, stderr]).toEqual([0, ''])
      expect(await stateOf(host)).toEqual(untouched)
    } finally {
      await host.stop()
      host = bakery
    }
  })
})
