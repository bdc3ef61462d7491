import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { checks } from '../../src/cli/doctor/doctor.ts'
import { readPolicies } from '../../src/cli/doctor/policies.ts'
import { type Project, withProject } from '../../src/cli/doctor/project.ts'
import { release } from '../../src/sdk/release.ts'
import { answerFaults } from '../support/doctor-answers.ts'
import { sqlFaults } from '../support/doctor-faults.ts'
import { CONFIG, type DoctorProject, startDoctorProject } from '../support/doctor-project.ts'
import { settingFaults, withHook, withoutHook } from '../support/doctor-settings.ts'
import type { Answer } from '../support/proxy.ts'

let project: DoctorProject

beforeAll(async () => {
  project = await startDoctorProject()
  answerWith({})
}, 120_000)

afterAll(() => project?.stop())
afterEach(() => answerWith({}))

/** Answers requests by path and schema with the given answers. Other requests reach the stack. */
function answerWith(answers: Record<string, Answer>): void {
  project.proxy.override((request) => {
    const { pathname } = new URL(request.url)
    const schema = request.headers.get('accept-profile') ?? 'none'
    return answers[`${pathname} ${schema}`] ?? answers[pathname]
  })
}

const userCount = async () => (await project.sql`select count(*) from auth.users`)[0]?.count

describe('the command doctor', { timeout: 120_000 }, () => {
  it('finds every line fine that it can see in a healthy project', async () => {
    const lines = await project.lines()
    expect(lines.filter(({ state }) => state !== 'fine').map(({ title }) => title)).toEqual([
      'current password',
    ])
    expect(lines.map(({ title }) => title)).toEqual(checks.map(({ title }) => title))
  })

  it('says that policies of the host which let everybody listen and send do no harm', async () => {
    expect(await project.line('realtime policies')).toEqual({
      state: 'fine',
      text: 'Restrictive policies close our topics to "Signed-in people listen" on realtime.messages, "Signed-in people talk" on realtime.messages.',
    })
  })

  it('says which restrictive policies of the host hold for our topics, too', async () => {
    await project.sql`create policy host_hours on realtime.messages as restrictive
      for select using (extract(hour from now()) < 25)`
    const line = await project.line('realtime policies')
    await project.sql`drop policy host_hours on realtime.messages`
    const says = 'These restrictive policies of your app hold for our topics, too: "host_hours"'
    expect(line).toMatchObject({ state: 'fine', text: expect.stringContaining(says) })
  })

  it('has a row for each line in the table of the documentation', () => {
    const docs = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8')
    const [, section = ''] = docs.split('## Doctor')
    const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| ([^|]+) \|/gm)]
    const titles = rows.flatMap(([, title = '']) => title.split(', '))
    expect(titles.slice(1)).toEqual(checks.map(({ title }) => title))
  })

  it('knows the definition of every policy that the migrations create', async () => {
    // To write the file after a change of a policy, run this test with --update.
    const policies = await withProject(project.access, async ({ read }) => read?.(readPolicies))
    const ours = policies?.filter(
      ({ table, name }) => /^social(_private)?\./.test(table) || name.startsWith('social_'),
    )
    const digests = (ours ?? []).map(({ table, name, digest }) => [`${table} ${name}`, digest])
    const file = '../../src/cli/doctor/expected-policies.json'
    const json = `${JSON.stringify(Object.fromEntries(digests), null, 2)}\n`
    await expect(json).toMatchFileSnapshot(file)
  })

  it.each(sqlFaults)('reports in the line "$title" that $name', async (fault) => {
    const { title, breaks, says, mends } = fault
    const mending = mends.startsWith('$') ? await definitionOf(mends.slice(1)) : mends
    await project.sql.unsafe(breaks)
    try {
      expect(await project.line(title)).toMatchObject({
        state: 'todo',
        text: expect.stringContaining(says),
      })
    } finally {
      await project.sql.unsafe(mending)
    }
  })

  it.each(answerFaults)('reports in the line "$title" that $name', async (fault) => {
    answerWith(fault.answers)
    expect(await project.line(fault.title)).toMatchObject({
      state: fault.state,
      text: expect.stringContaining(fault.says),
    })
  })

  it.each(settingFaults)('reports in the line "$title" that $name', async (fault) => {
    const restore = project.edit(CONFIG, fault.change)
    await project.host.configure()
    await project.host.deploy()
    try {
      expect(await project.line(fault.title)).toMatchObject({
        state: 'todo',
        text: expect.stringContaining(fault.says),
      })
    } finally {
      restore()
      await project.host.configure()
      await project.host.deploy()
    }
  })

  it('reports in the line "function social-ingest" that the function is not deployed', async () => {
    await project.host.deleteFunction('social-ingest')
    const line = await project.line('function social-ingest')
    await project.host.deploy('social-ingest')
    expect(line).toMatchObject({ state: 'todo', text: expect.stringContaining('not deployed') })
  })

  it('accepts a hook of the host that asks the hook of supabase-social', async () => {
    const restore = project.edit(CONFIG, (text) => withHook(text, 'public/asking_hook'))
    await project.sql.unsafe(`create function public.asking_hook(event jsonb) returns jsonb
      language plpgsql as 'begin return social_private.before_user_created(event); end';
      grant execute on function public.asking_hook(jsonb) to supabase_auth_admin`)
    await project.host.configure()
    const line = await project.line('sign-up hook')
    restore()
    await project.host.configure()
    await project.sql`drop function public.asking_hook`
    const text = 'Your own hook is on, and asks ours: pg-functions://postgres/public/asking_hook'
    expect(line).toEqual({ state: 'fine', text })
  })

  it('finds every line fine again after each fault is mended', async () => {
    const lines = await project.lines()
    expect(lines.filter(({ state }) => state !== 'fine').map(({ title }) => title)).toEqual([
      'current password',
    ])
  })
})

async function definitionOf(name: string): Promise<string> {
  const [row] = await project.sql`select pg_get_functiondef(${name}::regprocedure) as definition`
  return row?.definition
}

describe('the sign-up that tests the hook', { timeout: 120_000 }, () => {
  it('creates no user and sends no mail when the hook is on', async () => {
    const before = await userCount()
    expect(await project.line('sign-up hook')).toMatchObject({ state: 'fine' })
    expect(await userCount()).toBe(before)
    expect(await mails()).toEqual([])
  })

  it('creates no user and sends no mail when neither the hook nor the trigger exists', async () => {
    const before = await userCount()
    const restore = project.edit(CONFIG, withoutHook)
    await project.host.configure()
    await project.sql`alter table auth.users disable trigger social_create_profile`
    const line = await project.line('sign-up hook')
    restore()
    await project.host.configure()
    await project.sql`alter table auth.users enable trigger social_create_profile`
    expect(line).toMatchObject({ state: 'todo', text: expect.stringContaining('It is off') })
    expect(await userCount()).toBe(before)
    expect(await mails()).toEqual([])
  })

  it('is not sent when supabase-social is not installed', async () => {
    answerWith({
      '/rest/v1/rpc/version social': { status: 406, body: { code: 'PGRST106' } },
      '/auth/v1/signup': { status: 500, body: { message: 'A sign-up was sent' } },
    })
    const { databaseUrl: _, ...access } = project.access
    expect(await project.line('sign-up hook', access)).toEqual({
      state: 'unseen',
      text: 'The schema social does not answer.',
    })
  })
})

async function mails(): Promise<unknown> {
  return (await fetch(`${project.access.url}/mail/messages`)).json()
}

describe('the files of the project in the command doctor', { timeout: 120_000 }, () => {
  const MANIFEST = 'supabase/supabase-social.json'
  const FILE = 'supabase/functions/social-worker/handler.ts'
  const MAIL = 'supabase/templates/social-recovery.html'

  it.each([
    {
      name: 'the files belong to an older release',
      title: 'release of the files',
      path: MANIFEST,
      change: (text: string) => text.replace(`"release": "${release}"`, '"release": "0.0.9"'),
      says: `It is 0.0.9, and this command has ${release}. Run npx supabase-social upgrade.`,
    },
    {
      name: 'the app has an older SDK',
      title: 'SDK release',
      path: 'node_modules/supabase-social/package.json',
      change: (text: string) => text.replace(`"version": "${release}"`, '"version": "0.0.9"'),
      says: `It is 0.0.9, and the database has ${release}. Install the newer release`,
    },
    {
      name: 'a migration is not applied',
      title: 'migrations',
      path: MANIFEST,
      change: (text: string) =>
        text.replace(/migrations\/\d+(?=_social_table_access)/, 'migrations/20991231000000'),
      says: 'are not applied, beginning with 20991231000000. Run npx supabase db push.',
    },
    {
      name: 'a file is changed',
      title: 'files',
      path: FILE,
      change: (text: string) => `${text}// my change`,
      says: `${FILE} differs from the release`,
    },
    {
      name: 'a file is missing',
      title: 'files',
      path: FILE,
      change: () => undefined,
      says: `${FILE} is missing. Run npx supabase-social init`,
    },
    {
      name: 'a template of a mail is missing',
      title: 'files',
      path: MAIL,
      change: () => undefined,
      says: `${MAIL} is missing. Run npx supabase-social init`,
    },
    {
      name: 'config.toml would bring the JWT check back',
      title: 'config.toml',
      path: CONFIG,
      change: (text: string) => text.replace(/\[functions\.social-worker\][^[]*/, ''),
      says: 'lacks settings of supabase-social',
    },
    {
      name: 'config.toml would make pages too small',
      title: 'config.toml',
      path: CONFIG,
      change: (text: string) => text.replace('max_rows = 1000', 'max_rows = 100'),
      says: 'sets api.max_rows to 100, and the SDK needs 101',
    },
  ])('are reported in the line "$title" when $name', async ({ title, path, change, says }) => {
    const undo = project.edit(path, change)
    try {
      expect(await project.line(title)).toMatchObject({
        state: 'todo',
        text: expect.stringContaining(says),
      })
    } finally {
      undo()
    }
  })
})

describe('the mails of the project in the command doctor', { timeout: 120_000 }, () => {
  const MAIL = 'supabase/templates/social-recovery.html'
  const SECTION = /\[auth\.email\.template\.recovery\][^[]*/

  it('may be the own ones of the app, so the line "files" is fine', async () => {
    const undo = project.edit(MAIL, (text) => `${text}<p>Bye</p>`)
    try {
      for (const title of ['files', 'mails'])
        expect(await project.line(title)).toMatchObject({ state: 'fine' })
    } finally {
      undo()
    }
  })

  it.each([
    ['is the one that Auth has built in', CONFIG, (text: string) => text.replace(SECTION, '')],
    [
      'has a section that names no template',
      CONFIG,
      (text: string) =>
        text.replace(SECTION, '[auth.email.template.recovery]\nsubject = "Hello"\n\n'),
    ],
    [
      'has the link of the built-in mail',
      MAIL,
      () => '<a href="{{ .ConfirmationURL }}">Reset</a> {{ .TokenHash }}',
    ],
  ])('lead to advice, and not to an error, when one %s', async (_, path, change) => {
    const undo = project.edit(path, change)
    try {
      const lines = await project.lines()
      expect(lines.filter(({ state }) => state === 'todo')).toEqual([])
      expect(lines.find(({ title }) => title === 'mails')).toMatchObject({
        state: 'unseen',
        text: expect.stringContaining('programs that scan mails use up: recovery.'),
      })
    } finally {
      undo()
    }
  })

  it('are to be mended when config.toml names a template that is missing', async () => {
    const undo = project.edit(MAIL, () => undefined)
    try {
      expect(await project.line('mails')).toMatchObject({
        state: 'todo',
        text: expect.stringContaining(`names ./${MAIL}, which is missing`),
      })
    } finally {
      undo()
    }
  })
})

describe('the command doctor without some of the access', { timeout: 120_000 }, () => {
  it('works with the address and the publishable key, and says what to pass to see more', async () => {
    const { url, key, folder } = project.access
    const lines = await project.lines({ url, key, folder })
    expect(lines.filter(({ state }) => state === 'todo')).toEqual([])
    const unseen = lines.filter(({ state }) => state === 'unseen')
    expect(
      unseen.filter(({ text }) => !/--db-url|SECRET_KEY/.test(text)).map(({ title }) => title),
    ).toEqual(['current password'])
    expect(unseen.map(({ title }) => title)).not.toContain('sign-up hook')
  })

  it('works with the database alone', async () => {
    const { databaseUrl, folder } = project.access
    const lines = await project.lines({ databaseUrl, folder })
    const unseen = lines.filter(({ state }) => state !== 'fine')
    expect(unseen.filter(({ text }) => !/--url/.test(text)).map(({ title }) => title)).toEqual([
      'current password',
    ])
    expect(unseen.map(({ title }) => title)).not.toContain('rights')
  })

  it('reads max rows in config.toml if no table has enough rows', async () => {
    answerWith({ '/rest/v1/profiles': { status: 200, body: [] } })
    const { url, key, folder } = project.access
    expect(await project.line('max rows', { url, key, folder })).toEqual({
      state: 'fine',
      text: 'supabase/config.toml sets 1000.',
    })
  })

  it('reads the buckets with the secret key', async () => {
    const { url, key, secretKey } = project.access
    expect(await project.line('buckets', { url, key, secretKey })).toMatchObject({ state: 'fine' })
    await project.sql`update storage.buckets set file_size_limit = 7 where id = 'social-exports'`
    const line = await project.line('buckets', { url, key, secretKey })
    await project.sql`update storage.buckets set file_size_limit = 209715200
      where id = 'social-exports'`
    expect(line).toMatchObject({ state: 'todo', text: expect.stringContaining('209715200') })
  })

  it('refuses a secret key that the project does not accept, without printing it', async () => {
    const { url, key } = project.access
    const line = project.line('buckets', { url, key, secretKey: 'sb_secret_wrong' })
    await expect(line).rejects.toThrow(/^The project rejects SUPABASE_SECRET_KEY \(401/)
    await expect(line).rejects.not.toThrow('sb_secret_wrong')
  })

  it('sees with the publishable key that a bucket is public', async () => {
    const { url, key } = project.access
    await project.sql`update storage.buckets set public = not public
      where id in ('social-uploads', 'social-avatars')`
    const line = await project.line('buckets', { url, key })
    await project.sql`update storage.buckets set public = not public
      where id in ('social-uploads', 'social-avatars')`
    const says = 'social-uploads is public, social-avatars is public.'
    expect(line).toMatchObject({ state: 'todo', text: expect.stringContaining(says) })
  })

  it('compares no definitions with a database of another release', async () => {
    const other = await withProject(project.access, async (seen) => {
      const check = checks.find(({ title }) => title === 'table policies')
      return check?.run({ ...seen, databaseRelease: '0.0.9' })
    })
    expect(other).toEqual({
      state: 'unseen',
      text: `This command knows release ${release}, and the database has release 0.0.9.`,
    })
  })

  it('links to the setting of the current password, which it cannot see', async () => {
    const check = checks.find(({ title }) => title === 'current password')
    const link = (page: string) => `https://supabase.com/dashboard/project/_/${page}`
    expect(await check?.run({ link } as Project)).toEqual({
      state: 'unseen',
      text: expect.stringContaining('Switch on "Require current password"'),
      link: 'https://supabase.com/dashboard/project/_/auth/providers',
    })
  })

  it('refuses a Postgres that is too old', async () => {
    const check = checks.find(({ title }) => title === 'Postgres')
    const tx = async () => [{ version: '14.9 (Debian)', number: 140_009 }]
    const old = { read: (work: (tx: unknown) => unknown) => work(tx), link: () => undefined }
    expect(await check?.run(old as unknown as Project)).toEqual({
      state: 'todo',
      text: 'Version 14.9 is too old. supabase-social needs Postgres 15 or newer.',
    })
  })
})

describe('npx supabase-social doctor', { timeout: 120_000 }, () => {
  const run = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
    const tsx = fileURLToPath(import.meta.resolve('tsx'))
    const env = { ...process.env, SUPABASE_SECRET_KEY: project.access.secretKey }
    const options = { env, cwd: project.access.folder }
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--import', tsx, cli, 'doctor', ...args],
        options,
        (...result) => {
          const [error, stdout, stderr] = result
          resolve({ code: Number(error?.code ?? 0), stdout, stderr })
        },
      )
    })
  }
  const access = () => {
    const { url, key, databaseUrl } = project.access
    return ['--url', url, '--key', key, '--db-url', databaseUrl]
  }

  it('exits with 0 when everything is fine, and prints a line for each check', async () => {
    const { code, stdout, stderr } = await run(...access())
    expect(stdout).toMatch(/^✓ Postgres +Version /)
    expect(stdout).toContain(`\n✓ ${checks.length - 1} fine, ! 0 to do, ? 1 not seen\n`)
    expect([code, stderr]).toEqual([0, ''])
  })

  it('exits with 1 when something needs to be done, and prints no secret', async () => {
    answerWith({
      '/functions/v1/social-worker': {
        status: 503,
        body: { message: `${project.access.secretKey} ${project.access.databaseUrl}` },
      },
    })
    const { code, stdout, stderr } = await run(...access(), '--json')
    const lines = JSON.parse(stdout)
    expect(lines).toHaveLength(checks.length)
    expect(lines.filter(({ state }: { state: string }) => state === 'todo')).toMatchObject([
      { title: 'function social-worker', state: 'todo' },
    ])
    expect(stdout + stderr).not.toContain(project.access.secretKey)
    expect(stdout + stderr).not.toContain(new URL(project.access.databaseUrl).password)
    expect(code).toBe(1)
  })

  it('sends no key to another server to which the address leads', async () => {
    answerWith({
      '/rest/v1/rpc/version': {
        status: 301,
        body: {},
        headers: { location: 'https://elsewhere.example/rest/v1/rpc/version' },
      },
    })
    const { code, stderr } = await run(...access())
    expect(stderr).toBe('The address leads to another one. Pass --url https://elsewhere.example\n')
    expect(code).toBe(2)
  })

  it.each([
    ['nothing is passed', () => [], 'Pass the address and the publishable key of the project'],
    [
      'the key is wrong',
      () => ['--url', project.access.url, '--key', 'sb_publishable_wrong'],
      'The project rejects the publishable key',
    ],
    [
      'the key is a secret key',
      () => ['--url', project.access.url, '--key', project.access.secretKey],
      'Set SUPABASE_SECRET_KEY to the secret key',
    ],
    [
      'the key is an old secret key',
      () => ['--url', project.access.url, '--key', `eyJ.${btoa('{"role":"service_role"}')}.x`],
      'Set SUPABASE_SECRET_KEY to the secret key',
    ],
    [
      'no server answers',
      () => ['--url', 'http://127.0.0.1:9', '--key', 'x'],
      'No response from http://127.0.0.1:9',
    ],
    ['an option is unknown', () => ['--bogus'], "Unknown option '--bogus'"],
  ])('exits with 2 and says why when %s', async (_, args, says) => {
    const { code, stdout, stderr } = await run(...args())
    expect(stderr).toContain(says)
    expect(stderr).not.toContain(project.access.secretKey)
    expect([code, stdout]).toEqual([2, ''])
  })

  const strangers: [string, number, Record<string, string>, string, string][] = [
    ['a website', 200, {}, '<html></html>', 'does not answer as a Supabase project does'],
    ['a website without this page', 404, {}, '<html></html>', 'does not answer as a Supabase'],
    ['a broken redirect', 302, { location: 'http://[' }, '', 'does not answer as a Supabase'],
    ['a shortened response', 200, { 'content-length': '9' }, '"0.1', 'No response from http'],
  ]
  it.each(strangers)('sends no secret key to %s', async (_, status, headers, body, says) => {
    const keys: unknown[] = []
    const server = createServer((request, response) => {
      keys.push(request.headers.apikey)
      response.writeHead(status, headers)
      if (headers['content-length']) response.write(body, () => response.destroy())
      else response.end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await run('--url', `http://127.0.0.1:${port}`, '--key', 'x')
    server.close()
    expect(stderr).toContain(says)
    expect([code, keys]).toEqual([2, ['x']])
  })
})
