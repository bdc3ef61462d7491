import { assertIntact, viewOf } from './bytes.ts'
import { type Box, boxesIn, INDEX_TOO_LARGE } from './mp4-boxes.ts'
import { packetOf } from './mp4-formats.ts'
import type { Track } from './mp4-tracks.ts'
import type { Range } from './patches.ts'
import { Refusal } from './refusal.ts'

/**
 * Returns where the samples of a track are in the file: its frames or its sound. The track may have
 * `maxChunks` chunks. A chunk is a series of samples without a gap.
 */
export function samplesOf(bytes: Uint8Array, track: Track, maxChunks: number): Range[] {
  const { tables, handler, formats } = track
  const boxes = tables ? boxesIn(bytes, tables.body, tables.end) : []
  const find = (...types: string[]) => boxes.find(({ type }) => types.includes(type))
  const [offsets, chunks, sizes] = [find('stco', 'co64'), find('stsc'), find('stsz', 'stz2')]
  if (!offsets || !chunks || !sizes) return []
  const sound = handler === 'soun' ? formats[0] : undefined
  const sizeOf = sizes.type === 'stz2' ? smallSizes(bytes, sizes) : sizesIn(bytes, sizes, sound)
  const samplesIn = samplesPerChunk(bytes, chunks)
  const ranges: Range[] = []
  let sample = 0
  for (const [chunk, start] of offsetsIn(bytes, offsets, maxChunks).entries()) {
    const count = samplesIn(chunk + 1)
    const end = start + sizeOf(sample, count)
    sample += count
    const last = ranges.at(-1)
    if (last && last.end === start) last.end = end
    else if (end > start) ranges.push({ start, end })
  }
  return ranges
}

/** Returns the positions of the chunks. */
function offsetsIn(bytes: Uint8Array, { type, body, end }: Box, maxChunks: number): number[] {
  const width = type === 'co64' ? 8 : 4
  const count = countOf(bytes, body + 4, end, width)
  if (count > maxChunks) throw new Refusal('file_too_large', INDEX_TOO_LARGE)
  const view = viewOf(bytes)
  return Array.from({ length: count }, (_, index) => {
    const at = body + 8 + width * index
    return width === 8 ? Number(view.getBigUint64(at)) : view.getUint32(at)
  })
}

/** Reads a number of entries, of which each has this many bytes. All entries must be there. */
function countOf(bytes: Uint8Array, at: number, end: number, width: number): number {
  assertIntact(at + 4 <= end)
  const count = viewOf(bytes).getUint32(at)
  assertIntact(at + 4 + count * width <= end)
  return count
}

/**
 * Returns a function that gives the number of samples of a chunk. The chunks, which begin at 1, must
 * be asked for in order. Each entry of the table is valid up to the first chunk of the next entry.
 */
function samplesPerChunk(bytes: Uint8Array, { body, end }: Box): (chunk: number) => number {
  const view = viewOf(bytes)
  const count = countOf(bytes, body + 4, end, 12)
  let entry = -1
  return (chunk) => {
    while (entry + 1 < count && view.getUint32(body + 8 + 12 * (entry + 1)) <= chunk) entry++
    return entry < 0 ? 0 : view.getUint32(body + 12 + 12 * entry)
  }
}

/** Returns a function that gives the bytes of a number of samples from this sample on. */
type SizeOf = (sample: number, count: number) => number

function sizesIn(bytes: Uint8Array, { body, end }: Box, sound: Box | undefined): SizeOf {
  assertIntact(end - body >= 12)
  const view = viewOf(bytes)
  const size = view.getUint32(body + 4)
  if (size === 0) {
    const total = countOf(bytes, body + 8, end, 4)
    return summed(total, (sample) => view.getUint32(body + 12 + 4 * sample))
  }
  const packet = sound && packetOf(bytes, sound)
  return (_, count) => {
    const isPacked = packet !== undefined && packet.samples > 0
    return Math.max(size * count, isPacked ? Math.ceil(count / packet.samples) * packet.bytes : 0)
  }
}

/** Reads sizes of 4, 8 or 16 bits. */
function smallSizes(bytes: Uint8Array, { body, end }: Box): SizeOf {
  assertIntact(end - body >= 12)
  const view = viewOf(bytes)
  const bits = view.getUint8(body + 7)
  assertIntact([4, 8, 16].includes(bits))
  const total = countOf(bytes, body + 8, end, bits / 8)
  return summed(total, (sample) => {
    if (bits === 16) return view.getUint16(body + 12 + 2 * sample)
    if (bits === 8) return view.getUint8(body + 12 + sample)
    return (view.getUint8(body + 12 + (sample >> 1)) >> (sample % 2 === 0 ? 4 : 0)) & 15
  })
}

function summed(total: number, size: (sample: number) => number): SizeOf {
  return (first, count) => {
    let sum = 0
    const end = Math.min(total, first + count)
    for (let sample = first; sample < end; sample++) sum += size(sample)
    return sum
  }
}
