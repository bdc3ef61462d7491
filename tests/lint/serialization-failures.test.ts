import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'

it('no function raises 40001, because PostgREST 14 repeats such a call without end', () => {
  const folder = `${root}supabase/migrations/`
  const raising = readdirSync(folder).filter((file) =>
    /'40001'|raise[^;]*serialization_failure/.test(readFileSync(folder + file, 'utf8')),
  )
  expect(raising).toEqual([])
})
