import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { kinds } from '../../src/sdk/file-kind.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const migration = read('supabase/migrations/20260101000800_social_media.sql')

it('the database accepts the extensions that the SDK sends', () => {
  const [, list] =
    /upload_extensions text\[\] not null\s+default array\[([^\]]+)\]/.exec(migration) ?? []
  const accepted = [...(list ?? '').matchAll(/'([^']+)'/g)].map(([, word]) => word)
  const sent = Object.values(kinds).map(({ extension }) => extension)
  expect(sent.length).toBeGreaterThan(6)
  expect(accepted).toEqual(expect.arrayContaining(sent))
})

it('the bucket of raw uploads accepts the types that the SDK and others declare', () => {
  expect(migration).toMatch(/'social-uploads', false, 100 \* 1024 \* 1024, null\)/)
})
