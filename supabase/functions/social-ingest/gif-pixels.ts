import { viewOf } from './bytes.ts'
import type { Frame } from './canvas.ts'

/** The parts of a GIF. */
export interface Gif {
  /** How often an animation is shown. 0 means without end. */
  loops: number
  frames: GifFrame[]
}

/** A frame of a GIF whose pixels are not decompressed yet. */
export interface GifFrame extends Omit<Frame, 'data'> {
  palette: Uint8Array
  /** The colour of the palette that is transparent, or -1. */
  clear: number
  isInterlaced: boolean
  /** The place of the compressed pixels. */
  at: number
}

/** Reads the parts of a GIF up to the first damage. */
export function readGif(bytes: Uint8Array): Gif {
  const view = viewOf(bytes)
  const gif: Gif = { loops: 1, frames: [] }
  const flags = bytes[10] ?? 0
  const common = bytes.subarray(13, 13 + tableSize(flags))
  let control = { clear: -1, delay: 0, disposal: 'keep' as Frame['disposal'] }
  for (let at = 13 + tableSize(flags); at + 10 < bytes.length; ) {
    if (bytes[at] === 0x2c) {
      const [left, top, width, height] = [1, 3, 5, 7].map((i) => view.getUint16(at + i, true)) as [
        ...[number, number, number, number],
      ]
      const local = bytes[at + 9] as number
      const data = at + 10 + tableSize(local)
      const palette = tableSize(local) > 0 ? bytes.subarray(at + 10, data) : common
      const place = { left, top, width, height, palette, at: data }
      gif.frames.push({ ...place, ...control, isInterlaced: (local & 64) > 0, isBlended: true })
      control = { clear: -1, delay: 0, disposal: 'keep' }
      at = skipBlocks(bytes, data + 1)
    } else if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) control = controlOf(bytes, at + 3)
      if (bytes[at + 1] === 0xff && bytes[at + 14] === 3) gif.loops = loopsOf(view, at + 15)
      at = skipBlocks(bytes, at + 2)
    } else if (bytes[at] === 0x3b) break
    else at++
  }
  return gif
}

function tableSize(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

function controlOf(bytes: Uint8Array, at: number) {
  const flags = bytes[at] ?? 0
  const disposal = (flags >> 2) & 7
  return {
    clear: flags & 1 ? (bytes[at + 3] ?? 0) : -1,
    delay: 10 * ((bytes[at + 1] ?? 0) + 256 * (bytes[at + 2] ?? 0)),
    disposal: disposal === 2 ? ('clear' as const) : disposal === 3 ? ('restore' as const) : 'keep',
  } as { clear: number; delay: number; disposal: Frame['disposal'] }
}

/** The file says how often an animation is repeated after it was shown once. */
function loopsOf(view: DataView, at: number): number {
  if (at + 3 > view.byteLength || view.getUint8(at) !== 1) return 1
  const repeats = view.getUint16(at + 1, true)
  return repeats === 0 ? 0 : Math.min(65_535, repeats + 1)
}

function skipBlocks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number)
  return at + 1
}

/** The rows of an interlaced frame: the first row of each pass, and the step to the next row. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const

/** Decompresses a frame. The pixels that it lacks because of damage stay transparent. */
export function decodeGifFrame(bytes: Uint8Array, frame: GifFrame): Frame {
  const { width, height, palette, clear, isInterlaced } = frame
  const colours = decompress(bytes, frame.at, width * height)
  const data = new Uint8Array(width * height * 4)
  let from = 0
  for (const [first, step] of isInterlaced ? PASSES : ([[0, 1]] as const)) {
    for (let row = first; row < height; row += step) {
      const end = Math.min(from + width, colours.length)
      for (let to = row * width * 4; from < end; from++, to += 4) {
        const colour = colours[from] as number
        if (colour === clear) continue
        data[to] = palette[3 * colour] ?? 0
        data[to + 1] = palette[3 * colour + 1] ?? 0
        data[to + 2] = palette[3 * colour + 2] ?? 0
        data[to + 3] = 255
      }
    }
  }
  return { ...frame, data }
}

const MAX_CODES = 4096

/** Decompresses LZW up to `count` colours, or up to the first damage. */
function decompress(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const colours = new Uint8Array(count)
  const minimum = bytes[start] ?? 0
  if (minimum < 1 || minimum > 11) return colours.subarray(0, 0)
  const [reset, stop] = [1 << minimum, (1 << minimum) + 1]
  // A code stands for the colours of an earlier code and one more colour.
  const prefix = new Uint16Array(MAX_CODES)
  const last = new Uint8Array(MAX_CODES)
  const length = new Uint16Array(MAX_CODES)
  for (let code = 0; code < reset; code++) {
    last[code] = code
    length[code] = 1
  }
  let [at, block, bits, buffer, size, codes, before, filled] = [start + 1, 0, 0, 0, 0, 0, -1, 0]
  size = minimum + 1
  codes = stop + 1
  while (filled < count) {
    while (bits < size) {
      if (block === 0) {
        block = bytes[at++] ?? 0
        if (block === 0 || at + block > bytes.length) block = Math.min(block, bytes.length - at)
        if (block <= 0) return colours.subarray(0, filled)
      }
      buffer |= (bytes[at++] as number) << bits
      bits += 8
      block--
    }
    const code = buffer & ((1 << size) - 1)
    buffer >>>= size
    bits -= size
    if (code === reset) {
      size = minimum + 1
      codes = stop + 1
      before = -1
      continue
    }
    if (code === stop || code > codes || (before < 0 && code >= reset)) break
    if (before >= 0 && code === codes && codes >= MAX_CODES) break
    const known = code < codes ? code : before
    const extent = (length[known] as number) + (known === code ? 0 : 1)
    let place = filled + (length[known] as number) - 1
    for (let part = known, n = length[known] as number; n > 0; n--, place--) {
      if (place < count) colours[place] = last[part] as number
      part = prefix[part] as number
    }
    const first = colours[filled] as number
    if (known !== code && filled + extent - 1 < count) colours[filled + extent - 1] = first
    filled = Math.min(count, filled + extent)
    if (before >= 0 && codes < MAX_CODES) {
      prefix[codes] = before
      last[codes] = first
      length[codes] = (length[before] as number) + 1
      codes++
      if (codes === 1 << size && size < 12) size++
    }
    before = code
  }
  return colours.subarray(0, filled)
}
