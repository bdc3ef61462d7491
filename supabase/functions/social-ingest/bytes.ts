import { Refusal } from './refusal.ts'

/** Returns bytes as Latin-1 text, to compare them with ASCII signatures such as `RIFF`. */
export function textAt(bytes: Uint8Array, at: number, length = 4): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

/** Returns a DataView of these bytes. The bytes may be a part of a larger buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Refuses a file as damaged if the condition is false.
 */
export function assertIntact(isIntact: boolean): asserts isIntact {
  if (!isIntact) throw new Refusal('file_damaged')
}

/** Joins parts of a file. Copies nothing if each part follows the part before in the same file. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const [first, ...rest] = parts
  if (!first) return new Uint8Array()
  let end = first.byteOffset + first.length
  const areAdjacent = rest.every(({ buffer, byteOffset, length }) => {
    const isNext = buffer === first.buffer && byteOffset === end
    end += length
    return isNext
  })
  const size = parts.reduce((sum, { length }) => sum + length, 0)
  if (areAdjacent) return new Uint8Array(first.buffer, first.byteOffset, size)
  const joined = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
