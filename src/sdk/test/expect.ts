import { expect } from 'vitest'
import type { SocialErrorCode } from '../error-codes.ts'
import { isSocialError } from '../errors.ts'
import type { Result } from '../result.ts'

/** A call that is to be refused with one of these codes, and a sentence. */
export async function expectRefusal(
  call: PromiseLike<Result<unknown>>,
  ...codes: SocialErrorCode[]
): Promise<void> {
  const { data, error } = await call
  expect({ data, code: error?.code }).toEqual({ data: null, code: expect.toBeOneOf(codes) })
  expect(isSocialError(error)).toBe(true)
  expect(error?.message).toMatch(/^[A-Z].*\.$/s)
}
