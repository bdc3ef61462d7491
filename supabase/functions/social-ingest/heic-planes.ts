import { assertIntact } from './bytes.ts'
import { type Code, type DecodedPlane, decodeTile, type Library } from './heic-decoder.ts'
import type { Mosaic } from './heif.ts'

/** The values of one channel: brightness, one of two colors, or transparency. */
export interface Plane {
  values: Uint8ClampedArray
  width: number
  height: number
  /** How often the width and height of the picture are halved in this plane: 0 or 1. */
  halvedX: number
  halvedY: number
}

export interface Planes {
  planes: Plane[]
  code: Code
}

/** Decodes all tiles, and reduces each of them at once, so that only one is in memory. */
export async function decodePlanes(
  library: Library,
  mosaic: Mosaic,
  scale: number,
): Promise<Planes> {
  const size = {
    width: Math.floor(mosaic.width / scale),
    height: Math.floor(mosaic.height / scale),
  }
  let planes: Plane[] = []
  let code: Code | undefined
  for (const [index, tile] of mosaic.tiles.entries()) {
    const left = (index % mosaic.columns) * (mosaic.tileWidth / scale)
    const top = Math.floor(index / mosaic.columns) * (mosaic.tileHeight / scale)
    await decodeTile(library, tile, scale > 1, (decoded) => {
      const [first] = decoded.planes
      assertIntact(first !== undefined)
      assertIntact(first.width >= mosaic.tileWidth && first.height >= mosaic.tileHeight)
      code ??= decoded
      if (index === 0) planes = decoded.planes.map((plane) => emptyPlane(size, plane, first, scale))
      assertIntact(planes.length === decoded.planes.length)
      for (const [channel, plane] of planes.entries()) {
        reduce(decoded.planes[channel] as DecodedPlane, first, plane, { left, top, scale })
      }
    })
  }
  assertIntact(code !== undefined)
  return { planes, code }
}

/**
 * Colors usually have half the width and height of the brightness. If the picture is reduced, they
 * need not be enlarged.
 */
function emptyPlane(
  size: { width: number; height: number },
  plane: DecodedPlane,
  first: DecodedPlane,
  scale: number,
): Plane {
  const halvedX = Number(plane.width < first.width && scale === 1)
  const halvedY = Number(plane.height < first.height && scale === 1)
  const [width, height] = [(size.width + halvedX) >> halvedX, (size.height + halvedY) >> halvedY]
  return { values: new Uint8ClampedArray(width * height), width, height, halvedX, halvedY }
}

/** Writes the mean of each block of a tile to a plane. */
function reduce(
  { values, stride, width, height, bits }: DecodedPlane,
  first: DecodedPlane,
  plane: Plane,
  { left, top, scale }: { left: number; top: number; scale: number },
): void {
  const [stepX, stepY] = [
    width < first.width ? Math.max(1, scale / 2) : scale,
    height < first.height ? Math.max(1, scale / 2) : scale,
  ]
  const [x, y] = [left >> plane.halvedX, top >> plane.halvedY]
  const columns = Math.min(Math.floor(width / stepX), plane.width - x)
  const rows = Math.min(Math.floor(height / stepY), plane.height - y)
  const shift = Math.log2(stepX * stepY) + bits - 8
  for (let row = 0; row < rows; row++) {
    const from = row * stepY * stride
    const to = (y + row) * plane.width + x
    if (shift === 0) plane.values.set(values.subarray(from, from + columns), to)
    else if (stepX === 2 && stepY === 2)
      halve(values, from, stride, plane.values, to, columns, shift)
    else average(values, from, stride, plane.values, to, columns, [stepX, stepY, shift])
  }
}

/** Most pictures are halved, so that this loop is the one that counts. */
function halve(
  values: DecodedPlane['values'],
  from: number,
  stride: number,
  target: Uint8ClampedArray,
  to: number,
  columns: number,
  shift: number,
): void {
  const half = (1 << shift) >> 1
  for (let end = to + columns; to < end; to++, from += 2) {
    const upper = (values[from] as number) + (values[from + 1] as number)
    const lower = (values[from + stride] as number) + (values[from + stride + 1] as number)
    target[to] = (upper + lower + half) >> shift
  }
}

function average(
  values: DecodedPlane['values'],
  from: number,
  stride: number,
  target: Uint8ClampedArray,
  to: number,
  columns: number,
  [stepX, stepY, shift]: [number, number, number],
): void {
  for (let end = to + columns; to < end; to++, from += stepX) {
    let sum = (1 << shift) >> 1
    for (let line = from, last = from + stepY * stride; line < last; line += stride)
      for (let at = line; at < line + stepX; at++) sum += values[at] as number
    target[to] = sum >> shift
  }
}
