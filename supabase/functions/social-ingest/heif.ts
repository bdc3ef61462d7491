import { assertIntact, textAt } from './bytes.ts'
import { uprightView } from './heic-view.ts'
import { dataOf, Fields, type Heif, propertyOf, readHeif, type Size, sizeOf } from './heif-meta.ts'
import { codedSizeOf, pixelUnitsOf, settingsOf } from './hevc.ts'
import { refuseKind } from './kinds.ts'

const ALPHA = /^urn:mpeg:(?:hevc:2015:auxid:1|mpegB:cicp:systems:auxiliary:alpha)\0/

/** The properties of a HEIC or an AVIF that are known before it is decoded. */
export interface InspectedHeif extends Size {
  kind: 'heic' | 'avif'
  isScalable: boolean
  isAnimated: boolean
  picture: Uint8Array
}

/** The bytes of one picture that HEVC has encoded. */
export interface Tile {
  settings: Uint8Array[]
  pixels: Uint8Array[]
}

/** A picture of one tile, or of a grid of tiles of equal size, row by row. */
export interface Mosaic {
  width: number
  height: number
  columns: number
  rows: number
  tileWidth: number
  tileHeight: number
  tiles: Tile[]
}

/**
 * Checks a HEIC or an AVIF. What lies beside its picture does not matter, because only pixels are
 * stored: previews, depths, gain maps, videos and metadata.
 */
export function inspectHeif(bytes: Uint8Array): InspectedHeif {
  const heif = readHeif(bytes)
  const isAnimated = /^(?:hev[cxms]|msf1|avi[os])$/.test(textAt(bytes, 8))
  const common = { isScalable: false, isAnimated, picture: bytes }
  const type = heif.types.get(heif.primary)
  const first = type === 'grid' ? tilesOf(heif, heif.primary)[0] : heif.primary
  if (heif.types.get(first ?? 0) === 'av01') {
    return { kind: 'avif', ...uprightSize(heif, sizeOf(heif, heif.primary)), ...common }
  }
  const main = mosaicOf(heif, heif.primary)
  return { kind: 'heic', ...uprightSize(heif, main), ...common }
}

function uprightSize(heif: Heif, size: Size): Size {
  const { width, height } = uprightView(heif, size, 1)
  return { width, height }
}

/** What a decoder has to do for a HEIC. */
interface Work {
  /** All tiles, which may be larger than the picture, and the transparency. */
  pixels: number
  bytes: number
  /** The pixels of the largest tile. */
  largest: number
}

export function workOf(heic: Uint8Array): Work {
  const heif = readHeif(heic)
  const main = mosaicOf(heif, heif.primary)
  const alpha = alphaOf(heif, main)
  const mosaics = alpha ? [main, alpha] : [main]
  const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)
  return {
    pixels: sum(mosaics.map((one) => one.tiles.length * one.tileWidth * one.tileHeight)),
    bytes: sum(mosaics.map(({ tiles }) => sum(tiles.map(({ pixels }) => lengthOf(pixels))))),
    largest: Math.max(...mosaics.map(({ tileWidth, tileHeight }) => tileWidth * tileHeight)),
  }
}

function lengthOf(units: Uint8Array[]): number {
  return units.reduce((sum, { length }) => sum + length, 0)
}

/** Returns the tiles of an item that HEVC has encoded. */
export function mosaicOf(heif: Heif, item: number): Mosaic {
  if (heif.types.get(item) === 'grid') return gridOf(heif, item)
  if (!isHevc(heif, item)) refuseKind('a HEIF picture that uses neither HEVC nor AV1')
  const { width, height } = sizeOf(heif, item)
  assertIntact(width > 0 && height > 0)
  const tiles = [tileOf(heif, item, { width, height })]
  return { width, height, columns: 1, rows: 1, tileWidth: width, tileHeight: height, tiles }
}

/**
 * Returns the transparency of the primary item. Other pictures that belong to it are depths and
 * gain maps.
 */
export function alphaOf(heif: Heif, { width, height }: Mosaic): Mosaic | undefined {
  const item = heif.references.find(
    ({ type, from, to }) => type === 'auxl' && to.includes(heif.primary) && isAlpha(heif, from),
  )?.from
  if (item === undefined) return undefined
  const mosaic = mosaicOf(heif, item)
  return mosaic.width === width && mosaic.height === height ? mosaic : undefined
}

function isAlpha(heif: Heif, item: number): boolean {
  const auxC = propertyOf(heif, item, 'auxC')
  return auxC !== undefined && ALPHA.test(textAt(heif.bytes, auxC.body + 4, auxC.end - auxC.body))
}

function isHevc({ types }: Heif, item: number): boolean {
  return /^(?:hvc1|hev1)$/.test(types.get(item) ?? '')
}

function tilesOf({ references }: Heif, grid: number): number[] {
  return references.find(({ type, from }) => type === 'dimg' && from === grid)?.to ?? []
}

function gridOf(heif: Heif, item: number): Mosaic {
  const data = dataOf(heif, item)
  const fields = new Fields(data, 1, data.length)
  const isLarge = (fields.uint(1) & 1) === 1
  const [rows, columns] = [fields.uint(1) + 1, fields.uint(1) + 1]
  const [width, height] = [fields.uint(isLarge ? 4 : 2), fields.uint(isLarge ? 4 : 2)]
  const items = tilesOf(heif, item)
  assertIntact(items.length === rows * columns && items.every((tile) => isHevc(heif, tile)))
  const tileSize = sizeOf(heif, items[0] as number)
  const tiles = items.map((tile) => {
    const { width, height } = sizeOf(heif, tile)
    assertIntact(width === tileSize.width && height === tileSize.height)
    return tileOf(heif, tile, tileSize)
  })
  assertIntact(width > 0 && width <= columns * tileSize.width)
  assertIntact(height > 0 && height <= rows * tileSize.height)
  // All tiles could be the same bytes. Then a small file would take long to decode.
  assertIntact(lengthOf(tiles.flatMap(({ pixels }) => pixels)) <= heif.bytes.length)
  const { width: tileWidth, height: tileHeight } = tileSize
  return { width, height, columns, rows, tileWidth, tileHeight, tiles }
}

function tileOf(heif: Heif, item: number, { width, height }: Size): Tile {
  const hvcC = propertyOf(heif, item, 'hvcC')
  assertIntact(hvcC !== undefined && hvcC.end - hvcC.body > 23)
  const record = heif.bytes.subarray(hvcC.body, hvcC.end)
  const settings = settingsOf(record)
  const coded = codedSizeOf(settings)
  // Encoders round a size up. More would be a size that the limit does not count.
  assertIntact(coded.width <= width + 64 && coded.height <= height + 64)
  return { settings, pixels: pixelUnitsOf(dataOf(heif, item), ((record[21] ?? 0) & 3) + 1) }
}
