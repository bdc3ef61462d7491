const HASH_BYTES = 32
const BLOCK_BYTES = 1024 * 1024

/**
 * Computes a digest of a stream while the stream passes through: the SHA-256 of the last block and of
 * the digest of all blocks before it. Web Crypto cannot compute the SHA-256 of a stream.
 */
export class Digest extends TransformStream<Uint8Array, Uint8Array> {
  /** The digest of the blocks before this one, and then the bytes of this block. */
  readonly #block = new Uint8Array(HASH_BYTES + BLOCK_BYTES)
  #end = HASH_BYTES
  /** Whether the stream had other bytes than expected. */
  isDifferent = false

  /** If `expected` is given, the stream fails at its end unless it had the same bytes. */
  constructor(expected?: Digest) {
    super({
      transform: async (chunk, controller) => {
        await this.#add(chunk)
        controller.enqueue(chunk)
      },
      flush: async () => {
        await this.#endBlock()
        this.isDifferent = expected !== undefined && expected.#value() !== this.#value()
        if (this.isDifferent) {
          throw new Error('The raw file has changed.')
        }
      },
    })
  }

  async #add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#block.length - this.#end)
      this.#block.set(part, this.#end)
      this.#end += part.length
      at += part.length
      if (this.#end === this.#block.length) await this.#endBlock()
    }
  }

  async #endBlock(): Promise<void> {
    const hash = await crypto.subtle.digest('SHA-256', this.#block.subarray(0, this.#end))
    this.#block.set(new Uint8Array(hash))
    this.#end = HASH_BYTES
  }

  #value(): string {
    return String(this.#block.subarray(0, HASH_BYTES))
  }
}
