import { expect, it } from 'vitest'
import { parseFields } from '../../tools/local-stack/lite/composites.ts'
import { TYPES } from '../../tools/local-stack/lite/types.ts'

it.each([
  ['{}', []],
  ['{a,b}', ['a', 'b']],
  ['{NULL,"NULL",""}', [null, 'NULL', '']],
  ['{"a,b","c\\"d","e\\\\f","{g}"," h "}', ['a,b', 'c"d', 'e\\f', '{g}', ' h ']],
])('the local Data API parses the Postgres array %s', (literal, elements) => {
  expect(TYPES.texts?.parse(literal)).toEqual(elements)
})

it('the local Data API writes arrays in the syntax of Postgres', () => {
  expect(TYPES.texts?.serialize(['a', null, 'b"c\\'])).toBe('{"a",null,"b\\"c\\\\"}')
})

it('the local Data API prints timestamps in the format of PostgREST', () => {
  expect(TYPES.isoTime?.parse('2026-01-02 03:04:05.6+00')).toBe('2026-01-02T03:04:05.6+00:00')
})

it.each([
  ['(1,a,)', ['1', 'a', null]],
  ['("",",(x)","a ""b""","c\\\\d")', ['', ',(x)', 'a "b"', 'c\\d']],
  ['()', [null]],
])('the local Data API parses the composite value %s', (literal, fields) => {
  expect(parseFields(literal)).toEqual(fields)
})
