import { expect } from 'vitest'
import type { SocialErrorCode } from '../../src/sdk/error-codes.ts'
import { isSocialError } from '../../src/sdk/errors.ts'
import type { Result } from '../../src/sdk/result.ts'

/** Expects that a call fails with one of the given codes. The error message must be a sentence. */
export async function expectRefusal(
  call: PromiseLike<Result<unknown>>,
  ...codes: SocialErrorCode[]
): Promise<void> {
  const { data, error } = await call
  expect({ data, code: error?.code }).toEqual({ data: null, code: expect.toBeOneOf(codes) })
  expect(isSocialError(error)).toBe(true)
  expect(error?.message).toMatch(/^[A-Z].*\.$/s)
}

/**
 * The relationship of two people who never followed, blocked or muted each other. The object has no
 * profile_id.
 */
export const strangers = {
  follow_state: null,
  followed_by_state: null,
  is_blocked: false,
  is_muted: false,
  mute_expires_at: null,
  is_close_friend: false,
  is_bell_on: false,
}
