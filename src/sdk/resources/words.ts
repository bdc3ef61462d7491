import { toTime } from '../arguments.ts'
import { list, write } from '../call.ts'
import type { MutedWord } from '../discovery-types.ts'
import type { MuteOptions } from '../inputs.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'

/** Words, phrases and hashtags that you do not want to read. */
export class Words {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Mutes a word, a phrase or a hashtag until `expiresAt`, or forever. Your home feed, For You,
   * explore, search, hashtags, comments and notifications leave out what other people write with it.
   * Nobody learns of the mute. A second call replaces `expiresAt`.
   * Errors: `expires_at_invalid`, `muted_words_too_many`, `text_invalid`, `word_empty`,
   * `word_too_long`. Common errors: see docs/errors.md#common-errors.
   * @example
   * await social.words.mute('spoiler')
   * await social.words.mute('#Finale', { expiresAt: '2999-01-01T00:00:00Z' })
   */
  mute(word: string, { expiresAt }: MuteOptions = {}): Promise<Result<Omit<MutedWord, 'cursor'>>> {
    return write(this.#db, 'mute_word', { word }, { expires_at: toTime(expiresAt) })
  }

  /**
   * Unmutes a word, a phrase or a hashtag, in any spelling. Idempotent.
   * Errors: `text_invalid`, `word_empty`, `word_too_long`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.words.unmute('spoiler')
   */
  unmute(word: string): Promise<Result<Pick<MutedWord, 'word' | 'display'>>> {
    return write(this.#db, 'unmute_word', { word })
  }

  /**
   * Lists the words, phrases and hashtags that you mute, latest mute first. Expired mutes are left
   * out.
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const { display } of social.words.list()) console.log(display)
   */
  list(options?: PageOptions): Pages<MutedWord> {
    return list(this.#db, 'muted_words', {}, options)
  }
}
