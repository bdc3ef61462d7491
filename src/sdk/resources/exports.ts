import { attempt } from '../attempt.ts'
import { list, read, write } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import { fail, type Result, succeed } from '../result.ts'
import { retrying } from '../retry.ts'
import { fromStorage } from '../storage-errors.ts'
import type { Client } from '../supabase.ts'
import type { Export } from '../types.ts'

/** A part of an export, to be offered as a link. */
export interface ExportLink {
  /** What the file is to be called: `export-1.zip`, `export-2.zip`… */
  name: string
  bytes: number
  /** Null where the part is gone by now. */
  url: string | null
}

/** What you posted, wrote and chose, to take along: zips of JSON and of your files. */
export class Exports {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Asks for an export of your data, once a day; while one is under way this returns it. Works while
   * your account is suspended, deactivated or deleted, too. Errors: `not_signed_in`,
   * `profile_missing`, `export_too_soon`.
   * @example const { data: mine } = await social.exports.request()
   */
  request(): Promise<Result<Export>> {
    return retrying(() => write(this.#db, 'request_export', {}))
  }

  /**
   * An export of yours: how far it is, and its parts once it is ready. Errors: `not_signed_in`,
   * `profile_missing`, `export_not_found`.
   * @example
   * const mine = unwrap(await social.exports.get('an-export-id'))
   * console.log(mine.state, `${mine.done_count} of ${mine.total_count}`)
   */
  get(exportId: string): Promise<Result<Export>> {
    return read(this.#db, 'my_export', { export_id: exportId })
  }

  /**
   * Your exports, latest first. Errors: `not_signed_in`, `profile_missing`, `cursor_invalid`,
   * `page_size_invalid`.
   * @example const { data: page } = await social.exports.list()
   */
  list(options?: PageOptions): Pages<Export> {
    return list(this.#db, 'my_exports', {}, options)
  }

  /**
   * Links to the parts of an export that is ready; none before. Each holds for `expiresIn` seconds,
   * 3600 when left out, for whoever has it. Errors:
   * `not_signed_in`, `network`.
   * @example
   * const mine = unwrap(await social.exports.get('an-export-id'))
   * const { data: links } = await social.exports.links(mine)
   * for (const { name, url } of links ?? []) console.log(name, url)
   */
  async links(
    of: Pick<Export, 'parts'>,
    options: { expiresIn?: number | undefined } = {},
  ): Promise<Result<ExportLink[]>> {
    const { expiresIn = 3600 } = options
    if (of.parts.length === 0) return succeed([])
    const paths = of.parts.map(({ path }) => path)
    const { data, error } = await attempt(
      () => this.#db.storage.from('social-exports').createSignedUrls(paths, expiresIn),
      fromStorage,
    )
    if (error) return fail(error)
    const urls = new Map(data.map(({ path, signedUrl }) => [path, signedUrl]))
    const links = of.parts.map(({ path, bytes }, index) => {
      const name = `export-${index + 1}.zip`
      const url = urls.get(path)
      // The name in the address makes a browser save the file instead of showing it.
      return { name, bytes, url: url ? `${url}&download=${name}` : null }
    })
    return succeed(links)
  }
}
