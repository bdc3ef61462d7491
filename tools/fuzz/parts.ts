/**
 * A part of a file: a segment, chunk, block or box. Its length stands at `size`, in so many bytes.
 * Its type stands at `type`.
 */
export interface Part {
  start: number
  end: number
  size?: { at: number; bytes: 2 | 4; isLittle: boolean }
  type?: { at: number; bytes: 1 | 4 }
}

/**
 * Returns the parts of a file. The file may be a mutation, so the parts end where the structure
 * breaks.
 */
export function partsOf(bytes: Buffer): Part[] {
  const start = bytes.toString('latin1', 0, 12)
  if (start.startsWith('\xff\xd8')) return segments(bytes)
  if (start.startsWith('\x89PNG')) return chunks(bytes, 8, 'png')
  if (/^RIFF....WEBP$/s.test(start)) return chunks(bytes, 12, 'webp')
  if (start.startsWith('GIF8')) return blocks(bytes)
  return start.slice(4, 8) === 'ftyp' ? boxes(bytes, 0, bytes.length) : []
}

function segments(bytes: Buffer): Part[] {
  const parts: Part[] = []
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff && parts.length < 500) {
    const end = Math.min(at + 2 + bytes.readUInt16BE(at + 2), bytes.length)
    const size = { at: at + 2, bytes: 2, isLittle: false } as const
    parts.push({ start: at, end, size, type: { at: at + 1, bytes: 1 } })
    at = end
    // The pixels of a scan end at the next marker.
    if (bytes[parts.at(-1)?.type?.at as number] === 0xda) {
      while (at + 1 < bytes.length && !isMarker(bytes, at)) at++
      parts.push({ start: end, end: at })
    }
  }
  return parts
}

function isMarker(bytes: Buffer, at: number): boolean {
  const next = bytes[at + 1] as number
  return bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)
}

function chunks(bytes: Buffer, from: number, kind: 'png' | 'webp'): Part[] {
  const parts: Part[] = []
  for (let at = from; at + 8 <= bytes.length; ) {
    const isLittle = kind === 'webp'
    const length = isLittle ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at)
    const end = at + (isLittle ? 8 + length + (length % 2) : 12 + length)
    if (end > bytes.length) break
    const size = { at: isLittle ? at + 4 : at, bytes: 4, isLittle } as const
    parts.push({ start: at, end, size, type: { at: isLittle ? at : at + 4, bytes: 4 } })
    at = end
  }
  return parts
}

function blocks(bytes: Buffer): Part[] {
  const parts: Part[] = []
  const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let at = 13 + table(bytes[10] ?? 0)
  while (at + 10 < bytes.length && (bytes[at] === 0x21 || bytes[at] === 0x2c)) {
    const start = at
    at += bytes[at] === 0x21 ? 2 : 11 + table(bytes[at + 9] as number)
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number)
    at = Math.min(at + 1, bytes.length)
    parts.push({ start, end: at, type: { at: start, bytes: 1 } })
  }
  return parts
}

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'udta', 'dinf', 'moof', 'traf']

function boxes(bytes: Buffer, from: number, to: number): Part[] {
  const parts: Part[] = []
  for (let start = from; start + 8 <= to; ) {
    const length = bytes.readUInt32BE(start)
    const end = start + length
    if (length < 8 || end > to) break
    const size = { at: start, bytes: 4, isLittle: false } as const
    parts.push({ start, end, size, type: { at: start + 4, bytes: 4 } })
    const isContainer = CONTAINERS.includes(bytes.toString('latin1', start + 4, start + 8))
    if (isContainer) parts.push(...boxes(bytes, start + 8, end))
    start = end
  }
  return parts
}
