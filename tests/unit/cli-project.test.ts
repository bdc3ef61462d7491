import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProject } from '../../src/cli/project/folder.ts'
import { checksum, readManifest, writeManifest } from '../../src/cli/project/manifest.ts'
import { compareReleases, openRelease } from '../../src/cli/project/release.ts'

let root: string

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'social-')))
})

afterEach(() => rmSync(root, { recursive: true }))

describe('the folder of a project', () => {
  it('is the nearest folder that contains supabase/config.toml', () => {
    mkdirSync(join(root, 'supabase/migrations'), { recursive: true })
    mkdirSync(join(root, 'app/src'), { recursive: true })
    expect(() => findProject(root)).toThrow('Run `npx supabase init` first')
    writeFileSync(join(root, 'supabase/config.toml'), '')
    for (const start of ['', 'supabase', 'supabase/migrations', 'app/src'])
      expect(findProject(join(root, start))).toEqual({ root, supabase: join(root, 'supabase') })
  })
})

describe('the manifest', () => {
  const manifest = {
    release: '0.1.0',
    files: [
      { path: 'supabase/migrations/1_a.sql', source: 'b', release: '0.1.0', sha256: checksum('') },
    ],
    folders: ['supabase/functions'],
    config: { undo: ['…'] },
  }

  it('reads what it wrote, and leaves no other file behind', () => {
    const project = { root, supabase: join(root, 'supabase') }
    expect(readManifest(project)).toBeUndefined()
    writeManifest(project, manifest)
    expect(readManifest(project)).toEqual(manifest)
    expect(readdirSync(project.supabase)).toEqual(['supabase-social.json'])
  })

  it('may start with a byte order mark, which some editors add', () => {
    const project = { root, supabase: join(root, 'supabase') }
    mkdirSync(project.supabase)
    const text = `\uFEFF${JSON.stringify(manifest)}`
    writeFileSync(join(project.supabase, 'supabase-social.json'), text)
    expect(readManifest(project)).toEqual(manifest)
  })

  it.each([
    ['half a file', '{ "release": "0.1.0", "files": ['],
    ['another shape', '{ "files": [] }'],
    [
      'a path outside the folder supabase',
      JSON.stringify({
        release: '0.1.0',
        files: [{ path: 'supabase/../app', source: '', release: '', sha256: '' }],
      }),
    ],
    ['a folder outside the folder supabase', JSON.stringify({ ...manifest, folders: ['../app'] })],
    ['a folder of the host', JSON.stringify({ ...manifest, folders: ['supabase/seeds'] })],
    ['folders that are no list', JSON.stringify({ ...manifest, folders: 'supabase' })],
    ['an undo that is no list', JSON.stringify({ ...manifest, config: { undo: 'x' } })],
    ['nothing', ''],
    ['no object', 'null'],
  ])('is refused when it contains %s', (_, text) => {
    const project = { root, supabase: join(root, 'supabase') }
    mkdirSync(project.supabase)
    writeFileSync(join(project.supabase, 'supabase-social.json'), text)
    expect(() => readManifest(project)).toThrow('supabase/supabase-social.json is damaged')
  })
})

describe('a release', () => {
  it('contains the migrations and functions of this package, without their tests', () => {
    const release = openRelease()
    expect(release.migrations[0]?.source).toMatch(/^supabase\/migrations\/\d+_social_foundation/)
    const functions = release.functions.map(({ source }) => source)
    expect(functions).toContain('supabase/functions/social-worker/index.ts')
    expect(functions.filter((source) => source.includes('.test.'))).toEqual([])
  })

  it('is not another folder', () => {
    expect(() => openRelease(root)).toThrow('is not a release of supabase-social')
  })

  it('has a version whose parts are compared as numbers', () => {
    const ordered = ['0.0.1-fixture', '0.0.2-fixture', '0.1.0-beta.2', '0.1.0-beta.10', '0.1.0']
    const sorted = ['0.10.0', ...ordered, '0.2.0'].sort(compareReleases)
    expect(sorted).toEqual([...ordered, '0.2.0', '0.10.0'])
  })
})
