import { deflateSync } from 'node:zlib'
import { chunk, segment } from './files.ts'

/** The samples of one pixel, each as large as the depth allows. */
export type Samples = number[]

export interface PngOptions {
  depth?: 1 | 2 | 4 | 8 | 16
  /** 0: grey, 2: colors, 3: a palette, 4: grey and alpha, 6: colors and alpha. */
  type?: 0 | 2 | 3 | 4 | 6
  isInterlaced?: boolean
  /** Chunks between the header and the pixels. */
  chunks?: Buffer[]
}

const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Returns a PNG with the samples that a function returns for each pixel. */
export function pngOf(
  width: number,
  height: number,
  samplesAt: (x: number, y: number) => Samples,
  options: PngOptions = {},
): Buffer {
  const { depth = 8, type = 2, isInterlaced = false, chunks = [] } = options
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([depth, type], 8)
  head[12] = isInterlaced ? 1 : 0
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...chunks,
    chunk('IDAT', deflateSync(rowsOf(width, height, samplesAt, depth, isInterlaced))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Returns the rows of all passes. The filter is another one in each row. */
function rowsOf(
  width: number,
  height: number,
  samplesAt: (x: number, y: number) => Samples,
  depth: number,
  isInterlaced: boolean,
): Buffer {
  const rows: Buffer[] = []
  for (const [left, top, right, down] of isInterlaced ? PASSES : [[0, 0, 1, 1] as const]) {
    let before: Buffer = Buffer.alloc(0)
    for (let y = top; y < height && left < width; y += down) {
      const samples: number[] = []
      for (let x = left; x < width; x += right) samples.push(...samplesAt(x, y))
      const pixel = Math.max(1, (samplesAt(0, 0).length * depth) >> 3)
      const row = packed(samples, depth)
      rows.push(filtered(row, before, pixel, y % 5))
      before = row
    }
  }
  return Buffer.concat(rows)
}

function packed(samples: number[], depth: number): Buffer {
  if (depth === 16) return Buffer.from(samples.flatMap((sample) => [sample >> 8, sample & 255]))
  const row = Buffer.alloc(Math.ceil((samples.length * depth) / 8))
  for (const [n, sample] of samples.entries()) {
    const bit = n * depth
    row[bit >> 3] = (row[bit >> 3] ?? 0) | (sample << (8 - depth - (bit & 7)))
  }
  return row
}

function filtered(row: Buffer, before: Buffer, pixel: number, filter: number): Buffer {
  const line = Buffer.alloc(row.length + 1)
  line[0] = filter
  for (const [i, value] of row.entries()) {
    const left = row[i - pixel] ?? 0
    const up = before[i] ?? 0
    const corner = i >= pixel ? (before[i - pixel] ?? 0) : 0
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
    line[i + 1] = (value - guess) & 255
  }
  return line
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
    ...[number, number, number],
  ]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** A frame of an animation to write: its place, and the samples of its pixels. */
export interface FrameOptions {
  left?: number
  top?: number
  width: number
  height: number
  /** The time that it is shown, in milliseconds. */
  delay?: number
  /** 0: keep, 1: clear, 2: restore. */
  disposal?: number
  isBlended?: boolean
  /** The rows that the file contains, if rows are missing. */
  rows?: number
  samplesAt(x: number, y: number): Samples
}

/** Returns an animated PNG of colors and alpha. */
export function apngOf(width: number, height: number, frames: FrameOptions[], loops = 0): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const head = pngOf(width, height, () => [0, 0, 0, 0], { type: 6 }).subarray(0, 33)
  const parts = [head, chunk('acTL', Buffer.concat([number(frames.length), number(loops)]))]
  let count = 0
  for (const frame of frames) {
    const { left = 0, top = 0, delay = 100, disposal = 0, isBlended = false } = frame
    const control = Buffer.alloc(26)
    for (const [place, value] of [count++, frame.width, frame.height, left, top].entries()) {
      control.writeUInt32BE(value, 4 * place)
    }
    control.writeUInt16BE(delay, 20)
    control.writeUInt16BE(1000, 22)
    control.set([disposal, isBlended ? 1 : 0], 24)
    const data = deflateSync(rowsOf(frame.width, frame.height, frame.samplesAt, 8, false))
    parts.push(chunk('fcTL', control))
    parts.push(
      count === 1 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([number(count++), data])),
    )
  }
  return Buffer.concat([...parts, chunk('IEND', Buffer.alloc(0))])
}

/**
 * Returns a GIF. The samples are places in a palette of black, red, green, blue and white, of which
 * the first color may be transparent.
 */
export function gifOf(
  width: number,
  height: number,
  frames: (FrameOptions & { isClear?: boolean; isInterlaced?: boolean })[],
  repeats?: number,
): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x82\0\0', 'latin1')
  head.writeUInt16LE(width, 6)
  head.writeUInt16LE(height, 8)
  const palette = Buffer.alloc(24)
  palette.set([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
  const parts: Buffer[] = [head, palette]
  if (repeats !== undefined) {
    const loop = Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0', 'latin1')
    loop.writeUInt16LE(repeats, 16)
    parts.push(loop)
  }
  for (const frame of frames) {
    const { left = 0, top = 0, delay = 100, disposal = 0, isClear = false } = frame
    const flags = (disposal > 0 ? (disposal + 1) << 2 : 0) | (isClear ? 1 : 0)
    const control = Buffer.from([0x21, 0xf9, 4, flags, 0, 0, 0, 0])
    control.writeUInt16LE(delay / 10, 4)
    const place = Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, frame.isInterlaced ? 64 : 0])
    for (const [i, value] of [left, top, frame.width, frame.height].entries()) {
      place.writeUInt16LE(value, 1 + 2 * i)
    }
    parts.push(control, place, codesOf(frame, frame.isInterlaced ?? false))
  }
  return Buffer.concat([...parts, Buffer.from(';')])
}

/** Writes each color as a code of its own. So the codes never grow longer than 4 bits. */
function codesOf(
  { width, height, rows = height, samplesAt }: FrameOptions,
  isInterlaced: boolean,
): Buffer {
  const bits: number[] = []
  const add = (code: number) => {
    for (let bit = 0; bit < 4; bit++) bits.push((code >> bit) & 1)
  }
  const passes = isInterlaced
    ? [
        [0, 8],
        [4, 8],
        [2, 4],
        [1, 2],
      ]
    : [[0, 1]]
  let sinceReset = 0
  add(8)
  for (const [first = 0, step = 1] of passes) {
    for (let y = first; y < rows; y += step) {
      for (let x = 0; x < width; x++) {
        add(samplesAt(x, y)[0] ?? 0)
        if (++sinceReset < 6) continue
        add(8)
        sinceReset = 0
      }
    }
  }
  add(9)
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8))
  for (const [n, bit] of bits.entries()) {
    bytes[n >> 3] = (bytes[n >> 3] ?? 0) | (bit << (n & 7))
  }
  const blocks: Buffer[] = [Buffer.from([3])]
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255)
    blocks.push(Buffer.from([block.length]), block)
  }
  return Buffer.concat([...blocks, Buffer.from([0])])
}

/** Returns an ICC profile: the header of this color space, and these tags. */
export function profileOf(space: string, tags: Record<string, Buffer>, result = 'XYZ '): Buffer {
  const names = Object.keys(tags)
  const head = Buffer.alloc(132 + 12 * names.length)
  head.write('mntr', 12)
  head.write(space.padEnd(4), 16)
  head.write(result, 20)
  head.write('acsp', 36)
  head.writeUInt32BE(0x02400000, 8)
  ;[0.9642, 1, 0.8249].forEach((value, i) => {
    head.writeInt32BE(Math.round(value * 65_536), 68 + 4 * i)
  })
  head.writeUInt32BE(names.length, 128)
  let at = head.length
  for (const [n, name] of names.entries()) {
    const size = tags[name]?.length ?? 0
    head.write(name, 132 + 12 * n)
    head.writeUInt32BE(at, 136 + 12 * n)
    head.writeUInt32BE(size, 140 + 12 * n)
    at += size
  }
  head.writeUInt32BE(at)
  return Buffer.concat([head, ...Object.values(tags)])
}

const point = (...values: number[]) => {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ')
  for (const [i, value] of values.entries()) {
    tag.writeInt32BE(Math.round(value * 65_536), 8 + 4 * i)
  }
  return tag
}

const gamma = (power: number) => {
  const tag = Buffer.alloc(16)
  tag.write('curv')
  tag.writeUInt32BE(1, 8)
  tag.writeUInt16BE(Math.round(power * 256), 12)
  return tag
}

/** The profile of a screen that shows red as green, green as blue, and blue as red. */
export const swapped = profileOf('RGB', {
  wtpt: point(0.9642, 1, 0.8249),
  rXYZ: point(0.38515, 0.71687, 0.09708),
  gXYZ: point(0.14307, 0.06061, 0.7141),
  bXYZ: point(0.43607, 0.22249, 0.01392),
  ...{ rTRC: gamma(2.2), gTRC: gamma(2.2), bTRC: gamma(2.2) },
})

/** The profile Display P3 of phones. */
export const displayP3 = profileOf('RGB', {
  wtpt: point(0.9642, 1, 0.8249),
  rXYZ: point(0.51512, 0.2412, -0.00105),
  gXYZ: point(0.29198, 0.69225, 0.04189),
  bXYZ: point(0.1571, 0.06657, 0.78407),
  ...{ rTRC: gamma(2.2), gTRC: gamma(2.2), bTRC: gamma(2.2) },
})

/** A profile of grey in which every value is darker than in sRGB. */
export const dark = profileOf('GRAY', { wtpt: point(0.9642, 1, 0.8249), kTRC: gamma(4) })

/** The profile of a printer whose table shows every color as green. */
export const green = profileOf(
  'RGB',
  { wtpt: point(0.9642, 1, 0.8249), A2B0: greenTable() },
  'Lab ',
)

/** Returns a table of 8 bits with two steps for each channel. All its colors are L*a*b* of green. */
function greenTable(): Buffer {
  const head = Buffer.alloc(48)
  head.write('mft1')
  head.set([3, 3, 2], 8)
  for (const at of [12, 28, 44]) head.writeInt32BE(65_536, at)
  const ramp = Buffer.from(Array.from({ length: 256 }, (_, value) => value))
  const ramps = Buffer.concat([ramp, ramp, ramp])
  return Buffer.concat([head, ramps, Buffer.alloc(8 * 3, Buffer.from([224, 49, 209])), ramps])
}

/** Returns the segment of a JPEG that contains a profile. */
export function profileSegment(icc: Buffer): Buffer {
  return segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), icc]))
}

/** Returns the chunk of a PNG that contains a profile. */
export function profileChunk(icc: Buffer): Buffer {
  return chunk('iCCP', Buffer.concat([Buffer.from('named\0\0', 'latin1'), deflateSync(icc)]))
}

/** Returns EXIF data that contains only an orientation. */
export function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('II*\0\x08\0\0\0\x01\0', 'latin1')
  tiff.writeUInt16LE(0x0112, 10)
  tiff.writeUInt16LE(3, 12)
  tiff.writeUInt32LE(1, 14)
  tiff.writeUInt16LE(orientation, 18)
  return tiff
}

/**
 * Returns a grey JPEG of any size in few bytes: each code has one bit, and each block has the same
 * codes.
 */
export function flatJpeg(width: number, height: number, isProgressive = false): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  const table = (place: number) => Buffer.from([place, 1, ...Array(15).fill(0), 0])
  const tables = Buffer.concat([table(0x00), table(0x10)])
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const scan = (first: number, last: number, bits: number) =>
    Buffer.concat([
      segment(0xda, Buffer.from([1, 1, 0, first, last, 0])),
      Buffer.alloc(Math.ceil((blocks * bits) / 8)),
    ])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, Buffer.from([0, ...Array(64).fill(1)])),
    segment(isProgressive ? 0xc2 : 0xc0, frame),
    segment(0xc4, tables),
    ...(isProgressive ? [scan(0, 0, 1), scan(1, 63, 1)] : [scan(0, 63, 2)]),
    Buffer.from([0xff, 0xd9]),
  ])
}

/**
 * Returns a black lossless WebP of any size. Each of its codes has no bits, so the file is as small
 * as that of one pixel.
 */
export function flatWebp(width: number, height: number): Buffer {
  const file = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')
  file.writeUInt32LE(
    ((width - 1) | ((height - 1) << 14) | (file.readUInt32LE(21) & 0xf0000000)) >>> 0,
    21,
  )
  return file
}
