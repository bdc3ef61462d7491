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
  /** The color of the palette that is transparent, or -1. */
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
  const colors = decompress(bytes, frame.at, width * height)
  const data = new Uint8Array(width * height * 4)
  let from = 0
  for (const [first, step] of isInterlaced ? PASSES : ([[0, 1]] as const)) {
    for (let row = first; row < height; row += step) {
      const end = Math.min(from + width, colors.length)
      for (let to = row * width * 4; from < end; from++, to += 4) {
        const color = colors[from] as number
        if (color === clear) continue
        data[to] = palette[3 * color] ?? 0
        data[to + 1] = palette[3 * color + 1] ?? 0
        data[to + 2] = palette[3 * color + 2] ?? 0
        data[to + 3] = 255
      }
    }
  }
  return { ...frame, data }
}

const MAX_CODES = 4096
const LONGEST_CODE = 12

/** Decompresses LZW up to `count` colors, or up to the first damage. */
function decompress(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const colors = new Uint8Array(count)
  const minimum = bytes[start] ?? 0
  if (minimum < 1 || minimum >= LONGEST_CODE) return colors.subarray(0, 0)
  const reader = new CodeReader(bytes, start + 1)
  const table = new CodeTable(minimum)
  const [reset, stop] = [1 << minimum, (1 << minimum) + 1]
  let before = -1
  for (let filled = 0; filled < count; ) {
    const code = reader.next(table.size)
    if (code === reset) {
      table.reset()
      before = -1
      continue
    }
    // A code may be the next one to be added. Then it repeats its own first color at the end.
    const isNext = before >= 0 && code === table.count && code < MAX_CODES
    if (code < 0 || code === stop || !(isNext || code < (before < 0 ? reset : table.count))) {
      return colors.subarray(0, filled)
    }
    const end = table.write(isNext ? before : code, colors, filled)
    const first = colors[filled] as number
    if (isNext && end < count) colors[end] = first
    if (before >= 0) table.add(before, first)
    filled = Math.min(count, isNext ? end + 1 : end)
    before = code
  }
  return colors
}

/** Reads codes of some bits each from the blocks of a frame. */
class CodeReader {
  #bytes: Uint8Array
  #at: number
  #left = 0
  #buffer = 0
  #bits = 0

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  /** Returns the next code, or -1 at the end of the data. */
  next(size: number): number {
    while (this.#bits < size) {
      if (this.#left === 0) this.#left = this.#bytes[this.#at++] ?? 0
      if (this.#left === 0 || this.#at >= this.#bytes.length) return -1
      this.#buffer |= (this.#bytes[this.#at++] as number) << this.#bits
      this.#bits += 8
      this.#left--
    }
    const code = this.#buffer & ((1 << size) - 1)
    this.#buffer >>>= size
    this.#bits -= size
    return code
  }
}

/** The colors that codes stand for: those of an earlier code, and one more color. */
class CodeTable {
  /** The bits of a code. */
  size = 0
  count = 0
  #minimum: number
  #prefix = new Uint16Array(MAX_CODES)
  #last = new Uint8Array(MAX_CODES)
  #length = new Uint16Array(MAX_CODES)

  constructor(minimum: number) {
    this.#minimum = minimum
    for (let code = 0; code < 1 << minimum; code++) {
      this.#last[code] = code
      this.#length[code] = 1
    }
    this.reset()
  }

  reset(): void {
    this.size = this.#minimum + 1
    this.count = (1 << this.#minimum) + 2
  }

  add(before: number, color: number): void {
    if (this.count === MAX_CODES) return
    this.#prefix[this.count] = before
    this.#last[this.count] = color
    this.#length[this.count] = (this.#length[before] as number) + 1
    this.count++
    if (this.count === 1 << this.size && this.size < LONGEST_CODE) this.size++
  }

  /** Writes the colors of a code at this place, and returns the place after them. */
  write(code: number, colors: Uint8Array, at: number): number {
    const end = at + (this.#length[code] as number)
    for (let place = end - 1, part = code; place >= at; place--) {
      if (place < colors.length) colors[place] = this.#last[part] as number
      part = this.#prefix[part] as number
    }
    return end
  }
}
