import { TestRunner } from 'vitest'

/** Whether the tests run against a given project: `npm test -- --against URL`. */
export const isGiven = process.env.SOCIAL_AGAINST === 'yes'

/**
 * Skips the running test if it runs against a given project. The reason is the rest of a sentence
 * that begins with "this test". Call it in a test or in a `beforeEach`.
 */
export function skipGiven(reason: string): void {
  if (isGiven) TestRunner.getCurrentTest()?.context.skip(`this test ${reason}`)
}

/** Whether Auth of the given project demands that an address is confirmed before the first sign-in. */
export const confirmsEmail = process.env.SOCIAL_CONFIRMS_EMAIL === 'yes'

/** Skips the running test if the given project demands that an address is confirmed. */
export function skipConfirming(): void {
  if (confirmsEmail) skipGiven('needs an Auth that demands no confirmation of the address')
}
