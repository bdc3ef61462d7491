import { list, read, write } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import { fail, type Result, succeed } from '../result.ts'
import { retrying } from '../retry.ts'
import { signUrls } from '../signed-urls.ts'
import type { Client } from '../supabase.ts'
import type { Export } from '../types.ts'

/** A download link for a part of an export. */
export interface ExportLink {
  /** The name of the downloaded file: `export-1.zip`, `export-2.zip`… */
  name: string
  bytes: number
  /** The download link, or null if the file has been deleted or the second factor is missing. */
  url: string | null
}

/** Exports of your own data as zip files, with JSON documents and your media. */
export class Exports {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Requests an export of your data, at most once a day. If an export is already running, returns
   * that export. Works for suspended, deactivated and deleted accounts, too. Retries when the
   * network fails. Requires the second factor of somebody who has one.
   * Errors: `export_too_soon`, `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: job } = await social.exports.request()
   */
  request(): Promise<Result<Export>> {
    return retrying(() => write(this.#db, 'request_export', {}))
  }

  /**
   * Gets an export with its progress. A ready export also contains its parts. Requires the second
   * factor of somebody who has one.
   * Errors: `export_not_found`, `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const job = unwrap(await social.exports.get('an-export-id'))
   * console.log(job.state, `${job.done_count} of ${job.total_count}`)
   */
  get(exportId: string): Promise<Result<Export>> {
    return read(this.#db, 'my_export', { export_id: exportId })
  }

  /**
   * Lists your exports, latest first. Requires the second factor of somebody who has one.
   * Error: `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.exports.list()
   */
  list(options?: PageOptions): Pages<Export> {
    return list(this.#db, 'my_exports', {}, options)
  }

  /**
   * Gets download links for the parts of a ready export. Returns an empty list if the export is not
   * ready. Everybody who has a link can download the part. The link expires after `expiresIn`
   * seconds, or earlier if the operator allows less (default: 300). A download that has started
   * continues.
   * Errors: `invalid_input`, `network`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const job = unwrap(await social.exports.get('an-export-id'))
   * const { data: links } = await social.exports.getLinks(job)
   * for (const { name, url } of links ?? []) console.log(name, url)
   */
  async getLinks(
    { parts }: Pick<Export, 'parts'>,
    options: { expiresIn?: number | undefined } = {},
  ): Promise<Result<ExportLink[]>> {
    if (parts.length === 0) return succeed([])
    const paths = parts.map(({ path }) => path)
    const { data: urls, error } = await signUrls(this.#db, paths, options.expiresIn)
    if (error) return fail(error)
    const links = parts.map(({ path, bytes }, index) => {
      const name = `export-${index + 1}.zip`
      const url = urls[path]
      // The parameter `download` makes browsers save the file instead of opening it.
      return { name, bytes, url: url ? `${url}&download=${name}` : null }
    })
    return succeed(links)
  }
}
