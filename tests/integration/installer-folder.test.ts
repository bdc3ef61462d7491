import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import { initCommand } from '../../src/cli/init-command.ts'
import { CONFIG } from '../../src/cli/project/config.ts'
import { findProject } from '../../src/cli/project/folder.ts'
import { MANIFEST, readManifest, writeManifest } from '../../src/cli/project/manifest.ts'
import { openRelease } from '../../src/cli/project/release.ts'
import { removeHistory } from '../../src/cli/uninstall/database.ts'
import { ourNames } from '../../src/cli/uninstall/names.ts'
import { uninstallCommand } from '../../src/cli/uninstall-command.ts'
import { upgradeCommand } from '../../src/cli/upgrade-command.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { HISTORY } from '../../tools/local-stack/migrate.ts'
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

const CONFIG_TEXT = '# ours\nproject_id = "host"\n\n[api]\nschemas = ["public"] # é\n'

const HOST: Files = {
  [CONFIG]: CONFIG_TEXT,
  'supabase/migrations/20300101000000_host.sql': 'create table public.friends ();\n',
  'supabase/functions/hello/index.ts': 'export {}\n',
}

const WORKER = 'supabase/functions/social-worker'
const INVITE = 'supabase/templates/social-invite.html'

const small = madeUpRelease('1.0.0', {
  'supabase/migrations/20260101000100_social_foundation.sql': 'create schema social;\n',
  'supabase/migrations/20260101000200_social_accounts.sql': '-- accounts\n',
  [`${WORKER}/index.ts`]: '// worker\n',
  [INVITE]: '<p>invited</p>\n',
})

const next = madeUpRelease('1.1.0', {
  'supabase/migrations/20260101000100_social_foundation.sql': 'create schema social; --\n',
  'supabase/migrations/20260101000200_social_accounts.sql': '-- accounts\n',
  'supabase/upgrades/1.1.0_social_size.sql': '-- size\n',
  [`${WORKER}/index.ts`]: '// worker 2\n',
  [INVITE]: '<p>You are invited.</p>\n',
})

const init = (folder: string) => runCommand(initCommand, folder, ['--package', small])
const upgrade = (folder: string) => runCommand(upgradeCommand, folder, ['--package', next])
const uninstall = (folder: string, release = small) =>
  runCommand(uninstallCommand, folder, [
    ...['--folder-only', '--yes-delete', 'host', '--package', release],
  ])

/** Expects a refusal that explains itself and changes no file. */
async function expectRefusal(folder: string, act: () => Promise<Run>, says: string) {
  const before = readFiles(folder)
  const { code, stderr } = await act()
  expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
  expect(stderr).not.toContain('    at ') // no stack trace
  expect(readFiles(folder)).toEqual(before)
}

describe('a link in the folder of a project', () => {
  it.each([
    ...['supabase/functions', 'supabase/migrations', 'supabase/templates'],
    ...[WORKER, CONFIG, MANIFEST],
  ])('that leads out of the project stops every command before any change (%s)', async (link) => {
    const isFile = link === CONFIG || link === MANIFEST
    const folder = temporaryFolder({ 'project/supabase/config.toml': CONFIG_TEXT })
    const project = join(folder, 'project')
    expect((await init(project)).code).toBe(0)
    const moved = readFiles(join(project, link === WORKER ? WORKER : 'supabase'))
    mkdirSync(join(folder, 'outside'))
    if (isFile) {
      writeFileSync(join(folder, 'outside/file'), readFileSync(join(project, link)))
    } else {
      const from = link.replace('supabase/', '')
      for (const [path, text] of Object.entries(moved)) {
        if (link === WORKER) writeFiles(join(folder, 'outside'), { [path]: text })
        else if (path.startsWith(`${from}/`))
          writeFiles(join(folder, 'outside'), { [path.slice(from.length + 1)]: text })
      }
    }
    rmSync(join(project, link), { recursive: true })
    symlinkSync(join(folder, isFile ? 'outside/file' : 'outside'), join(project, link))
    await expectRefusal(folder, () => uninstall(project), 'leads out of the project')
    if (link === CONFIG) return // upgrade does not write it
    await expectRefusal(folder, () => upgrade(project), 'leads out of the project')
  })

  it('is refused by init too', async () => {
    const folder = temporaryFolder({ 'project/supabase/config.toml': CONFIG_TEXT })
    mkdirSync(join(folder, 'outside'))
    symlinkSync(join(folder, 'outside'), join(folder, 'project/supabase/functions'))
    await expectRefusal(folder, () => init(join(folder, 'project')), 'leads out of the project')
  })

  it('stays a link when config.toml is one', async () => {
    const folder = temporaryFolder({ 'settings/api.toml': CONFIG_TEXT })
    mkdirSync(join(folder, 'supabase'))
    symlinkSync('../settings/api.toml', join(folder, CONFIG))
    expect((await init(folder)).code).toBe(0)
    expect(readFileSync(join(folder, 'settings/api.toml'), 'utf8')).toContain('"social"')
    expect((await uninstall(folder)).code).toBe(0)
    expect(lstatSync(join(folder, CONFIG)).isSymbolicLink()).toBe(true)
    expect(readFiles(folder)).toEqual({ 'settings/api.toml': CONFIG_TEXT })
  })

  it('may be the folder supabase itself', async () => {
    const folder = temporaryFolder({ 'backend/config.toml': CONFIG_TEXT, 'app/x': '' })
    symlinkSync('../backend', join(folder, 'app/supabase'))
    expect((await init(join(folder, 'app'))).code).toBe(0)
    expect((await uninstall(join(folder, 'app'))).code).toBe(0)
    expect(readFiles(folder)).toEqual({ 'backend/config.toml': CONFIG_TEXT, 'app/x': '' })
  })
})

describe('config.toml', () => {
  it('keeps its rights', async () => {
    const folder = temporaryFolder(HOST)
    chmodSync(join(folder, CONFIG), 0o600)
    await init(folder)
    expect(statSync(join(folder, CONFIG)).mode & 0o777).toBe(0o600)
    await uninstall(folder)
    expect(statSync(join(folder, CONFIG)).mode & 0o777).toBe(0o600)
  })

  it('that nobody may write is not written, and nothing else is', async () => {
    const folder = temporaryFolder(HOST)
    chmodSync(join(folder, CONFIG), 0o444)
    await expectRefusal(folder, () => init(folder), `You may not write ${join(folder, CONFIG)}`)
  })

  it('that is not UTF-8 is refused, because its other characters would be lost', async () => {
    const folder = temporaryFolder(HOST)
    const latin = Buffer.from(CONFIG_TEXT, 'latin1')
    writeFileSync(join(folder, CONFIG), latin)
    await expectRefusal(folder, () => init(folder), 'is not UTF-8')
    expect(readFileSync(join(folder, CONFIG))).toEqual(latin)
  })
})

describe('uninstall', () => {
  it('removes what an interrupted write left behind', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const half = { [`${CONFIG}.writing`]: 'x', [`${MANIFEST}.writing`]: 'x' }
    writeFiles(folder, half)
    expect((await uninstall(folder)).code).toBe(0)
    expect(readFiles(folder)).toEqual(HOST)
  })

  it('of a clone with the line ends of Windows leaves the files of the host', async () => {
    const windows = (files: Files) =>
      Object.fromEntries(
        Object.entries(files).map(([path, text]) => [path, text.replace(/\r?\n/g, '\r\n')]),
      )
    const folder = temporaryFolder(HOST)
    await init(folder)
    writeFiles(folder, windows(readFiles(folder)))
    expect((await upgrade(folder)).code).toBe(0)
    writeFiles(folder, windows(readFiles(folder)))
    const { code, stdout } = await uninstall(folder, next)
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('you changed')])
    expect(readFiles(folder)).toEqual(windows(HOST))
  })

  it('keeps a template that the user changed', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    writeFiles(folder, { [INVITE]: '<p>Welcome!</p>\n' })
    expect((await upgrade(folder)).stdout).toContain(`${INVITE} was changed in this project`)
    const { stdout } = await uninstall(folder, next)
    expect(stdout).toContain(`you changed these files, so they stay: ${INVITE}`)
    const { [MANIFEST]: _, ...files } = readFiles(folder)
    expect(files).toEqual({ ...HOST, [INVITE]: '<p>Welcome!</p>\n' })
  })

  it.each([
    ['as init prints it', '[auth.email.template.invite]', `./${INVITE}`],
    ['with another subject', '[auth.email.template.invite]\nsubject = "Come"', `./${INVITE}`],
    ['without the dot', '[auth.email.template.invite]', INVITE],
    ['for a remote only', '[remotes.prod.auth.email.template.invite]', `./${INVITE}`],
    ['for another mail', '[auth.email.template.confirmation]', `./${INVITE}`],
  ])(
    'keeps a template that config.toml names %s, because the Supabase CLI refuses a missing one',
    async (_, section, path) => {
      const folder = temporaryFolder(HOST)
      await init(folder)
      const own = `\n${section}\ncontent_path = "${path}"\n`
      writeFiles(folder, { [CONFIG]: `${readFiles(folder)[CONFIG]}${own}` })
      expect((await upgrade(folder)).code).toBe(0)
      const kept = {
        ...HOST,
        [CONFIG]: `${CONFIG_TEXT}${own}`,
        [INVITE]: '<p>You are invited.</p>\n',
      }
      const { code, stdout } = await uninstall(folder, next)
      expect(code).toBe(0)
      expect(stdout).toContain(`stay, because ${CONFIG} names them for mails: ${INVITE}`)
      expect(readFiles(folder)).toEqual(kept)
      expect((await uninstall(folder, next)).code).toBe(0)
      expect(readFiles(folder)).toEqual(kept)
      writeFiles(folder, { [CONFIG]: CONFIG_TEXT })
      expect((await uninstall(folder, next)).code).toBe(0)
      expect(readFiles(folder)).toEqual(HOST)
    },
  )

  it('says nothing about a template that config.toml names and that is missing', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const own = `\n[auth.email.template.invite]\ncontent_path = "./${INVITE}"\n`
    writeFiles(folder, { [CONFIG]: `${readFiles(folder)[CONFIG]}${own}` })
    rmSync(join(folder, INVITE))
    const { code, stdout } = await uninstall(folder)
    expect([code, stdout]).toEqual([0, expect.not.stringContaining(INVITE)])
    expect(readFiles(folder)).toEqual({ ...HOST, [CONFIG]: `${CONFIG_TEXT}${own}` })
  })

  it('keeps a template that the host had under our name', async () => {
    const own = { [INVITE]: '<p>Mine</p>\n' }
    const folder = temporaryFolder({ ...HOST, ...own })
    expect((await init(folder)).stdout).toContain(`${INVITE} was changed in this project`)
    expect((await upgrade(folder)).code).toBe(0)
    expect((await uninstall(folder, next)).code).toBe(0)
    expect(readFiles(folder)).toEqual({ ...HOST, ...own })
  })

  it('keeps migrations that the user wrote after ours, also after an upgrade', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const own = { 'supabase/migrations/20310101000000_social_size.sql': '-- mine\n' }
    writeFiles(folder, own)
    expect((await upgrade(folder)).code).toBe(0)
    expect(Object.keys(readFiles(folder))).toContain(
      'supabase/migrations/20310101000001_social_size.sql',
    )
    expect((await uninstall(folder, next)).code).toBe(0)
    expect(readFiles(folder)).toEqual({ ...HOST, ...own })
  })
})

describe('the migration history', { timeout: 120_000 }, () => {
  it('keeps a migration of the host that has a name of ours and mentions our schema', async () => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    writeFiles(folder, { 'supabase/migrations/20310101000000_social_accounts.sql': '-- mine\n' })
    const project = findProject(folder)
    const database = await startThrowAwayDatabase()
    const sql = postgres(database.url, { max: 1, onnotice() {} })
    try {
      await sql.unsafe(HISTORY)
      await sql`
        insert into supabase_migrations.schema_migrations (version, name, statements)
        select version, 'social_accounts', array['select social_private.x()']
        from unnest(array['20300101000002', '20310101000000', '20320101000000']) version`
      const names = ourNames(openRelease(small), readManifest(project), project)
      await removeHistory(sql, names)
      const left = await sql`select version from supabase_migrations.schema_migrations`
      expect(left).toEqual([{ version: '20310101000000' }])
    } finally {
      await sql.end()
      await database.stop()
    }
  })
})

describe('two commands at once', () => {
  it('never mix their files: one works, and the other says so or finds everything done', async () => {
    const folder = temporaryFolder(HOST)
    const runs = await Promise.all(
      [1, 2, 3].map(() => runCli(folder, ['init', '--package', small])),
    )
    expect(runs.some(({ code }) => code === 0)).toBe(true)
    for (const { code, stderr } of runs) {
      if (code !== 0) expect(stderr).toContain('is at work in this project')
    }
    const migrations = Object.keys(readFiles(folder)).filter((path) => /_social_/.test(path))
    expect(migrations).toHaveLength(2)
    expect(readManifest(findProject(folder))?.files).toHaveLength(4)
  })

  it('are kept apart by a lock that a killed command does not leave behind', async () => {
    const { lockProject } = await import('../../src/cli/project/lock.ts')
    const folder = temporaryFolder(HOST)
    const unlock = lockProject(findProject(folder))
    await expectRefusal(folder, () => init(folder), `process ${process.pid}`)
    unlock()
    const dead = 2 ** 22 + 1 // no process has such a number
    lockProject(findProject(folder), dead)
    expect((await init(folder)).code).toBe(0)
    expect(existsSync(join(folder, MANIFEST))).toBe(true)
  })
})

describe('a manifest that names files of the host', () => {
  it.each([
    CONFIG,
    'supabase/functions/hello/index.ts',
    'supabase/functions/social-worker/../hello/index.ts',
    'supabase/templates/invite.html',
    'supabase/templates/social-invite.html/../../config.toml',
    'supabase/..',
    '/etc/passwd',
    'supabase\\..\\..\\x',
  ])('is damaged, so nothing is removed (%s)', async (path) => {
    const folder = temporaryFolder(HOST)
    await init(folder)
    const project = findProject(folder)
    const manifest = readManifest(project)
    if (!manifest) throw new Error('init wrote no manifest')
    const [file] = manifest.files
    if (!file) throw new Error('init wrote no file')
    writeManifest(project, { ...manifest, files: [{ ...file, path }] })
    for (const act of [uninstall, init, upgrade])
      await expectRefusal(folder, () => act(folder), 'is damaged')
  })
})
