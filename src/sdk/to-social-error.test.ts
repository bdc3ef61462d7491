import {
  AuthApiError,
  AuthRetryableFetchError,
  AuthSessionMissingError,
  StorageApiError,
} from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
import { fromAuth } from './auth-errors.ts'
import { fromStorage } from './storage-errors.ts'
import { fromDataApi, fromThrown } from './to-social-error.ts'

describe('an answer of the Data API', () => {
  it('of ours keeps code, status, sentence and hint', () => {
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
    })
    expect(fromDataApi(answer, 409).cause).toBe(answer)
  })

  it('of ours is known by its code alone, as under client-error-verbosity = minimal', () => {
    const error = fromDataApi({ code: 'PT404', message: 'post_not_found' }, 404)
    expect(error).toMatchObject({ code: 'post_not_found', status: 404 })
  })

  it('with a code of the host app is unknown', () => {
    const answer = { code: 'PT402', message: 'subscription_needed' }
    expect(fromDataApi(answer, 402)).toMatchObject({ code: 'unknown', status: 402, cause: answer })
  })

  it.each([
    ['22P02', 400, 'invalid_input'],
    ['22021', 400, 'invalid_input'],
    ['22P05', 400, 'invalid_input'],
    ['22001', 400, 'invalid_input'],
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
  ])('%s with status %s is %s', (code, status, expected) => {
    expect(fromDataApi({ code, message: 'words' }, status).code).toBe(expected)
  })

  it.each([
    ['profiles_username_key', 'username_taken'],
    ['profiles_username_skeleton_key', 'username_taken'],
    ['profiles_username_is_valid', 'username_invalid'],
    ['follows_not_self', 'cannot_follow_self'],
    ['post_media_path_key', 'media_in_use'],
    ['constructor', 'unknown'],
  ])('about the constraint %s is %s', (constraint, expected) => {
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
  ])('with status %s and no code we know is %s', (status, expected) => {
    expect(fromDataApi({ message: '<html>' }, status).code).toBe(expected)
  })

  it.each([
    ['TypeError: fetch failed', 'network'],
    ['TypeError: Load failed', 'network'],
    ['AbortError: This operation was aborted', 'aborted'],
    ['TimeoutError: The operation was aborted due to timeout', 'timeout'],
  ])('that never came, because of %s, is %s', (message, expected) => {
    expect(fromDataApi({ message }, 0)).toMatchObject({ code: expected, status: 0 })
  })
})

describe('something thrown by the client', () => {
  it.each([
    [new TypeError('fetch failed'), 'network'],
    [new DOMException('This operation was aborted', 'AbortError'), 'aborted'],
    [new DOMException('The operation timed out', 'TimeoutError'), 'timeout'],
    [new TypeError('x is not a function'), 'unknown'],
    ['a text', 'unknown'],
  ])('%s is %s', (thrown, expected) => {
    expect(fromThrown(thrown)).toMatchObject({ code: expected, cause: thrown })
  })
})

describe('an answer of Auth', () => {
  it.each([
    ['invalid_credentials', 'credentials_wrong'],
    ['user_already_exists', 'email_taken'],
    ['email_exists', 'email_taken'],
    ['email_address_invalid', 'email_invalid'],
    ['email_address_not_authorized', 'email_not_allowed'],
    ['email_not_confirmed', 'email_not_confirmed'],
    ['weak_password', 'password_weak'],
    ['same_password', 'password_unchanged'],
    ['current_password_invalid', 'current_password_wrong'],
    ['current_password_required', 'current_password_wrong'],
    ['reauthentication_needed', 'reauthentication_needed'],
    ['otp_expired', 'link_invalid'],
    ['signup_disabled', 'signup_disabled'],
    ['over_email_send_rate_limit', 'email_limit_reached'],
    ['over_request_rate_limit', 'rate_limited'],
    ['captcha_failed', 'captcha_failed'],
    ['user_banned', 'account_banned'],
    ['bad_jwt', 'not_signed_in'],
    ['session_expired', 'not_signed_in'],
    ['saml_idp_not_found', 'unknown'],
  ])('%s is %s', (code, expected) => {
    const error = new AuthApiError('words', 422, code)
    expect(fromAuth(error)).toMatchObject({ code: expected, cause: error })
  })

  it('with a code of ours as its message is that code: the hook before user created', () => {
    const error = fromAuth(new AuthApiError('username_taken', 409, 'unknown'))
    expect(error).toMatchObject({ code: 'username_taken', status: 409 })
    expect(error.message).toBe('This username is not available.')
  })

  it('about a weak password hints at what Auth wants', () => {
    const words = 'Password should be at least 8 characters.'
    expect(fromAuth(new AuthApiError(words, 422, 'weak_password')).hint).toBe(words)
  })

  it.each([
    ['Unable to validate email address: invalid format', 'email_invalid'],
    ['Signup requires a valid password', 'password_weak'],
    ['Password cannot be longer than 72 characters', 'password_weak'],
    ['One of email or phone must be set', 'email_invalid'],
    ['Verify requires a token or a token hash', 'invalid_input'],
  ])('that says "%s" is %s', (message, expected) => {
    expect(fromAuth(new AuthApiError(message, 400, 'validation_failed')).code).toBe(expected)
  })

  it('that never came is network, one from a gateway too, and 500 is unknown', () => {
    expect(fromAuth(new AuthRetryableFetchError('fetch failed', 0)).code).toBe('network')
    expect(fromAuth(new AuthRetryableFetchError('Bad gateway', 502)).code).toBe('network')
    const failure = fromAuth(new AuthRetryableFetchError('Database error saving new user', 500))
    expect(failure).toMatchObject({ code: 'unknown', status: 500 })
  })

  it('that there is no session is not_signed_in', () => {
    expect(fromAuth(new AuthSessionMissingError()).code).toBe('not_signed_in')
  })
})

describe('an answer of Storage', () => {
  it.each([
    ['413', 'The object exceeded the maximum allowed size', 'file_too_large'],
    ['415', 'mime type text/plain is not supported', 'file_type_invalid'],
    ['403', 'new row violates row-level security policy', 'forbidden'],
    ['403', '"exp" claim timestamp check failed', 'not_signed_in'],
    ['403', 'jwt expired', 'not_signed_in'],
    ['404', 'Bucket not found', 'not_installed'],
    ['400', 'body/expiresIn must be >= 1', 'invalid_input'],
    ['429', 'Too many requests', 'rate_limited'],
    ['500', 'Internal error', 'unknown'],
  ])('%s "%s" is %s, though hosted sends it with status 400', (statusCode, message, expected) => {
    expect(fromStorage(new StorageApiError(message, 400, statusCode)).code).toBe(expected)
  })

  it('that never came is network', () => {
    const error = Object.assign(new Error('fetch failed'), {
      __isStorageError: true,
      originalError: new TypeError('fetch failed'),
    })
    expect(fromStorage(error).code).toBe('network')
  })
})
