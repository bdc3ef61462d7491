import { rgbaToThumbHash } from 'npm:thumbhash@0.1.1'

/** The length of the longer side of a tile in pixels. A thumbnail has the same length. */
const EDGE = 480
/** A JPEG consists of squares of this many pixels. */
const BLOCK = 8
/** The brightness at the top and at the bottom of a tile, from 0 to 255. */
const [LIGHT, DARK] = [164, 92]
/** The distance of the colour of a tile from grey. */
const COLOUR = 26

/** The picture that stands for a video without a poster. */
export interface Tile {
  /** A JPEG. */
  bytes: Uint8Array
  thumbhash: string
}

type Colour = [luma: number, blue: number, red: number]

/**
 * Makes a tile with the shape of the video: a gradient in a colour that depends on the id of the
 * upload, so that each call returns the same tile. Takes a few milliseconds and no image library.
 */
export function makeTile(id: string, video: { width: number; height: number }): Tile {
  const scale = EDGE / Math.max(video.width, video.height)
  const [width, height] = [video.width, video.height].map((n) =>
    Math.min(EDGE, Math.max(1, Math.round(n * scale))),
  ) as [number, number]
  const angle = ((Number.parseInt(id.slice(-3), 16) || 0) / 4096) * 2 * Math.PI
  const [blue, red] = [Math.cos(angle), Math.sin(angle)].map((n) => Math.round(n * COLOUR))
  const rows = Math.ceil(height / BLOCK)
  const colours = Array.from({ length: rows }, (_, row): Colour => {
    const luma = Math.round(LIGHT + ((DARK - LIGHT) * row) / Math.max(1, rows - 1))
    return [luma - 128, blue as number, red as number]
  })
  return { bytes: encode(width, height, colours), thumbhash: hash(width, colours) }
}

/** Returns a JPEG with one colour for each row of blocks. */
function encode(width: number, height: number, colours: Colour[]): Uint8Array {
  const columns = Math.ceil(width / BLOCK)
  const size = [height >> 8, height & 255, width >> 8, width & 255]
  let last: Colour = [0, 0, 0]
  let bits = ''
  for (const colour of colours) {
    bits += colour.map((value, index) => difference(value - (last[index] as number))).join('')
    bits += difference(0).repeat(3 * (columns - 1))
    last = colour
  }
  return new Uint8Array([
    ...[0xff, 0xd8],
    ...segment(0xdb, 0, ...Array(64).fill(BLOCK)),
    ...segment(0xc0, 8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0),
    // The code of a difference is its number of bits, in 4 bits. All other values of a block are
    // zero, for which the code is one bit.
    ...segment(0xc4, 0x00, ...counts(4, 9), ...Array(9).keys()),
    ...segment(0xc4, 0x10, ...counts(1, 1), 0),
    ...segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0),
    ...packed(bits),
    ...[0xff, 0xd9],
  ])
}

/** Returns the bits of a block that differs from the block before it by this value. */
function difference(value: number): string {
  const length = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1
  const offset = value < 0 ? value + 2 ** length - 1 : value
  const digits = length === 0 ? '' : offset.toString(2).padStart(length, '0')
  return `${length.toString(2).padStart(4, '0')}${digits}0`
}

function segment(marker: number, ...body: number[]): number[] {
  const length = body.length + 2
  return [0xff, marker, length >> 8, length & 255, ...body]
}

/** Returns how many codes of 1 to 16 bits a table has, if all its codes have one length. */
function counts(length: number, count: number): number[] {
  return Array(16)
    .fill(0)
    .with(length - 1, count)
}

function packed(bits: string): number[] {
  const bytes: number[] = []
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, '1'), 2)
    bytes.push(byte, ...(byte === 0xff ? [0] : []))
  }
  return bytes
}

function hash(width: number, colours: Colour[]): string {
  const columns = Math.ceil(width / BLOCK)
  const rgba = colours.flatMap(([luma, blue, red]) => {
    const grey = luma + 128
    const pixel = [grey + 1.402 * red, grey - 0.344 * blue - 0.714 * red, grey + 1.772 * blue, 255]
    return Array(columns).fill(pixel.map(Math.round)).flat()
  })
  return btoa(String.fromCharCode(...rgbaToThumbHash(columns, colours.length, rgba)))
}
