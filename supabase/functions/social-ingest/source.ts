/** The error of a file that Storage does not send to its end. The file is not at fault. */
export class UnreadableFile extends Error {}

/** Reads a file from a stream. Buffers no more bytes than the caller requests. */
export class Source {
  /** The number of bytes that were taken or skipped so far. */
  position = 0
  #reader: ReadableStreamDefaultReader<Uint8Array>
  #chunks: Uint8Array[] = []
  #buffered = 0

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
  }

  /** Returns the next bytes without consuming them. Returns fewer bytes at the end of the file. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#buffered < length && (await this.#more()));
    if (this.#chunks.length > 1) this.#chunks = [joined(this.#chunks, this.#buffered)]
    return this.#chunks[0]?.subarray(0, length) ?? new Uint8Array()
  }

  /** Consumes and returns the next bytes. Returns fewer bytes at the end of the file. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length)
    this.#drop(bytes.length)
    return bytes
  }

  /** Skips bytes. Returns the number of skipped bytes, which is smaller at the end of the file. */
  async skip(length: number): Promise<number> {
    const from = this.position
    this.#drop(Math.min(length, this.#buffered))
    while (this.position - from < length && (await this.#more())) {
      this.#drop(Math.min(length - (this.position - from), this.#buffered))
    }
    return this.position - from
  }

  /** Stops reading. */
  async close(): Promise<void> {
    // A stream that has failed cannot be cancelled. The error of its reader is more exact.
    await this.#reader.cancel().catch(() => {})
  }

  async #more(): Promise<boolean> {
    const { value } = await this.#reader.read().catch((cause) => {
      throw new UnreadableFile('Storage did not send the whole file.', { cause })
    })
    if (!value) return false
    this.#chunks.push(value)
    this.#buffered += value.length
    return true
  }

  #drop(length: number): void {
    this.position += length
    this.#buffered -= length
    let [first] = this.#chunks
    while (first && length >= first.length) {
      length -= first.length
      this.#chunks.shift()
      first = this.#chunks[0]
    }
    if (first && length > 0) this.#chunks[0] = first.subarray(length)
  }
}

function joined(chunks: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
