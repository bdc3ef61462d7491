import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const wordsOf = (text: string | undefined) =>
  [...(text ?? '').matchAll(/'([^']+)'/g)].map(([, word]) => word)

it('the database accepts the types and extensions that the SDK sends', () => {
  const migration = read('supabase/migrations/20260101000800_social_media.sql')
  const extensions = wordsOf(
    /upload_extensions text\[\] not null\s+default array\[([^\]]+)\]/.exec(migration)?.[1],
  )
  const types = wordsOf(/'social-uploads', false,[^[]+array\[([^\]]+)\]/.exec(migration)?.[1])
  const sent = [
    ...read('src/sdk/resources/media.ts').matchAll(/\['([a-z]+\/[a-z0-9]+)', '(\w+)'\]/g),
  ]
  expect(sent.length).toBeGreaterThan(4)
  expect(extensions).toEqual(expect.arrayContaining(sent.map(([, , extension]) => extension)))
  expect(types.sort()).toEqual(sent.map(([, type]) => type).sort())
})
