import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { appendFile, copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What Storage notes about the bytes of an object. */
export interface Metadata {
  eTag: string
  size: number
  contentLength: number
  mimetype: string
  cacheControl: string
  lastModified: Date
  httpStatusCode: number
}

export interface StoredFile {
  metadata: Metadata
  bytes: Buffer
}

/**
 * Stores the bytes of Storage objects. The name of a file is the hash of the object's path, and the
 * first line of the file is the object's metadata.
 */
export class FileStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  async write(
    bucket: string,
    key: string,
    bytes: Buffer,
    { mimetype, cacheControl }: Pick<Metadata, 'mimetype' | 'cacheControl'>,
  ): Promise<Metadata> {
    const eTag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const head = { eTag, mimetype, cacheControl, lastModified: new Date() }
    const file = this.#file(bucket, key)
    const partial = `${file}.${crypto.randomUUID()}`
    await writeFile(partial, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]))
    await rename(partial, file)
    return { ...head, ...sizesOf(bytes) }
  }

  async read(bucket: string, key: string): Promise<StoredFile> {
    const content = await readFile(this.#file(bucket, key))
    const end = content.indexOf('\n')
    const { lastModified, ...head } = JSON.parse(content.toString('utf8', 0, end))
    const bytes = content.subarray(end + 1)
    return {
      metadata: { ...head, ...sizesOf(bytes), lastModified: new Date(lastModified) },
      bytes,
    }
  }

  async remove(bucket: string, keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => rm(this.#file(bucket, key), { force: true })))
  }

  async copy(bucket: string, key: string, toBucket: string, toKey: string): Promise<Metadata> {
    await copyFile(this.#file(bucket, key), this.#file(toBucket, toKey))
    return (await this.read(toBucket, toKey)).metadata
  }

  /** Begins an upload that comes in parts. */
  async begin(id: string, details: object): Promise<void> {
    await writeFile(this.#part(id), `${JSON.stringify(details)}\n`)
  }

  /** Returns the details and the bytes of an upload that comes in parts, if there is one. */
  async unfinished<T>(id: string): Promise<{ details: T; bytes: Buffer } | undefined> {
    const content = await readFile(this.#part(id)).catch(() => undefined)
    if (!content) return undefined
    const end = content.indexOf('\n')
    return {
      details: JSON.parse(content.toString('utf8', 0, end)),
      bytes: content.subarray(end + 1),
    }
  }

  async append(id: string, bytes: Buffer): Promise<void> {
    await appendFile(this.#part(id), bytes)
  }

  async forget(id: string): Promise<void> {
    await rm(this.#part(id), { force: true })
  }

  #part(id: string): string {
    return this.#file('parts of uploads', id)
  }

  #file(bucket: string, key: string): string {
    return join(this.#folder, createHash('sha256').update(`${bucket}/${key}`).digest('hex'))
  }
}

function sizesOf({ length }: Buffer) {
  return { size: length, contentLength: length, httpStatusCode: 200 }
}
