import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { versionsAfter } from '../../src/cli/project/versions.ts'

const now = new Date('2026-11-29T15:00:00.700Z')

describe('the versions of new migrations', () => {
  it.each([
    ['now, if there is no other', [], '20261129150001', '20261129150002'],
    [
      'now, if all others are older',
      ['20260101000000', '0001'],
      '20261129150001',
      '20261129150002',
    ],
    ['the newest one', ['20301231235959', '20300101000000'], '20310101000000', '20310101000001'],
    ['the end of a month', ['20280228235958'], '20280228235959', '20280229000000'],
    ['a version in 2099', ['20991231235959'], '21000101000000', '21000101000001'],
    ['a date without a time', ['20300101'], '20300101000001', '20300101000002'],
    ['a version that is no time', ['20309999999999'], '20380611044040', '20380611044041'],
    ['a version with more digits', ['203001010000009'], '20300101000001', '20300101000002'],
    ['a single digit, which text comparison puts last', ['9'], '90000101000001', '90000101000002'],
  ])('come after %s', (_, existing, ...wanted) => {
    expect(versionsAfter(existing, 2, now)).toEqual(wanted)
  })

  it('do not exist after the last possible version', () => {
    expect(() => versionsAfter(['99991231235959'], 1, now)).toThrow(
      'No timestamp comes after the migration version 99991231235959',
    )
  })

  it('are always increasing timestamps of 14 digits that come after every other version', () => {
    const digits = fc.stringMatching(/^[0-8]\d{0,16}$/)
    fc.assert(
      fc.property(fc.array(digits, { maxLength: 4 }), (existing) => {
        const versions = versionsAfter(existing, 3, now)
        const all = [...existing, '20261129150000', ...versions].toSorted()
        expect(all.slice(-3)).toEqual(versions)
        expect(versions).toEqual([...new Set(versions)].toSorted())
        for (const version of versions) {
          const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(version) ?? []
          const [date, time] = [parts.slice(0, 3).join('-'), parts.slice(3).join(':')]
          expect(new Date(`${date}T${time}Z`).toISOString()).toBe(`${date}T${time}.000Z`)
        }
      }),
    )
  })
})
