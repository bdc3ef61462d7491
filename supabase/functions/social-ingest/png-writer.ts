import { join, viewOf } from './bytes.ts'

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** The maximum length of a block that is not compressed (RFC 1951). */
const BLOCK = 65_535

/** Writes a PNG. `rows` contains the filtered rows of pixels. Does not compress them. */
export function writePng(header: Uint8Array, colors: Uint8Array[], rows: Uint8Array): Uint8Array {
  return join([
    SIGNATURE,
    ...chunk('IHDR', [header]),
    ...colors,
    ...chunk('IDAT', stored(rows)),
    ...chunk('IEND', []),
  ])
}

/** Returns the parts of a chunk: the size, the type, the content and the checksum. */
export function chunk(type: string, body: Uint8Array[]): Uint8Array[] {
  const [head, tail] = [new Uint8Array(8), new Uint8Array(4)]
  viewOf(head).setUint32(
    0,
    body.reduce((sum, { length }) => sum + length, 0),
  )
  for (let i = 0; i < 4; i++) head[4 + i] = type.charCodeAt(i)
  let sum = 0xffffffff
  for (const part of [head.subarray(4), ...body]) sum = crc(sum, part)
  viewOf(tail).setUint32(0, ~sum >>> 0)
  return [head, ...body, tail]
}

/** Returns the parts of a zlib stream that is not compressed (RFC 1950). */
function stored(bytes: Uint8Array): Uint8Array[] {
  const parts = [new Uint8Array([0x78, 0x01])]
  for (let at = 0; at < bytes.length || at === 0; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK)
    const head = new Uint8Array(5)
    head[0] = at + BLOCK >= bytes.length ? 1 : 0
    viewOf(head).setUint16(1, block.length, true)
    viewOf(head).setUint16(3, ~block.length & 0xffff, true)
    parts.push(head, block)
  }
  const sum = new Uint8Array(4)
  viewOf(sum).setUint32(0, adler(bytes))
  return [...parts, sum]
}

function adler(bytes: Uint8Array): number {
  let [low, high] = [1, 0]
  for (let at = 0; at < bytes.length; ) {
    // The sums of so many bytes stay below 2 ** 32.
    const end = Math.min(at + 5552, bytes.length)
    for (; at < end; at++) {
      low += bytes[at] as number
      high += low
    }
    low %= 65_521
    high %= 65_521
  }
  return ((high << 16) | low) >>> 0
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc(sum: number, bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) {
    sum = (TABLE[(sum ^ (bytes[at] as number)) & 0xff] as number) ^ (sum >>> 8)
  }
  return sum
}
