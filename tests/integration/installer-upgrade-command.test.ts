import { rmSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initCommand } from '../../src/cli/init-command.ts'
import { findProject } from '../../src/cli/project/folder.ts'
import { MANIFEST, readManifest, writeManifest } from '../../src/cli/project/manifest.ts'
import { upgradeCommand } from '../../src/cli/upgrade-command.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import {
  type Files,
  madeUpRelease,
  type Run,
  readFiles,
  runCommand,
  temporaryFolder,
  writeFiles,
} from '../support/installer.ts'

const HOST: Files = {
  'supabase/config.toml': 'project_id = "host"\n',
  'supabase/migrations/20300101000000_host.sql': 'create table public.friends ();\n',
}

const WORKER = 'supabase/functions/social-worker'

const INVITE = 'supabase/templates/social-invite.html'

const [first, second, third] = [
  madeUpRelease('1.0.0', {
    'supabase/migrations/20260101000100_social_foundation.sql': `
      create schema social_private;
      create table social_private.config ();\n`,
    [`${WORKER}/index.ts`]: '// worker 1\n',
    [`${WORKER}/old.ts`]: '// old\n',
    'supabase/functions/social-ingest/index.ts': '// ingest\n',
  }),
  madeUpRelease('1.2.0', {
    'supabase/migrations/20260101000100_social_foundation.sql': `
      create schema social_private;
      create table social_private.config (size integer, color text);\n`,
    'supabase/upgrades/1.1.0_social_size.sql':
      'alter table social_private.config add column size integer;\n',
    'supabase/upgrades/1.2.0_social_color.sql':
      'alter table social_private.config add column color text;\n',
    [`${WORKER}/index.ts`]: '// worker 2\n',
    [`${WORKER}/new.ts`]: '// new\n',
    'supabase/functions/social-ingest/index.ts': '// ingest\n',
    [INVITE]: '<p>invited</p>\n',
  }),
  madeUpRelease('1.10.0', {
    'supabase/migrations/20260101000100_social_foundation.sql': `
      create schema social_private;
      create table social_private.config (size integer, color text, shape text);\n`,
    'supabase/upgrades/1.1.0_social_size.sql':
      'alter table social_private.config add column size integer;\n',
    'supabase/upgrades/1.2.0_social_color.sql':
      'alter table social_private.config add column color text;\n',
    'supabase/upgrades/1.10.0_social_shape.sql':
      'alter table social_private.config add column shape text;\n',
    [`${WORKER}/index.ts`]: '// worker 3\n',
    [`${WORKER}/new.ts`]: '// new\n',
    'supabase/functions/social-ingest/index.ts': '// ingest\n',
    [INVITE]: '<p>invited</p>\n',
  }),
] as const

const FOUNDATION = 'supabase/migrations/20300101000001_social_foundation.sql'
const SIZE = 'supabase/migrations/20300101000002_social_size.sql'
const COLOR = 'supabase/migrations/20300101000003_social_color.sql'

async function installed(release: string = first, files: Files = HOST): Promise<string> {
  const folder = temporaryFolder(files)
  const { code } = await runCommand(initCommand, folder, ['--package', release])
  expect(code).toBe(0)
  return folder
}

function upgrade(folder: string, release: string, ...args: string[]): Promise<Run> {
  return runCommand(upgradeCommand, folder, ['--package', release, ...args])
}

describe('npx supabase-social upgrade', () => {
  it('adds the forward migrations since the installed release, replaces the functions, and adds new templates of mails', async () => {
    const folder = await installed()
    const before = readFiles(folder)
    const { code, stdout, stderr } = await upgrade(folder, second)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('from release 1.0.0 to 1.2.0')
    const { [MANIFEST]: _, ...files } = readFiles(folder)
    const { [MANIFEST]: __, [`${WORKER}/old.ts`]: ___, ...kept } = before
    expect(stdout).toContain(`The templates of mails have changed: ${INVITE}`)
    expect(files).toEqual({
      ...kept,
      [INVITE]: '<p>invited</p>\n',
      [SIZE]: 'alter table social_private.config add column size integer;\n',
      [COLOR]: 'alter table social_private.config add column color text;\n',
      [`${WORKER}/index.ts`]: '// worker 2\n',
      [`${WORKER}/new.ts`]: '// new\n',
    })
    for (const path of [SIZE, COLOR, `${WORKER}/index.ts`, `removed  ${WORKER}/old.ts`])
      expect(stdout).toContain(path)
  })

  it('records the release, and where each file comes from', async () => {
    const folder = await installed()
    await upgrade(folder, second)
    const { release, files = [] } = readManifest(findProject(folder)) ?? {}
    expect(release).toBe('1.2.0')
    expect(files.map(({ path, release }) => [path, release])).toEqual([
      ['supabase/functions/social-ingest/index.ts', '1.2.0'],
      [`${WORKER}/index.ts`, '1.2.0'],
      [`${WORKER}/new.ts`, '1.2.0'],
      [FOUNDATION, '1.0.0'],
      [SIZE, '1.1.0'],
      [COLOR, '1.2.0'],
      [INVITE, '1.2.0'],
    ])
  })

  it('changes nothing when it is repeated, and says that the release is installed', async () => {
    const folder = await installed()
    await upgrade(folder, second)
    const before = readFiles(folder)
    const { code, stdout } = await upgrade(folder, second)
    expect(code).toBe(0)
    expect(stdout).toContain('release 1.2.0 is installed already')
    expect(stdout).toContain('The files are up to date')
    expect(readFiles(folder)).toEqual(before)
  })

  it('adds only what is missing in the next upgrade, and after a fresh install of a later release', async () => {
    const folders = [await installed(), await installed(second)]
    for (const folder of folders) await upgrade(folder, second)
    for (const folder of folders) {
      const before = Object.keys(readFiles(folder))
      await upgrade(folder, third)
      const added = Object.keys(readFiles(folder)).filter((path) => !before.includes(path))
      expect(added).toEqual([
        expect.stringMatching(/^supabase\/migrations\/\d+_social_shape\.sql$/),
      ])
    }
  })

  it('leaves a repeated init of the new release with nothing to do', async () => {
    const folder = await installed()
    await upgrade(folder, second)
    const before = readFiles(folder)
    const { stdout } = await runCommand(initCommand, folder, ['--package', second])
    expect(stdout).toContain('Everything is in place already')
    expect(readFiles(folder)).toEqual(before)
  })

  it('shows a diff with --dry-run, and writes nothing', async () => {
    const folder = await installed()
    const before = readFiles(folder)
    const { code, stdout } = await upgrade(folder, second, '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('-// worker 1\n+// worker 2')
    expect(stdout).toMatch(/new +supabase\/migrations\/20300101000002_social_size\.sql/)
    expect(readFiles(folder)).toEqual(before)
  })

  it('leaves files that the user changed alone, says so, and shows the difference', async () => {
    const folder = await installed()
    const mine = { [`${WORKER}/index.ts`]: '// mine\n', [`${WORKER}/old.ts`]: '// mine too\n' }
    writeFiles(folder, mine)
    const { stdout } = await upgrade(folder, second)
    expect(readFiles(folder)).toMatchObject({ ...mine, [`${WORKER}/new.ts`]: '// new\n' })
    expect(stdout).toContain(`${WORKER}/index.ts was changed in this project, and stays as it is`)
    expect(stdout).toContain('-// mine\n+// worker 2')
    expect(stdout).toContain(`${WORKER}/old.ts was changed in this project, and stays as it is`)
    const again = await upgrade(folder, third)
    expect(readFiles(folder)).toMatchObject(mine)
    expect(again.stdout).toContain('-// mine\n+// worker 3')
  })

  it('completes an interrupted run, wherever it was interrupted', async () => {
    const complete = await installed()
    const before = readFiles(complete)
    await upgrade(complete, second, '--dry-run')
    await upgrade(complete, second)
    const wanted = readFiles(complete)
    const final = readManifest(findProject(complete))
    const old = JSON.parse(before[MANIFEST] ?? '')
    const draft = { folders: final?.folders, config: final?.config }
    const written = [SIZE, COLOR, `${WORKER}/index.ts`, `${WORKER}/new.ts`, INVITE]
    for (let count = 0; count <= written.length; count++) {
      const folder = temporaryFolder(before)
      const added = final?.files.filter(({ path }) => !(path in before)) ?? []
      writeManifest(findProject(folder), { ...old, ...draft, files: [...old.files, ...added] })
      for (const path of written.slice(0, count)) writeFiles(folder, { [path]: wanted[path] ?? '' })
      const { stdout } = await upgrade(folder, second)
      expect(stdout).not.toContain('was changed in this project')
      expect(readFiles(folder), `after ${count} files`).toEqual(wanted)
    }
  })

  it('refuses to go back to an older release', async () => {
    const folder = await installed(second)
    const before = readFiles(folder)
    const { code, stderr } = await upgrade(folder, first)
    expect([code, stderr]).toEqual([2, expect.stringContaining('would go back to 1.0.0')])
    expect(readFiles(folder)).toEqual(before)
  })

  it('refuses when a migration of the older release is missing, which the new release does not have', async () => {
    const folder = await installed()
    await upgrade(folder, second)
    rmSync(join(folder, FOUNDATION))
    const { code, stderr } = await runCommand(initCommand, folder, ['--package', second])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${FOUNDATION} is missing`)])
  })

  it('says so where supabase-social is not installed, and why arguments are wrong', async () => {
    const without = await upgrade(temporaryFolder(HOST), second)
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringContaining('Run `npx supabase-social init`'),
    ])
    const wrong = await upgrade(await installed(), second, '--to', '2')
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("option '--to'")])
  })
})

describe('npx supabase-social upgrade with --db-url', { timeout: 120_000 }, () => {
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

  /** A folder whose first release is in the database. */
  async function pushed(): Promise<string> {
    await sql`drop schema if exists social_private, supabase_migrations cascade`
    await sql`drop table if exists public.friends`
    const folder = await installed()
    await migrate(database.url, join(folder, 'supabase/migrations'))
    return folder
  }

  it('applies the forward migrations as `supabase db push` does, and only once', async () => {
    const folder = await installed()
    const refused = await upgrade(folder, second, '--db-url', database.url)
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('The database lacks 1 of the migrations of this folder'),
    ])
    expect(readManifest(findProject(folder))?.release).toBe('1.0.0')

    await migrate(database.url, join(folder, 'supabase/migrations'))
    const dry = await upgrade(folder, second, '--db-url', database.url, '--dry-run')
    expect(dry.stdout).toContain(`apply    ${SIZE}`)
    const { code, stdout } = await upgrade(folder, second, '--db-url', database.url)
    expect([code, stdout]).toEqual([0, expect.stringContaining('Applied 2 migrations')])
    const columns = await sql`
      select column_name as name from information_schema.columns
      where table_schema = 'social_private' and table_name = 'config' order by 1`
    expect(columns.map(({ name }) => name)).toEqual(['color', 'size'])
    const history = await sql`
      select version || '_' || name as file from supabase_migrations.schema_migrations order by 1`
    const files = Object.keys(readFiles(join(folder, 'supabase/migrations')))
    expect(history.map(({ file }) => `${file}.sql`)).toEqual(files)

    const again = await upgrade(folder, second, '--db-url', database.url)
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining('The database is up to date'),
    ])
  })

  it('changes nothing while a migration of the host is pending, which db push would refuse then', async () => {
    const folder = await pushed()
    writeFiles(folder, { 'supabase/migrations/20300601000000_own.sql': 'select 1;\n' })
    const files = readFiles(folder)
    const { code, stderr } = await upgrade(folder, second, '--db-url', database.url)
    expect([code, stderr]).toEqual([2, expect.stringContaining('20300601000000_own.sql')])
    expect(stderr).toContain('npx supabase db push')
    expect(readFiles(folder)).toEqual(files)
    await migrate(database.url, join(folder, 'supabase/migrations'))
    expect((await upgrade(folder, second, '--db-url', database.url)).code).toBe(0)
  })

  it('does not apply a forward migration again that the database got from another clone', async () => {
    const folder = await pushed()
    const clone = temporaryFolder(readFiles(folder))
    writeFiles(clone, { 'supabase/migrations/20310101000000_own.sql': 'select 1;\n' })
    await upgrade(clone, second)
    await migrate(database.url, join(clone, 'supabase/migrations'))
    const files = readFiles(folder)
    const { code, stderr } = await upgrade(folder, second, '--db-url', database.url)
    expect([code, stderr]).toEqual([2, expect.stringContaining('20310101000001_social_size')])
    expect(readFiles(folder)).toEqual(files)
    expect((await upgrade(clone, second, '--db-url', database.url)).code).toBe(0)
  })
})
