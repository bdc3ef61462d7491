import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isOlder, release } from '../../src/sdk/release.ts'
import { release as filesRelease } from '../../supabase/functions/social-files/release.ts'
import { release as ingestRelease } from '../../supabase/functions/social-ingest/release.ts'
import { release as workerRelease } from '../../supabase/functions/social-worker/release.ts'
import { fake } from '../support/fake.ts'

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('the package, the SDK, the database and the edge functions have the same release', () => {
  const { version } = JSON.parse(file('package.json'))
  const foundation = file('supabase/migrations/20260101000100_social_foundation.sql')
  const installed = /create function social\.version\(\)[^;]*return '([^']+)';/.exec(
    foundation,
  )?.[1]
  const functions = [ingestRelease, filesRelease, workerRelease]
  expect([release, installed, ...functions]).toEqual(Array(5).fill(version))
})

it.each([
  ['0.1.0', '0.1.0', false],
  ['0.1.9', '0.1.10', true],
  ['0.10.0', '0.9.9', false],
  ['1.0.0', '0.9.9', false],
  ['0.9.9', '1.0.0', true],
  ['0.0.1-fixture', '0.0.2-fixture', true],
  ['nonsense', '0.1.0', false],
])('whether release %s is older than %s: %s', (one, other, answer) => {
  expect(isOlder(one, other)).toBe(answer)
})

describe('a call of a function that the database does not have', () => {
  const missing = {
    status: 404,
    body: { code: 'PGRST202', message: 'Could not find the function' },
  }
  /** Answers like a database of this release that lacks the called function. */
  const database = (installed: string, refusal = missing) =>
    fake(({ path }) => (path.endsWith('/version') ? { body: JSON.stringify(installed) } : refusal))

  it('returns upgrade_needed with both releases if the database is older than the SDK', async () => {
    const { error } = await database('0.0.9').social.account.get()
    expect(error?.code).toBe('upgrade_needed')
    expect(error?.hint).toBe(
      `The database has release 0.0.9, and this SDK needs ${release}. ` +
        'Run npx supabase-social upgrade, then npx supabase db push.',
    )
  })

  it('returns not_installed if the database has the same release', async () => {
    const { error } = await database(release).social.account.get()
    expect(error?.code).toBe('not_installed')
  })

  it('returns not_installed if the database does not tell its release', async () => {
    const { error } = await fake(() => missing).social.account.get()
    expect(error?.code).toBe('not_installed')
  })

  it('returns upgrade_needed if an older database does not know a value of an enum', async () => {
    const message = 'invalid input value for enum social.report_category: "new"'
    const refusal = { status: 400, body: { code: '22P02', message } }
    const { error } = await database('0.0.9', refusal).social.account.get()
    expect(error?.code).toBe('upgrade_needed')
  })

  it('does not ask for the release after any other error', async () => {
    const message = 'invalid input syntax for type uuid: "x"'
    const { social, sent } = fake(() => ({ status: 400, body: { code: '22P02', message } }))
    expect((await social.account.get()).error?.code).toBe('invalid_input')
    expect(sent).toHaveLength(1)
  })
})
