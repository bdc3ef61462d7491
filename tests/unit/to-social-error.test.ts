import { describe, expect, it } from 'vitest'
// Makes the texts of all errors known, as in an app after its first error.
import '../../src/sdk/errors.ts'
import { fromDataApi, fromThrown } from '../../src/sdk/to-social-error.ts'

describe('an error of the Data API', () => {
  it('keeps its code, status, message and hint if a function of the schema social raised it', () => {
    const answer = {
      code: 'PT409',
      message: 'username_taken',
      details: 'This username is not available.',
      hint: 'Choose another one.',
    }
    expect(fromDataApi(answer, 409).toJSON()).toEqual({
      name: 'SocialError',
      code: 'username_taken',
      status: 409,
      message: 'This username is not available.',
      hint: 'Choose another one.',
      retryAfter: null,
    })
    expect(fromDataApi(answer, 409).cause).toBe(answer)
  })

  it('is recognized without details and hint, which PostgREST omits if client-error-verbosity is minimal', () => {
    const error = fromDataApi({ code: 'PT404', message: 'post_not_found' }, 404)
    const message = 'There is no such post, or you may not see it.'
    expect(error).toMatchObject({ code: 'post_not_found', status: 404, message })
  })

  it('has the number of seconds to wait if it is about a rate limit', () => {
    const words = { message: 'rate_limited', details: 'Too many requests.' }
    const answer = { code: 'PT429', ...words, hint: 'Try again in 120 seconds.' }
    expect(fromDataApi(answer, 429)).toMatchObject({ code: 'rate_limited', retryAfter: 120 })
  })

  it('becomes the SDK code unknown if a function outside of supabase-social raised it', () => {
    const answer = { code: 'PT402', message: 'subscription_needed' }
    expect(fromDataApi(answer, 402)).toMatchObject({ code: 'unknown', status: 402, cause: answer })
  })

  it.each([
    ['22P02', 400, 'invalid_input'],
    ['22021', 400, 'invalid_input'],
    ['22P05', 400, 'invalid_input'],
    ['22001', 400, 'invalid_input'],
    ['42846', 400, 'invalid_input'],
    ['22003', 400, 'invalid_input'],
    ['54001', 500, 'invalid_input'],
    ['PGRST100', 400, 'invalid_input'],
    ['PGRST102', 400, 'invalid_input'],
    ['42501', 401, 'not_signed_in'],
    ['42501', 403, 'forbidden'],
    ['PGRST301', 401, 'not_signed_in'],
    ['PGRST302', 401, 'not_signed_in'],
    ['PGRST303', 401, 'not_signed_in'],
    ['PGRST106', 406, 'not_installed'],
    ['PGRST202', 404, 'not_installed'],
    ['PGRST205', 404, 'not_installed'],
    ['57014', 500, 'timeout'],
    ['55P03', 400, 'timeout'],
    ['PGRST002', 503, 'network'],
    ['PGRST003', 504, 'network'],
    ['P0001', 400, 'unknown'],
    ['XX000', 500, 'unknown'],
    ['40P01', 500, 'unknown'],
  ])(
    'with the code %s and the HTTP status %s becomes the SDK code %s',
    (code, status, expected) => {
      expect(fromDataApi({ code, message: 'words' }, status).code).toBe(expected)
    },
  )

  it.each([
    ['profiles_username_key', 'username_taken'],
    ['profiles_username_skeleton_key', 'username_taken'],
    ['profiles_username_is_valid', 'username_invalid'],
    ['follows_not_self', 'cannot_follow_self'],
    ['post_media_path_key', 'media_in_use'],
    ['constructor', 'unknown'],
  ])('about a violation of the constraint %s becomes the SDK code %s', (constraint, expected) => {
    const message = `duplicate key value violates unique constraint "${constraint}"`
    expect(fromDataApi({ code: '23505', message }, 409).code).toBe(expected)
  })

  it.each([
    [401, 'not_signed_in'],
    [403, 'forbidden'],
    [413, 'invalid_input'],
    [414, 'invalid_input'],
    [429, 'rate_limited'],
    [431, 'invalid_input'],
    [502, 'network'],
    [503, 'network'],
    [504, 'network'],
    [520, 'network'],
    [404, 'unknown'],
    [500, 'unknown'],
  ])(
    'with the HTTP status %s and without a known code becomes the SDK code %s',
    (status, expected) => {
      expect(fromDataApi({ message: '<html>' }, status).code).toBe(expected)
    },
  )

  it('has no number of seconds to wait if it is about a rate limit of a gateway', () => {
    expect(fromDataApi({ message: '<html>' }, 429).retryAfter).toBeNull()
  })

  it.each([
    ['TypeError: fetch failed', 'network'],
    ['TypeError: Load failed', 'network'],
    ['AbortError: This operation was aborted', 'aborted'],
    ['TimeoutError: The operation was aborted due to timeout', 'timeout'],
  ])('without a response, caused by "%s", becomes the SDK code %s', (message, expected) => {
    expect(fromDataApi({ message }, 0)).toMatchObject({ code: expected, status: 0 })
  })
})

describe('an error that the supabase-js client throws', () => {
  it.each([
    [new TypeError('fetch failed'), 'network'],
    [new DOMException('This operation was aborted', 'AbortError'), 'aborted'],
    [new DOMException('The operation timed out', 'TimeoutError'), 'timeout'],
    [new TypeError('x is not a function'), 'unknown'],
    ['a text', 'unknown'],
  ])('of the form "%s" becomes the SDK code %s', (thrown, expected) => {
    expect(fromThrown(thrown)).toMatchObject({ code: expected, cause: thrown })
  })
})
