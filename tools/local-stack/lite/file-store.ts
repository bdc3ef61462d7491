import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Metadata {
  eTag: string
  size: number
  contentLength: number
  mimetype: string
  cacheControl: string
  lastModified: Date
}

/**
 * Stores the bytes of Storage objects. The name of a file is the hash of the object's path, and the
 * first line of the file is the object's metadata. Defect of @supabase/lite 0.10.0: on Node 20,
 * lite's own adapter crashes when it reads an object. The adapter also turns object names into
 * folders.
 */
export class FileStore {
  driver = null
  #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  async uploadObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    body: ReadableStream | Uint8Array,
    mimetype: string,
    cacheControl: string,
  ): Promise<Metadata> {
    const bytes = Buffer.from(await new Response(body as BodyInit).arrayBuffer())
    const eTag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const head = { eTag, mimetype, cacheControl, lastModified: new Date() }
    const file = this.#file(bucket, key)
    const partial = `${file}.${crypto.randomUUID()}`
    await writeFile(partial, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]))
    await rename(partial, file)
    return { ...head, size: bytes.length, contentLength: bytes.length }
  }

  async getObject(bucket: string, key: string) {
    const { metadata, bytes } = await this.#read(bucket, key)
    return { metadata, httpStatusCode: 200, body: new Blob([bytes]).stream() }
  }

  async headObject(bucket: string, key: string): Promise<Metadata> {
    return (await this.#read(bucket, key)).metadata
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    await rm(this.#file(bucket, key), { force: true })
  }

  async deleteObjects(bucket: string, keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.deleteObject(bucket, key)))
  }

  async copyObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    toBucket: string,
    toKey: string,
  ): Promise<Metadata> {
    await copyFile(this.#file(bucket, key), this.#file(toBucket, toKey))
    return this.headObject(toBucket, toKey)
  }

  async privateAssetUrl(bucket: string, key: string): Promise<string> {
    return this.#file(bucket, key)
  }

  #file(bucket: string, key: string): string {
    return join(this.#folder, createHash('sha256').update(`${bucket}/${key}`).digest('hex'))
  }

  async #read(bucket: string, key: string) {
    const content = await readFile(this.#file(bucket, key))
    const end = content.indexOf('\n')
    const { lastModified, ...head } = JSON.parse(content.toString('utf8', 0, end))
    const bytes = content.subarray(end + 1)
    const sizes = { size: bytes.length, contentLength: bytes.length }
    const metadata: Metadata = { ...head, ...sizes, lastModified: new Date(lastModified) }
    return { metadata, bytes }
  }
}
