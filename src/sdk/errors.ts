import { sentences } from './sentences.ts'
import { type SocialError as Class, withSentences } from './social-error.ts'

export type { SocialErrorDetails } from './social-error.ts'

/**
 * The error that every method of this SDK returns. Check `code` in your program, and show `message`
 * to people.
 * @example
 * const { error } = await social.account.changeUsername('anna')
 * if (error?.code === 'username_taken') console.log(error.message, error.hint)
 */
export type SocialError = Class

/**
 * The class of {@link SocialError}. An app that names this class loads the texts of all error codes
 * at once. Otherwise the texts load with the first error: prefer {@link isSocialError}.
 */
export const SocialError: typeof Class = /* @__PURE__ */ withSentences(sentences)

/**
 * Returns whether a thrown value is a {@link SocialError}. The error may come from another copy of
 * the SDK.
 * @example
 * try {
 *   for await (const post of social.feed.listHome()) console.log(post.caption)
 * } catch (error) {
 *   if (isSocialError(error) && error.code === 'not_signed_in') console.log('Please sign in')
 * }
 */
export function isSocialError(error: unknown): error is SocialError {
  return error instanceof Error && error.name === 'SocialError' && 'code' in error
}
