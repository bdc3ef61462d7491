/** A file as it comes over the network, of which never more is held than is asked for. */
export class Source {
  /** How much was taken or skipped so far. */
  position = 0
  #reader: ReadableStreamDefaultReader<Uint8Array>
  #chunks: Uint8Array[] = []
  #held = 0

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
  }

  /** The next bytes, which stay; fewer where the file ends. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#held < length && (await this.#more()));
    if (this.#chunks.length > 1) this.#chunks = [joined(this.#chunks, this.#held)]
    return this.#chunks[0]?.subarray(0, length) ?? new Uint8Array()
  }

  /** The next bytes; fewer where the file ends. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length)
    this.#drop(bytes.length)
    return bytes
  }

  /** Lets bytes pass, and tells how many there were. */
  async skip(length: number): Promise<number> {
    const from = this.position
    this.#drop(Math.min(length, this.#held))
    while (this.position - from < length && (await this.#more())) {
      this.#drop(Math.min(length - (this.position - from), this.#held))
    }
    return this.position - from
  }

  /** Reads no further. */
  async close(): Promise<void> {
    await this.#reader.cancel()
  }

  async #more(): Promise<boolean> {
    const { value } = await this.#reader.read()
    if (!value) return false
    this.#chunks.push(value)
    this.#held += value.length
    return true
  }

  #drop(length: number): void {
    this.position += length
    this.#held -= length
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
