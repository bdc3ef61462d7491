import { createHash } from 'node:crypto'

/** Computes the SHA-256 of a stream while the stream passes through. */
export class Digest extends TransformStream<Uint8Array, Uint8Array> {
  readonly #hash = createHash('sha256')

  /** If `expected` is given, the stream fails at its end unless it had the same bytes. */
  constructor(expected?: Digest) {
    super({
      transform: (chunk, controller) => {
        this.#hash.update(chunk)
        controller.enqueue(chunk)
      },
      flush: () => {
        if (expected && this.value !== expected.value) throw new Error('the raw file has changed')
      },
    })
  }

  /** The digest of the bytes so far. */
  get value(): string {
    return this.#hash.copy().digest('hex')
  }
}
