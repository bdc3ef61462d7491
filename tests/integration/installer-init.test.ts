import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@decimalturn/toml-patch'
import { describe, expect, it } from 'vitest'
import { CONFIG, undoConfig } from '../../src/cli/project/config.ts'
import { findProject } from '../../src/cli/project/folder.ts'
import { checksum, MANIFEST, readManifest, writeManifest } from '../../src/cli/project/manifest.ts'
import { root } from '../../tools/local-stack/paths.ts'
import {
  ACCOUNTS,
  CONFIG_TEXT,
  expectRefusal,
  FOUNDATION,
  HOST,
  INGEST,
  init,
  RECOVERY,
  small,
  WORKER,
} from '../support/init-host.ts'
import { type Files, readFiles, runCli, temporaryFolder, writeFiles } from '../support/installer.ts'

interface Mails {
  auth: { email: { template: Record<string, { content_path: string }> } }
}

describe('npx supabase-social init', { timeout: 120_000 }, () => {
  it('writes migrations after the newest one, functions without tests, templates of mails, settings and a manifest', async () => {
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
      [RECOVERY]: '<p>{{ .TokenHash }}</p>\n',
    })
    expect(config).toContain('schemas = ["public", "graphql_public", "social"] # what apps see')
    expect(JSON.parse(manifest ?? '')).toMatchObject({
      release: '1.0.0',
      folders: [INGEST, WORKER, 'supabase/templates'],
    })
    expect(config).not.toContain('template')
    for (const path of [FOUNDATION, ACCOUNTS, `${WORKER}/deno.json`, CONFIG])
      expect(stdout).toContain(path)
  })

  it('records the source and the checksum of each file, and what undoes the settings', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const { files = [], config } = readManifest(findProject(folder)) ?? {}
    const written = readFiles(folder)
    expect(files).toHaveLength(6)
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
      /3\. Deploy .*functions deploy social-ingest social-files social-worker/,
      /4\. Expose the schema social.*config push/,
      /5\. Switch on the sign-up hook, after the migrations/,
      /6\. Schedule the worker/,
      /7\. Mails \(recommended\): .* add the pages \/reset-password and \/confirm to your app/s,
      /8\. Decide whether people must confirm/,
      /9\. .*backfill/,
      /10\. .*doctor/,
    ]
    const places = order.map((step) => steps.search(step))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    const pages = steps.match(/https:\/\/supabase\.com\/dashboard\/\S+/g) ?? []
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page).toContain(`/project/${ref}/`)
    expect(steps).toContain(`social_private.schedule_worker('https://${ref}.supabase.co')`)
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
      'supabase/templates',
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

  it('changes no mail of the app, and prints sections that give the mails our templates', async () => {
    const folder = temporaryFolder(HOST)
    const { stdout } = await runCli(folder, ['init'])
    expect(Object.keys(parse(readFiles(folder)[CONFIG] ?? '').auth ?? {})).toEqual(['hook'])
    const sections = stdout.match(/^ *\[auth\.email\.template\.\w+\]\n.*\n/gm) ?? []
    expect(sections).toHaveLength(5)
    writeFiles(folder, { [CONFIG]: `${readFiles(folder)[CONFIG]}\n${sections.join('')}` })
    const before = readFiles(folder)
    const { auth } = parse(before[CONFIG] ?? '') as unknown as Mails
    for (const { content_path: path } of Object.values(auth.email.template))
      expect(before[join('.', path)]).toContain('{{ .TokenHash }}')
    const again = await runCli(folder, ['init'])
    expect(again.stdout).toContain('Everything is in place already')
    expect(again.stdout).not.toContain('Mails')
    expect(readFiles(folder)).toEqual(before)
  })

  it('keeps a mail template of the host, prints no section for it, and says that ours is there to compare', async () => {
    const mail = '[auth.email.template.recovery]\ncontent_path = "./mails/reset.html"\n'
    const folder = temporaryFolder({ ...HOST, [CONFIG]: `${CONFIG_TEXT}\n${mail}` })
    const { stdout } = await init(folder)
    expect(readFiles(folder)[CONFIG]).toContain(mail)
    expect(readFiles(folder)[RECOVERY]).toBe('<p>{{ .TokenHash }}</p>\n')
    expect(stdout).toContain('Your own mail of config.toml stays (recovery).')
    expect(stdout).not.toContain('[auth.email.template.recovery]')
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
    const mails = ['confirmation', 'email-change', 'invite', 'magic-link', 'recovery']
    expect(files.filter((path) => path.startsWith('supabase/templates/'))).toEqual(
      mails.map((mail) => `supabase/templates/social-${mail}.html`),
    )
    expect(files.filter((path) => /\.test\.|^supabase\/functions\/_/.test(path))).toEqual([])
  })
})
