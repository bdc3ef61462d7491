import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'npm:fflate@0.8.3'

/** A file in Storage, and its path in the zip file of the export. */
export interface StoredFile {
  bucket: string
  path: string
  file: string
  bytes: number
}

/**
 * A page of an export, as claim_export_page returns it. `next` is the position of the next page.
 * The key of each item is the position after the item.
 */
export interface Page {
  document: string
  items: { key: string; item: unknown }[]
  next: string | null
}

/** Provides the rows and files of a part of an export. */
export interface Source {
  page(after: string | null): Promise<Page>
  /** Opens a file. Rejects if the file does not exist. */
  file(file: StoredFile, isLarge: boolean): Promise<ReadableStream<Uint8Array>>
}

/**
 * The maximum size of a part. With this maximum, a call stays within the 2 s of CPU time of an edge
 * function.
 */
export const limits = { bytes: 40_000_000, rows: 20_000 }

/** The documents that consist of one object instead of a list. */
const SINGLE_OBJECTS = ['export', 'settings']

interface Document {
  name: string
  entry: ZipDeflate
  isEmpty: boolean
}

/**
 * One zip file of an export. It begins at a position and ends at the maximum size or at the end of
 * the export.
 */
export class Part {
  byteCount = 0
  itemCount = 0
  /** The position where the next part begins, or null if this is the last part. */
  next: string | null
  /** The files that could not be read, and the reasons. */
  readonly missing: { file: string; reason: string }[] = []
  readonly #number: number
  readonly #source: Source
  readonly #zip: Zip
  #ready: Uint8Array[] = []
  #document: Document | undefined

  constructor(step: { part: number; position: string | null }, source: Source) {
    this.#number = step.part
    this.next = step.position
    this.#source = source
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error
      this.#ready.push(chunk)
    })
  }

  /** Yields the bytes of the zip file, which is built while the caller reads it. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    let isFull = false
    do {
      const page = await this.#source.page(this.next)
      if (page.document === 'files') {
        this.#closeDocument()
        for (const { key, item } of page.items as { key: string; item: StoredFile }[]) {
          isFull = this.itemCount > 0 && this.byteCount + item.bytes > limits.bytes
          if (isFull) break
          yield* this.#addFile(item)
          this.itemCount++
          this.next = key
        }
      } else {
        this.#openDocument(page.document)
        for (const { item } of page.items) this.#addRow(page.document, item)
        this.itemCount += page.items.length
      }
      if (!isFull) this.next = page.next
      yield* this.#flush()
      isFull ||= this.byteCount > limits.bytes || this.itemCount >= limits.rows
    } while (this.next !== null && !isFull)
    this.#closeDocument()
    for (const file of this.missing) this.#addRow('missing', file)
    this.#closeDocument()
    this.#zip.end()
    yield* this.#flush()
  }

  #addRow(name: string, item: unknown): void {
    const document = this.#openDocument(name)
    const text = SINGLE_OBJECTS.includes(name)
      ? `${JSON.stringify(item, null, 2)}\n`
      : `${document.isEmpty ? '' : ','}\n${JSON.stringify(item)}`
    document.entry.push(strToU8(text))
    document.isEmpty = false
  }

  #openDocument(name: string): Document {
    if (this.#document?.name === name) return this.#document
    this.#closeDocument()
    const file = this.#number === 1 ? `${name}.json` : `${name}-${this.#number}.json`
    const entry = new ZipDeflate(file)
    this.#zip.add(entry)
    if (!SINGLE_OBJECTS.includes(name)) entry.push(strToU8('['))
    this.#document = { name, entry, isEmpty: true }
    return this.#document
  }

  #closeDocument(): void {
    if (!this.#document) return
    const { name, entry } = this.#document
    entry.push(strToU8(SINGLE_OBJECTS.includes(name) ? '' : '\n]\n'), true)
    this.#document = undefined
  }

  /**
   * Adds a file to the zip file. Streams a large file. Reads a small file completely first, so that
   * an error skips only this file.
   */
  async *#addFile(file: StoredFile): AsyncGenerator<Uint8Array> {
    const isLarge = file.bytes > limits.bytes
    let hasBegun = false
    try {
      const chunks = await this.#source.file(file, isLarge)
      const content = isLarge ? chunks : await Array.fromAsync(chunks)
      const entry = new ZipPassThrough(file.file)
      this.#zip.add(entry)
      hasBegun = true
      for await (const chunk of content) {
        entry.push(chunk)
        yield* this.#flush()
      }
      entry.push(new Uint8Array(), true)
    } catch (error) {
      // The zip file already contains the beginning of this file, so the zip file must be built
      // again.
      if (hasBegun) throw error
      this.missing.push({ file: file.file, reason: String((error as Error).message) })
    }
    yield* this.#flush()
  }

  *#flush(): Generator<Uint8Array> {
    const ready = this.#ready
    this.#ready = []
    for (const chunk of ready) {
      this.byteCount += chunk.byteLength
      yield chunk
    }
  }
}
