import { SocialError } from './errors.ts'
import { fail, type Result, succeed, unwrap } from './result.ts'

/** One page of a list. */
export interface Page<T> {
  /** At most `pageSize` rows. */
  items: T[]
  /** Where the next page begins: pass it as `after`. Null on the last page. */
  nextCursor: string | null
}

/** Which page of a list, and how large. */
export interface PageOptions {
  /** The `nextCursor` of the page before; nothing for the first page. */
  after?: string | null | undefined
  /** Rows on a page, 1 to 100; 20 when left out. */
  pageSize?: number | undefined
}

/** Asks the database for so many rows after a cursor. */
export type FetchRows<T> = (after: string | undefined, size: number) => Promise<Result<T[]>>

/**
 * A list, page by page. Nothing is sent until it is awaited or looped over, and a loop asks for
 * the next page when it gets there. Awaiting resolves to a {@link Result} and never throws; loops
 * throw a `SocialError`.
 * @example
 * const { data, error } = await social.feed.home({ pageSize: 10 })
 * for await (const post of social.feed.home()) console.log(post.caption)
 */
export class Pages<T extends { cursor: string }>
  implements PromiseLike<Result<Page<T>>>, AsyncIterable<T>
{
  readonly #fetch: FetchRows<T>
  readonly #options: PageOptions

  /** Made by the methods that list something. */
  constructor(fetch: FetchRows<T>, options: PageOptions = {}) {
    this.#fetch = fetch
    this.#options = options
  }

  /** Asks for one page: what `await` calls. Awaiting again asks again. */
  // biome-ignore lint/suspicious/noThenProperty: to be awaited is what this is for
  then<Done = Result<Page<T>>, Failed = never>(
    onDone?: ((result: Result<Page<T>>) => Done | PromiseLike<Done>) | null,
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return this.#page(this.#options.after).then(onDone, onFailed)
  }

  /**
   * The pages from here on, to loop over with `for await`.
   * @example
   * for await (const page of social.follows.followers('a-profile-id').pages()) {
   *   console.log(page.items.length, page.nextCursor)
   * }
   */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let after = this.#options.after
    do {
      const page = unwrap(await this.#page(after))
      yield page
      after = page.nextCursor
    } while (after)
  }

  /** The rows from here on, across pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items
  }

  /** One row more than the page has tells whether there is a next page. */
  async #page(after: string | null | undefined): Promise<Result<Page<T>>> {
    const size = this.#options.pageSize ?? 20
    if (!Number.isInteger(size) || size < 1 || size > 100) {
      return fail(new SocialError('page_size_invalid'))
    }
    const { data: rows, error } = await this.#fetch(after ?? undefined, size + 1)
    if (error) return fail(error)
    const items = rows.slice(0, size)
    const nextCursor = rows.length > size ? (items.at(-1)?.cursor ?? null) : null
    return succeed({ items, nextCursor })
  }
}
