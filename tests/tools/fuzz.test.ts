import { describe, expect, it } from 'vitest'
import { mutationOf, seeds } from '../../tools/fuzz/mutations.ts'
import { partsOf } from '../../tools/fuzz/parts.ts'
import { add, describe as describeSummary, emptySummary, total } from '../../tools/fuzz/results.ts'

describe('mutations of real files', () => {
  const all = Array.from({ length: 400 }, (_, number) => mutationOf(number))

  it('are the same in every run', () => {
    expect(mutationOf(123).bytes.equals(mutationOf(123).bytes)).toBe(true)
    expect(mutationOf(123).what).toBe(mutationOf(123).what)
  })

  it('come from 40 files, and differ from them', () => {
    expect(seeds).toHaveLength(40)
    const same = all.filter(({ number, bytes }) => {
      return bytes.equals((seeds[number % seeds.length] as (typeof seeds)[number]).bytes)
    })
    expect(same.length).toBeLessThan(20)
  })

  it('change every kind of file in every way', () => {
    const ways = new Set(all.flatMap(({ what }) => (what.split(': ')[1] ?? '').split(', ')))
    ways.delete('')
    expect(ways.size).toBe(19)
  })

  it('know the parts of each file', () => {
    const known = seeds.filter(({ bytes }) => partsOf(bytes).length > 2)
    const unknown = seeds.filter((seed) => !known.includes(seed)).map(({ name }) => name)
    expect(unknown).toEqual(['scan.tif', 'raw.dng'])
  })
})

it('a summary counts answers and keeps what is wrong with each mutation', () => {
  const summary = emptySummary()
  const mutation = mutationOf(1)
  const stored = { mutation, answer: 'stored', isRepeated: false }
  add(summary, { ...stored, cpu: 0.5, memory: 100, problems: [] })
  add(summary, { ...stored, cpu: 0.1, memory: 120, problems: ['a chunk EXIF'] })
  const all = total([summary, summary])
  expect(all).toMatchObject({ mutations: 4, answers: { stored: 4 }, cpuMax: 0.5, memoryMax: 120 })
  expect(describeSummary(all)).toContain(`1 (${mutation.what}): a chunk EXIF`)
})
