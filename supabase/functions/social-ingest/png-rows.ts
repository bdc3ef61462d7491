// @ts-types="./zlib.d.ts"
import { createInflate } from 'node:zlib'
import { viewOf } from './bytes.ts'

/** The header of a PNG, and the chunks that say how to read its samples. */
export interface PngFormat {
  width: number
  height: number
  /** The bits of a sample: 1, 2, 4, 8 or 16. */
  depth: number
  /** 0: grey, 2: colors, 3: a palette, 4: grey and alpha, 6: colors and alpha. */
  type: number
  isInterlaced: boolean
  /** The colors of a palette, 3 bytes each. */
  palette: Uint8Array
  /** The chunk tRNS: the alpha of each color of the palette, or the one transparent color. */
  transparency: Uint8Array | null
}

/** The passes of an interlaced PNG: the first column and row, and the steps to the next ones. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
const WHOLE = [[0, 0, 1, 1]] as const

/** A row of pixels: its pixels, its place, and the step from one of its pixels to the next one. */
export type OnRow = (pixels: Uint8Array, row: number, column: number, step: number) => void

export function channelsOf({ type, transparency }: PngFormat): 3 | 4 {
  return type >= 4 || transparency ? 4 : 3
}

/**
 * Decompresses the pixels of a PNG and passes them on row by row. So only two rows are in memory.
 * Stops at the first damage, as browsers do. Returns whether all rows were read.
 */
export async function readRows(
  format: PngFormat,
  data: Uint8Array[],
  onRow: OnRow,
): Promise<boolean> {
  const reader = new RowReader(format, onRow)
  const { count, isDamaged } = await inflate(data, reader, 0)
  // zlib discards what it has read of the piece with the damage. Small pieces save most rows.
  if (isDamaged && !reader.isDone) await inflate(inPieces(data), reader, count)
  return reader.isWhole
}

/** Decompresses data and passes on all bytes but the first ones. Returns the number of bytes. */
function inflate(data: Iterable<Uint8Array>, reader: RowReader, first: number) {
  const stream = createInflate({ chunkSize: 65_536 })
  let count = 0
  return new Promise<{ count: number; isDamaged: boolean }>((resolve) => {
    const end = (isDamaged: boolean) => {
      stream.destroy()
      resolve({ count, isDamaged })
    }
    stream.on('data', (bytes: Uint8Array) => {
      if (reader.isDone) return
      reader.add(bytes.subarray(Math.max(0, first - count)))
      count += bytes.length
      if (reader.isDone) end(false)
    })
    stream.once('end', () => end(false))
    // At the end of a truncated file, everything has been passed on.
    stream.once('error', ({ code }: { code?: string }) => end(code !== 'Z_BUF_ERROR'))
    for (const part of data) stream.write(part)
    stream.end()
  })
}

/** Cuts data into at most about 4,000 pieces. */
function* inPieces(data: Uint8Array[]): Generator<Uint8Array> {
  const size = data.reduce((sum, { length }) => sum + length, 0)
  const step = Math.max(32, Math.ceil(size / 4000))
  for (const part of data) {
    for (let at = 0; at < part.length; at += step) yield part.subarray(at, at + step)
  }
}

/** Splits decompressed bytes into rows, and turns their samples into pixels. */
class RowReader {
  isDone = false
  isWhole = false
  #format: PngFormat
  #onRow: OnRow
  #toPixels: ToPixels
  #pass = -1
  #row = 0
  #rows = 0
  #columns = 0
  #line = new Uint8Array(0)
  #before = new Uint8Array(0)
  #pixels: Uint8Array
  #filled = 0

  constructor(format: PngFormat, onRow: OnRow) {
    this.#format = format
    this.#onRow = onRow
    this.#toPixels = toPixels(format)
    this.#pixels = new Uint8Array(format.width * channelsOf(format))
    this.#nextPass()
  }

  get #passes() {
    return this.#format.isInterlaced ? PASSES : WHOLE
  }

  #nextPass(): void {
    const { width, height, depth, type } = this.#format
    const pass = this.#passes[++this.#pass]
    if (!pass) {
      this.isDone = this.isWhole = true
      return
    }
    const [left, top, right, down] = pass
    this.#columns = Math.ceil((width - left) / right)
    this.#rows = Math.ceil((height - top) / down)
    if (this.#columns <= 0 || this.#rows <= 0) {
      this.#nextPass()
      return
    }
    const length = Math.ceil((this.#columns * depth * (SAMPLES[type] ?? 1)) / 8)
    // The first byte of a line is its filter.
    this.#line = new Uint8Array(1 + length)
    this.#before = new Uint8Array(1 + length)
    this.#row = this.#filled = 0
  }

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.isDone; ) {
      const part = bytes.subarray(at, at + this.#line.length - this.#filled)
      this.#line.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === this.#line.length) this.#finishRow()
    }
  }

  #finishRow(): void {
    const { depth, type } = this.#format
    const [left, top, right, down] = this.#passes[this.#pass] as (typeof PASSES)[number]
    const line = this.#line
    if ((line[0] as number) > 4) {
      this.isDone = true // The rest is damaged.
      return
    }
    unfilter(line, this.#before, Math.max(1, (depth * (SAMPLES[type] ?? 1)) >> 3))
    this.#toPixels(line, this.#pixels, this.#columns)
    this.#onRow(this.#pixels, top + this.#row * down, left, right)
    this.#line = this.#before
    this.#before = line
    this.#filled = 0
    if (++this.#row === this.#rows) this.#nextPass()
  }
}

/** The number of samples of a pixel, for each type. */
const SAMPLES = [1, 0, 3, 1, 2, 0, 4]

/** Undoes the filter of a line. `size` is the number of bytes of a pixel. */
function unfilter(line: Uint8Array, before: Uint8Array, size: number): void {
  const filter = line[0]
  const end = line.length
  if (filter === 1) {
    for (let i = 1 + size; i < end; i++) {
      line[i] = (line[i] as number) + (line[i - size] as number)
    }
  } else if (filter === 2) {
    for (let i = 1; i < end; i++) line[i] = (line[i] as number) + (before[i] as number)
  } else if (filter === 3) {
    for (let i = 1; i < end; i++) {
      const left = i > size ? (line[i - size] as number) : 0
      line[i] = (line[i] as number) + ((left + (before[i] as number)) >> 1)
    }
  } else if (filter === 4) {
    for (let i = 1; i <= size && i < end; i++) {
      line[i] = (line[i] as number) + (before[i] as number)
    }
    for (let i = 1 + size; i < end; i++) {
      const left = line[i - size] as number
      const up = before[i] as number
      const corner = before[i - size] as number
      const a = Math.abs(up - corner)
      const b = Math.abs(left - corner)
      const c = Math.abs(up + left - 2 * corner)
      line[i] = (line[i] as number) + (a <= b && a <= c ? left : b <= c ? up : corner)
    }
  }
}

/** Turns the samples of a line, which begin at its second byte, into pixels. */
type ToPixels = (line: Uint8Array, pixels: Uint8Array, count: number) => void

function toPixels(format: PngFormat): ToPixels {
  const { depth, type } = format
  if (type === 3) return fromPalette(format)
  if (depth < 8) return fromBits(format)
  return fromSamples(format)
}

function fromPalette({ depth, palette, transparency }: PngFormat): ToPixels {
  const size = transparency ? 4 : 3
  return (line, pixels, count) => {
    for (let n = 0, to = 0; n < count; n++, to += size) {
      const color = bitsAt(line, n, depth)
      pixels[to] = palette[3 * color] ?? 0
      pixels[to + 1] = palette[3 * color + 1] ?? 0
      pixels[to + 2] = palette[3 * color + 2] ?? 0
      if (transparency) pixels[to + 3] = transparency[color] ?? 255
    }
  }
}

/** Reads grey of less than 8 bits. */
function fromBits({ depth, transparency }: PngFormat): ToPixels {
  const clear = transparency && transparency.length >= 2 ? viewOf(transparency).getUint16(0) : -1
  const size = transparency ? 4 : 3
  const scale = 255 / (2 ** depth - 1)
  return (line, pixels, count) => {
    for (let n = 0, to = 0; n < count; n++, to += size) {
      const value = bitsAt(line, n, depth)
      pixels[to] = pixels[to + 1] = pixels[to + 2] = value * scale
      if (size === 4) pixels[to + 3] = value === clear ? 0 : 255
    }
  }
}

function bitsAt(line: Uint8Array, n: number, depth: number): number {
  if (depth === 8) return line[1 + n] as number
  const bit = n * depth
  return ((line[1 + (bit >> 3)] as number) >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
}

/** Reads samples of 8 or 16 bits. Of 16 bits, it keeps the upper 8. */
function fromSamples(format: PngFormat): ToPixels {
  const { depth, type, transparency } = format
  const bytes = depth / 8
  const isColor = (type & 2) !== 0
  const samples = SAMPLES[type] as number
  const size = channelsOf(format)
  const clear = type < 4 && transparency ? keyOf(transparency, depth, isColor ? 3 : 1) : null
  return (line, pixels, count) => {
    if (bytes === 1 && isColor && samples === size) {
      pixels.set(line.subarray(1, 1 + count * size))
      return
    }
    for (let n = 0, from = 1, to = 0; n < count; n++, from += bytes * samples, to += size) {
      const second = isColor ? from + bytes : from
      const third = isColor ? from + 2 * bytes : from
      pixels[to] = line[from] as number
      pixels[to + 1] = line[second] as number
      pixels[to + 2] = line[third] as number
      if (size === 3) continue
      if (clear) pixels[to + 3] = clear.every((byte, i) => line[from + i] === byte) ? 0 : 255
      else pixels[to + 3] = line[third + bytes] as number
    }
  }
}

/** Returns the bytes that the samples of the transparent color have. */
function keyOf(transparency: Uint8Array, depth: number, samples: number): number[] {
  const bytes = Array.from(transparency.subarray(0, 2 * samples))
  return depth === 16 ? bytes : bytes.filter((_, i) => i % 2 === 1)
}
