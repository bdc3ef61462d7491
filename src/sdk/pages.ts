import { fail, type Result, succeed, unwrap } from './result.ts'
import { SocialError } from './social-error.ts'

/** One page of a list. */
export interface Page<T> {
  /** The rows of the page, at most `pageSize`. */
  items: T[]
  /** The cursor of the next page, or null on the last page. Pass this cursor as `after`. */
  nextCursor: string | null
}

/** Options of a list: the page to fetch, and the size of the page. */
export interface PageOptions {
  /** The `nextCursor` of the previous page. Omit the cursor for the first page. */
  after?: string | null | undefined
  /** Rows per page, 1 to 100. @default 20 */
  pageSize?: number | undefined
}

/** Fetches up to `size` rows after a cursor. */
export type FetchRows<T> = (after: string | undefined, size: number) => Promise<Result<T[]>>

/**
 * A list that is fetched page by page. `await` fetches one page and resolves to a {@link Result}.
 * `for await` loops over the rows of all pages. The loop fetches each page when it reaches the
 * page, and throws a `SocialError` if the request fails.
 * @example
 * const { data, error } = await social.feed.listHome({ pageSize: 10 })
 * for await (const post of social.feed.listHome()) console.log(post.caption)
 */
export class Pages<T extends { cursor: string }>
  implements PromiseLike<Result<Page<T>>>, AsyncIterable<T>
{
  readonly #fetch: FetchRows<T>
  readonly #options: PageOptions

  /** The `list…` methods create this object. Apps do not call the constructor. */
  constructor(fetch: FetchRows<T>, options: PageOptions = {}) {
    this.#fetch = fetch
    this.#options = options
  }

  /** Returns how a list fetches its rows. Apps do not call this. */
  static fetchOf<T extends { cursor: string }>(pages: Pages<T>): FetchRows<T> {
    return pages.#fetch
  }

  /** Fetches one page. `await` calls this method, so every `await` fetches the page again. */
  // biome-ignore lint/suspicious/noThenProperty: a list must be awaitable
  then<Done = Result<Page<T>>, Failed = never>(
    onDone?: ((result: Result<Page<T>>) => Done | PromiseLike<Done>) | null,
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return this.#page(this.#options.after).then(onDone, onFailed)
  }

  /**
   * Returns this page and all following pages, for a `for await` loop.
   * @example
   * for await (const page of social.profiles.listFollowers('a-profile-id').pages()) {
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

  /** Returns the rows of this page and of all following pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items
  }

  /** Fetches one page, and one more row to find out whether a next page exists. */
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
