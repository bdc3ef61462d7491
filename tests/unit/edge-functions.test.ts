import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const folder = new URL('../../supabase/functions/', import.meta.url)
const names = readdirSync(folder)
const read = (name: string, file: string) =>
  readFileSync(new URL(`${name}/${file}`, folder), 'utf8')

it('every edge function has the same copy of the reader of request bodies', () => {
  expect(names.length).toBeGreaterThanOrEqual(2)
  const copies = new Set(names.map((name) => read(name, 'body.ts')))
  expect(copies.size).toBe(1)
})

it.each(names)('%s reads the body of a request only with readBody', (name) => {
  const files = readdirSync(new URL(`${name}/`, folder)).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'body.ts',
  )
  const code = files.map((file) => read(name, file)).join('\n')
  expect(code).toContain('await readBody(request, ')
  expect(code).not.toMatch(/request\.(json|text|body|formData|arrayBuffer|blob|bytes|clone)\b/)
})
