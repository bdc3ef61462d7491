import { expect, it } from 'vitest'
import { TYPES } from '../../tools/local-stack/lite/types.ts'

it.each([
  ['{}', []],
  ['{a,b}', ['a', 'b']],
  ['{NULL,"NULL",""}', [null, 'NULL', '']],
  ['{"a,b","c\\"d","e\\\\f","{g}"," h "}', ['a,b', 'c"d', 'e\\f', '{g}', ' h ']],
])('reads the array %s', (literal, elements) => {
  expect(TYPES.texts?.parse(literal)).toEqual(elements)
})

it('writes arrays that Postgres reads back unchanged', () => {
  expect(TYPES.texts?.serialize(['a', null, 'b"c\\'])).toBe('{"a",null,"b\\"c\\\\"}')
})

it('prints timestamps as PostgREST does', () => {
  expect(TYPES.isoTime?.parse('2026-01-02 03:04:05.6+00')).toBe('2026-01-02T03:04:05.6+00:00')
})
