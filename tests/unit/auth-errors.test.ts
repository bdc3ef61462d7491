import {
  AuthApiError,
  AuthRetryableFetchError,
  AuthSessionMissingError,
} from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
// Makes the texts of all errors known, as in an app after its first error.
import '../../src/sdk/errors.ts'
import { fromAuth } from '../../src/sdk/auth-errors.ts'

describe('an error of Supabase Auth', () => {
  it.each([
    ['invalid_credentials', 'invalid_credentials'],
    ['user_already_exists', 'user_already_exists'],
    ['email_exists', 'email_exists'],
    ['email_provider_disabled', 'email_provider_disabled'],
    ['bad_code_verifier', 'bad_code_verifier'],
    ['flow_state_expired', 'flow_state_expired'],
    ['flow_state_not_found', 'flow_state_not_found'],
    ['otp_disabled', 'otp_disabled'],
    ['reauth_nonce_missing', 'reauth_nonce_missing'],
    ['reauthentication_not_valid', 'reauthentication_not_valid'],
    ['insufficient_aal', 'insufficient_aal'],
    ['email_address_invalid', 'email_address_invalid'],
    ['email_address_not_authorized', 'email_address_not_authorized'],
    ['email_not_confirmed', 'email_not_confirmed'],
    ['weak_password', 'weak_password'],
    ['same_password', 'same_password'],
    ['current_password_invalid', 'current_password_invalid'],
    ['current_password_required', 'current_password_required'],
    ['reauthentication_needed', 'reauthentication_needed'],
    ['otp_expired', 'otp_expired'],
    ['signup_disabled', 'signup_disabled'],
    ['over_email_send_rate_limit', 'over_email_send_rate_limit'],
    ['over_request_rate_limit', 'rate_limited'],
    ['captcha_failed', 'captcha_failed'],
    ['user_banned', 'user_banned'],
    ['bad_jwt', 'not_signed_in'],
    ['session_expired', 'not_signed_in'],
    ['saml_idp_not_found', 'unknown'],
  ])('with the Auth code %s becomes the SDK code %s', (code, expected) => {
    const error = new AuthApiError('words', 422, code)
    expect(fromAuth(error)).toMatchObject({ code: expected, cause: error })
  })

  it('from the Auth hook "before user created" becomes the SDK code that is in its message', () => {
    const error = fromAuth(new AuthApiError('username_taken', 409, 'unknown'))
    expect(error).toMatchObject({ code: 'username_taken', status: 409 })
    expect(error.message).toBe('This username is not available.')
  })

  it.each([400, 403, 409, 422, 429])(
    'from the hook of another developer with status %i keeps the sentence and the status',
    (status) => {
      const words = 'Only people with an e-mail address of our school may sign up.'
      expect(fromAuth(new AuthApiError(words, status, 'unknown'))).toMatchObject({
        ...{ code: 'refused_by_hook', status, message: words, hint: null },
      })
    },
  )

  it('without a code comes from a gateway, not from a hook', () => {
    expect(fromAuth(new AuthApiError('Forbidden', 403, undefined)).code).toBe('forbidden')
  })

  it('about wrong credentials keeps the sentence of a hook that checks passwords', () => {
    const sentence = (words: string) =>
      fromAuth(new AuthApiError(words, 400, 'invalid_credentials')).message
    expect(sentence('Invalid login credentials')).toBe(
      'The e-mail address or the password is wrong.',
    )
    expect(sentence('Too many attempts. Call the office.')).toBe(
      'Too many attempts. Call the office.',
    )
  })

  it.each([
    ['over_email_send_rate_limit', 'over_email_send_rate_limit'],
    ['over_sms_send_rate_limit', 'rate_limited'],
  ])('with the code %s says how many seconds to wait', (code, expected) => {
    const words = 'For security purposes, you can only request this after 57 seconds.'
    const error = fromAuth(new AuthApiError(words, 429, code))
    expect(error).toMatchObject({ code: expected, hint: 'Try again in 57 seconds.' })
    expect(error.retryAfter).toBe(57)
    const soon = fromAuth(new AuthApiError(words.replace('57', '0'), 429, code))
    expect(soon.retryAfter).toBe(1)
    expect(fromAuth(new AuthApiError('email rate limit exceeded', 429, code)).retryAfter).toBeNull()
  })

  it('about a missing second factor does not speak of staff', () => {
    const error = fromAuth(new AuthApiError('AAL2 session is required', 401, 'insufficient_aal'))
    expect(error).toMatchObject({ code: 'insufficient_aal' })
    expect(error.message).not.toMatch(/staff/i)
    expect(error.hint).toContain('supabase.auth.mfa')
  })

  it('about the e-mail provider fits a sign-in as well as a sign-up', () => {
    const error = fromAuth(new AuthApiError('Email logins', 422, 'email_provider_disabled'))
    expect(error.message).toMatch(/sign-in/)
  })

  it('about a weak password has the message of Auth as its hint', () => {
    const words = 'Password should be at least 8 characters.'
    expect(fromAuth(new AuthApiError(words, 422, 'weak_password')).hint).toBe(words)
  })

  it.each([
    ['Unable to validate email address: invalid format', 'email_address_invalid'],
    ['Password recovery requires an email', 'email_address_invalid'],
    ['Signup requires a valid password', 'weak_password'],
    ['Password cannot be longer than 72 characters', 'weak_password'],
    ['One of email or phone must be set', 'email_address_invalid'],
    ['Verify requires a token or a token hash', 'invalid_input'],
  ])('with the message "%s" becomes the SDK code %s', (message, expected) => {
    expect(fromAuth(new AuthApiError(message, 400, 'validation_failed')).code).toBe(expected)
  })

  it('becomes the SDK code network without a response or with status 502, and unknown with status 500', () => {
    expect(fromAuth(new AuthRetryableFetchError('fetch failed', 0)).code).toBe('network')
    expect(fromAuth(new AuthRetryableFetchError('Bad gateway', 502)).code).toBe('network')
    const failure = fromAuth(new AuthRetryableFetchError('Database error saving new user', 500))
    expect(failure).toMatchObject({ code: 'unknown', status: 500 })
  })

  it('about a missing session becomes the SDK code not_signed_in', () => {
    expect(fromAuth(new AuthSessionMissingError()).code).toBe('not_signed_in')
  })
})
