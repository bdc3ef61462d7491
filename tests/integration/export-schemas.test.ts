import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { exportSchema } from '../support/export-schemas.ts'

it('docs/export.schema.json matches the schemas of the exported JSON documents', () => {
  const file = new URL('../../docs/export.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(exportSchema())
})
