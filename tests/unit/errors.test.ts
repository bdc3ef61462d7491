import { describe, expect, it } from 'vitest'
import { databaseErrors } from '../../src/sdk/database-errors.ts'
import { ownErrorCodes } from '../../src/sdk/error-codes.ts'
import { isSocialError, SocialError } from '../../src/sdk/errors.ts'
import { kinds } from '../../src/sdk/file-kind.ts'
import { fail, succeed, unwrap } from '../../src/sdk/result.ts'
import { sentences } from '../../src/sdk/sentences.ts'
import { Refusal, type RefusalCode } from '../../supabase/functions/social-ingest/refusal.ts'

describe('a SocialError', () => {
  it('is an Error with the default message and hint of its code', () => {
    const error = new SocialError('not_installed')
    expect(error).toBeInstanceOf(Error)
    expect(error.status).toBe(404)
    expect(error.message).toBe(sentences.not_installed.message)
    expect(error.hint).toContain('exposed schemas')
    expect(error.hint).toContain('migrations')
  })

  it('keeps a given status, message, hint and cause', () => {
    const cause = new Error('deeper')
    const details = { status: 418, message: 'It is a teapot.', hint: 'Ask for tea.', cause }
    expect(new SocialError('unknown', details)).toMatchObject(details)
  })

  it('has no hint if the given hint is empty and its code has no default hint', () => {
    expect(new SocialError('bio_too_long', { hint: '' }).hint).toBeNull()
  })

  it('is serialized to JSON without its cause', () => {
    const error = new SocialError('network', { cause: new Error('secret') })
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'SocialError',
      code: 'network',
      status: 0,
      message: 'The server could not be reached.',
      hint: 'Try again.',
      retryAfter: null,
    })
  })

  it('reads the seconds to wait from its hint', () => {
    const waits = ['Try again in 42 seconds.', 'Try again in a while.', 'In 42 seconds.', null]
    expect(
      waits.map((hint) => new SocialError('rate_limited', { hint }).toJSON().retryAfter),
    ).toEqual([42, null, null, null])
  })

  it('is recognized as a SocialError even if another copy of the SDK created the error', () => {
    const foreign = Object.assign(new Error('x'), { name: 'SocialError', code: 'network' })
    expect([new SocialError('network'), foreign].map(isSocialError)).toEqual([true, true])
    expect([new Error('x'), { code: 'network' }, null, 'network'].map(isSocialError)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe('the list of error codes', () => {
  it('contains each code once', () => {
    const codes = [...Object.keys(databaseErrors), ...ownErrorCodes]
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('has a default message for each code', () => {
    for (const { message } of Object.values(sentences)) expect(message).toMatch(/^[A-Z].*\.$/)
  })

  it('names each kind of file that is accepted in the hint for a file of another kind', () => {
    const { hint } = sentences.file_type_invalid
    for (const kind of Object.keys(kinds)) expect(hint?.toLowerCase()).toContain(kind)
  })

  it.each<RefusalCode>([
    ...(['file_type_invalid', 'file_too_large', 'file_damaged'] as const),
    ...(['file_suspicious', 'image_too_many_pixels'] as const),
  ])('has the texts with which the server refuses a file: %s', (code) => {
    expect(new Refusal(code)).toMatchObject({ status: sentences[code].status })
    expect(new Refusal(code).toJSON()).toEqual({
      ...{ code, message: sentences[code].message, hint: sentences[code].hint },
    })
  })
})

describe('unwrap', () => {
  it('returns the data of a successful result', () => {
    expect(unwrap(succeed(false))).toBe(false)
  })

  it('throws the error of a failed result', async () => {
    const error = new SocialError('post_not_found')
    const result = await fail(error)
    expect(() => unwrap(result)).toThrow(error)
  })
})
