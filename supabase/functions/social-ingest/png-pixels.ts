// @ts-types="./zlib.d.ts"
import { inflateSync } from 'node:zlib'
import { textAt, viewOf } from './bytes.ts'
import type { Frame } from './canvas.ts'
import { orientationOf } from './exif.ts'
import { type Extent, type Pixels, Reducer, withAlpha } from './pixels.ts'
import { channelsOf, type PngFormat, readRows } from './png-rows.ts'
import { type Conversion, cicpConversion, gammaConversion } from './profile.ts'

/** The chunks of a PNG. */
export interface Png {
  format: PngFormat
  /** The compressed pixels of the still picture. */
  data: Uint8Array[]
  icc: Uint8Array | null
  /** How to convert the colors, if no profile says that. */
  conversion: Conversion | null
  orientation: number
  /** The frames of an animation, with their compressed pixels. */
  frames: (Omit<Frame, 'data'> & { data: Uint8Array[] })[]
  /** How often an animation is shown. 0 means without end. */
  loops: number
}

/** Reads the chunks of a PNG. Ignores what is damaged. */
export function readPng(bytes: Uint8Array): Png {
  const view = viewOf(bytes)
  const png: Png = {
    ...{ format: formatOf(view), data: [], icc: null, orientation: 1, conversion: null },
    ...{ frames: [], loops: 0 },
  }
  const colors = new Map<string, Uint8Array>()
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const type = textAt(bytes, at + 4)
    const body = bytes.subarray(at + 8, at + 8 + length)
    if (type === 'IDAT') {
      png.data.push(body)
      if (png.frames.length === 1) png.frames[0]?.data.push(body)
    } else if (type === 'fdAT') png.frames.at(-1)?.data.push(body.subarray(4))
    else if (type === 'fcTL' && length >= 26) png.frames.push(frameOf(viewOf(body)))
    else if (type === 'acTL' && length >= 8) png.loops = viewOf(body).getUint32(4)
    else if (type === 'PLTE') png.format.palette = body
    else if (type === 'tRNS' && png.format.type < 4) png.format.transparency = body
    else if (type === 'iCCP') png.icc = profileOf(body)
    else if (['cICP', 'sRGB', 'gAMA', 'cHRM'].includes(type)) colors.set(type, body)
    else if (type === 'eXIf') png.orientation = orientationOf(body)
    else if (type === 'IEND') break
    at += 12 + length
  }
  png.conversion = conversionOf(colors)
  return png
}

/** Returns the conversion that these chunks say. cICP counts most, and gAMA and cHRM least. */
function conversionOf(chunks: Map<string, Uint8Array>): Conversion | null {
  const [cicp, gama, chrm] = ['cICP', 'gAMA', 'cHRM'].map((type) => chunks.get(type))
  if (cicp) return cicpConversion(cicp[0] ?? 0, cicp[1] ?? 0)
  if (chunks.has('sRGB') || gama?.length !== 4) return null
  const power = 100_000 / viewOf(gama).getUint32(0)
  if (chrm?.length !== 32) return gammaConversion(power)
  // The file names white first.
  const [white = 0, y = 0, ...places] = Array.from(
    { length: 8 },
    (_, n) => viewOf(chrm).getUint32(4 * n) / 100_000,
  )
  return gammaConversion(power, [...places, white, y])
}

function formatOf(view: DataView): PngFormat {
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth: view.getUint8(24),
    type: view.getUint8(25),
    isInterlaced: view.getUint8(28) === 1,
    palette: new Uint8Array(0),
    transparency: null,
  }
}

function frameOf(view: DataView): Png['frames'][number] {
  const [width, height, left, top] = [4, 8, 12, 16].map((at) => view.getUint32(at)) as [
    ...[number, number, number, number],
  ]
  const [share, whole] = [view.getUint16(20), view.getUint16(22) || 100]
  const disposal = (['keep', 'clear', 'restore'] as const)[view.getUint8(24)] ?? 'keep'
  const delay = Math.round((1000 * share) / whole)
  return { width, height, left, top, disposal, delay, isBlended: view.getUint8(25) === 1, data: [] }
}

function profileOf(body: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(body.subarray(body.indexOf(0) + 2), { maxOutputLength: 4_194_304 })
  } catch {
    return null
  }
}

/** The depths that each type of pixels can have. */
const DEPTHS: Record<number, number[]> = {
  ...{ 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] },
}

function isKnown({ depth, type }: PngFormat): boolean {
  return DEPTHS[type]?.includes(depth) ?? false
}

/** Decodes the still picture and reduces it to this size. Returns null if no row can be decoded. */
export async function decodePng({ format, data }: Png, size: Extent): Promise<Pixels | null> {
  if (!isKnown(format)) return null
  const channels = channelsOf(format)
  const reducer = new Reducer(format, channels, size)
  if (!format.isInterlaced) {
    await readRows(format, data, (row) => reducer.add(row, 0))
    return reducer.rows === 0 ? null : reducer.result
  }
  const whole = await decodeWhole(format, data)
  if (!whole) return null
  for (let row = 0; row < format.height; row++) {
    reducer.add(whole.data, row * format.width * channels)
  }
  return reducer.result
}

/**
 * Decodes a picture whose rows do not come one after another. If an interlaced picture is incomplete,
 * decodes it once more and lets its pixels stand for the missing ones beside them.
 */
async function decodeWhole(
  format: PngFormat,
  data: Uint8Array[],
  isComplete = true,
): Promise<Pixels | null> {
  const { width, height } = format
  const channels = channelsOf(format)
  const pixels = new Uint8Array(width * height * channels)
  let isEmpty = true
  const isWhole = await readRows(format, data, (line, row, column, step) => {
    isEmpty = false
    let to = (row * width + column) * channels
    for (let from = 0, x = column; x < width; x += step, to += step * channels) {
      for (let c = 0; c < channels; c++) pixels[to + c] = line[from++] as number
    }
    // The pixels of a later pass replace those that stand for them.
    if (!isComplete) spread(pixels, { width, height }, channels, { row, column, step })
  })
  if (!isWhole && isComplete && format.isInterlaced) return decodeWhole(format, data, false)
  return isEmpty ? null : { width, height, channels, data: pixels }
}

/** Copies each pixel of a row of a pass to the right and down, up to the next pixel or row. */
function spread(
  pixels: Uint8Array,
  { width, height }: Extent,
  channels: number,
  { row, column, step }: { row: number; column: number; step: number },
): void {
  for (let x = column; x < width; x += step) {
    const from = (row * width + x) * channels
    const right = Math.min(width, x + step - column)
    for (let y = row; y < Math.min(height, row + step); y++) {
      for (let to = x; to < right; to++) {
        pixels.copyWithin((y * width + to) * channels, from, from + channels)
      }
    }
  }
}

/** Decodes the frames of an animation one by one. */
export async function* framesOfPng({ format, frames }: Png): AsyncGenerator<Frame> {
  for (const { data, ...frame } of frames) {
    const { width, height } = frame
    const pixels = await decodeWhole({ ...format, width, height }, data)
    if (!pixels) return
    yield { ...frame, data: withAlpha(pixels).data }
  }
}
