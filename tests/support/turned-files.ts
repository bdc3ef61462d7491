import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { chunk } from './files.ts'

/** Two lossless WebP files: the left half is red, and the right half is blue. */
const SMALL = 'UklGRiIAAABXRUJQVlA4TBYAAAAvA0AAAA8Q87//8x8OFAIIgIImov/x'
const LARGE = `UklGRvwAAABXRUJQVlA4TPAAAAAvt8t2AQ8Q87//8x8OzLRtUwblj3YMek1yRP8n4JZvluc${'//uM'.repeat(67)}//uO/rwI=`
const WEBPS = {
  small: { bytes: Buffer.from(SMALL, 'base64'), width: 4, height: 2 },
  large: { bytes: Buffer.from(LARGE, 'base64'), width: 3000, height: 1500 },
}

/** The sizes of a picture: 4 × 2 or 3000 × 1500 pixels. */
export type Size = keyof typeof WEBPS

/** Returns EXIF data in little-endian TIFF with this orientation alone. */
export function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', 'latin1')
  tiff.writeUInt16LE(orientation, 18)
  return tiff
}

function riff(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

/** The chunk with the features of a WebP: 2 stands for an animation, and 8 for EXIF metadata. */
function features(flags: number, width: number, height: number): Buffer {
  const body = Buffer.alloc(10)
  body[0] = flags
  body.writeUIntLE(width - 1, 4, 3)
  body.writeUIntLE(height - 1, 7, 3)
  return riff('VP8X', body)
}

const webp = (...chunks: Buffer[]) => riff('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]))

/** A WebP with EXIF metadata that state an orientation, as cameras and editors write them. */
export function turnedWebp(orientation: number, size: Size = 'small'): Buffer {
  const { bytes, width, height } = WEBPS[size]
  const exif = riff('EXIF', exifOf(orientation))
  return webp(features(8, width, height), bytes.subarray(12), exif)
}

/** A WebP of two frames. */
export function animatedWebp(size: Size = 'small'): Buffer {
  const { bytes, width, height } = WEBPS[size]
  const head = Buffer.alloc(16)
  head.writeUIntLE(width - 1, 6, 3)
  head.writeUIntLE(height - 1, 9, 3)
  head.writeUIntLE(100, 12, 3)
  const frame = riff('ANMF', Buffer.concat([head, bytes.subarray(12)]))
  return webp(features(2, width, height), riff('ANIM', Buffer.alloc(6)), frame, frame)
}

interface Painted {
  width?: number
  height?: number
  /** Chunks before the pixels. */
  before?: Buffer[]
}

/** A PNG whose left half is red and whose right half is blue. */
export function halves({ width = 4, height = 2, before = [] }: Painted = {}): Buffer {
  const half = (colour: number[]) => Buffer.alloc((width / 2) * 3, Buffer.from(colour))
  const row = Buffer.concat([half([255, 0, 0]), half([0, 0, 255])])
  return painted(width, height, () => row, before)
}

function painted(width: number, height: number, row: () => Buffer, before: Buffer[] = []): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), row()]))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...before,
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A PNG of random colours, which has about three bytes for each pixel. */
export function noise(width: number, height: number): Buffer {
  return painted(width, height, () => randomBytes(width * 3))
}

/** A PNG with EXIF metadata that state an orientation. */
export function turnedPng(orientation: number, size: Painted = {}): Buffer {
  return halves({ ...size, before: [chunk('eXIf', exifOf(orientation))] })
}

/** A PNG of two frames, of which the first is also the still picture. */
export function animatedPng(size: Painted = {}): Buffer {
  const { width = 4, height = 2 } = size
  const control = Buffer.alloc(8)
  control.writeUInt32BE(2)
  const frame = (order: number) => {
    const body = Buffer.alloc(26)
    for (const [at, value] of [order, width, height].entries()) body.writeUInt32BE(value, 4 * at)
    body.set([0, 1, 0, 10], 20)
    return chunk('fcTL', body)
  }
  const still = halves({ ...size, before: [chunk('acTL', control), frame(0)] })
  const pixels = still.subarray(still.indexOf('IDAT') + 4, still.indexOf('IEND') - 8)
  const second = Buffer.concat([Buffer.of(0, 0, 0, 2), pixels])
  const end = still.indexOf('IEND') - 4
  return Buffer.concat([
    still.subarray(0, end),
    frame(1),
    chunk('fdAT', second),
    still.subarray(end),
  ])
}

/** A GIF of one or more frames of one pixel each, on a canvas of any size. */
export function animatedGif(frames = 2, width = 1, height = 1): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\0\0', 'latin1')
  screen.writeUInt16LE(width, 6)
  screen.writeUInt16LE(height, 8)
  const delay = Buffer.from('\x21\xf9\x04\0\x0a\0\0\0', 'latin1')
  const frame = Buffer.from('\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0', 'latin1')
  return Buffer.concat([screen, ...Array(frames).fill([delay, frame]).flat(), Buffer.of(0x3b)])
}
