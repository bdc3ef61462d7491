import { readFileSync } from 'node:fs'
import { dataOf, propertyOf, readHeif } from '../../supabase/functions/social-ingest/heif-meta.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { box } from './files.ts'

/** Reads a file that tests/files/heic/make.sh has made. */
export function heicFile(name: string): Buffer {
  return readFileSync(`${root}tests/files/heic/${name}`)
}

/** Tiles of 64 x 64 pixels: red and green for the upper row, blue and white for the lower row. */
export const quarters = ['red', 'lime', 'blue', 'white'].map((color) => heicFile(`${color}.heic`))

export interface GridOptions {
  columns: number
  /** The size of the picture, which cuts off the right and the lower tiles. */
  width: number
  height: number
  /** The number of quarter turns counterclockwise. */
  turns?: number
  /** 0 exchanges the upper and the lower half, and 1 the left and the right half. */
  mirror?: 0 | 1
  profile?: Uint8Array
  /** The numbers of primaries, transfer function and matrix, and whether all values are used. */
  nclx?: [primaries: number, transfer: number, matrix: number, isFullRange: boolean]
  brand?: string
  exif?: Buffer
  /** Pictures beside the primary one, such as depths and gain maps, by the name of their kind. */
  auxiliary?: Record<string, Buffer>
  /** Whether equal tiles lie at the same place of the file. */
  isShared?: boolean
  /** The number of bytes that are added to the list of items. */
  padding?: number
  /** What follows the picture, such as the video of a motion photo. */
  after?: Buffer
}

interface Item {
  type: string
  data: Buffer
  properties: number[]
}

/**
 * Joins pictures of equal size to a HEIC as phones write it: a grid of tiles, with EXIF and
 * auxiliary pictures. Joins AVIF to AVIF, if the brand is `avif`.
 */
export function heicGrid(tiles: Buffer[], options: GridOptions): Buffer {
  const { columns, width, height, turns, mirror, profile, exif, auxiliary = {} } = options
  const properties: Buffer[] = []
  const property = (...given: Buffer[]) => given.map((one) => properties.push(one))
  const parts = tiles.map(partsOf)
  const items: Item[] = []
  const add = (item: Item) => items.push(item)
  for (const { type, settings, ispe, data } of parts) {
    add({ type, data, properties: property(settings, ispe) })
  }
  const turning = [
    ...(turns === undefined ? [] : [box('irot', Buffer.from([turns]))]),
    ...(mirror === undefined ? [] : [box('imir', Buffer.from([mirror]))]),
  ]
  const colors = [
    ...(profile ? [box('colr', 'prof', Buffer.from(profile))] : []),
    ...(options.nclx ? [nclxBox(...options.nclx)] : []),
  ]
  const size = box('ispe', uints(4, 0, width, height))
  const rows = tiles.length / columns
  const grid = add({
    type: 'grid',
    data: Buffer.concat([Buffer.from([0, 0, rows - 1, columns - 1]), uints(2, width, height)]),
    properties: property(size, ...colors, ...turning),
  })
  const references = [reference('dimg', grid, ...tiles.map((_, index) => index + 1))]
  if (exif) {
    const item = add({ type: 'Exif', data: Buffer.concat([uints(4, 0), exif]), properties: [] })
    references.push(reference('cdsc', item, grid))
  }
  for (const [kind, file] of Object.entries(auxiliary)) {
    const { type, settings, ispe, data } = partsOf(file)
    const name = box('auxC', uints(4, 0), `${kind}\0`)
    const item = add({ type, data, properties: property(settings, ispe, name, ...turning) })
    references.push(reference('auxl', item, grid))
  }
  const { brand = 'heic', isShared = false, padding = 0, after = Buffer.alloc(0) } = options
  const content = { brand, isShared, padding, primary: grid, references, properties }
  return Buffer.concat([file(items, content), after])
}

function nclxBox(primaries: number, transfer: number, matrix: number, isFullRange: boolean) {
  const range = Buffer.from([isFullRange ? 128 : 0])
  return box('colr', 'nclx', uints(2, primaries, transfer, matrix), range)
}

function partsOf(file: Buffer) {
  const heif = readHeif(file)
  const type = heif.types.get(heif.primary) ?? ''
  const part = (type: string) => {
    const found = propertyOf(heif, heif.primary, type)
    if (!found) throw new Error(`the file has no ${type}`)
    return file.subarray(found.start, found.end)
  }
  const settings = part(type === 'av01' ? 'av1C' : 'hvcC')
  return { type, settings, ispe: part('ispe'), data: Buffer.from(dataOf(heif, heif.primary)) }
}

interface Content {
  brand: string
  isShared: boolean
  padding: number
  primary: number
  references: Buffer[]
  properties: Buffer[]
}

function file(items: Item[], content: Content): Buffer {
  const ftyp = box('ftyp', content.brand, '\0\0\0\0', 'mif1', 'heic')
  // The first box has the right size, and tells where the data will lie.
  const start = ftyp.length + meta(items, content, 0).length + 8
  const stored = content.isShared ? items.slice(-2) : items
  const data = Buffer.concat(stored.map((item) => item.data))
  return Buffer.concat([ftyp, meta(items, content, start), box('mdat', data)])
}

function meta(items: Item[], content: Content, start: number): Buffer {
  const { primary, references, properties, isShared, padding } = content
  let at = start
  const locations = items.map(({ data }, index) => {
    if (isShared && index < items.length - 1) at = start
    const location = Buffer.concat([uints(2, index + 1, 0, 1), uints(4, at, data.length)])
    at += data.length
    return location
  })
  const infos = items.map(({ type }, index) => {
    const isHidden = Number(index + 1 < primary)
    return box('infe', uints(4, (2 << 24) | isHidden), uints(2, index + 1, 0), type, '\0')
  })
  const owned = items.map((item, index) =>
    Buffer.concat([
      uints(2, index + 1),
      Buffer.from([item.properties.length]),
      uints(2, ...item.properties),
    ]),
  )
  return box(
    'meta',
    uints(4, 0),
    box('hdlr', uints(4, 0, 0), 'pict', Buffer.alloc(13)),
    box('pitm', uints(4, 0), uints(2, primary)),
    box('iloc', uints(4, 0), uints(2, 0x4400, items.length), ...locations),
    box('iinf', uints(4, 0), uints(2, items.length), ...infos),
    box('iref', uints(4, 0), ...references),
    box('iprp', box('ipco', ...properties), box('ipma', uints(4, 1, items.length), ...owned)),
    ...(padding > 0 ? [box('free', Buffer.alloc(padding))] : []),
  )
}

function reference(type: string, from: number, ...to: number[]): Buffer {
  return box(type, uints(2, from, to.length, ...to))
}

function uints(size: 2 | 4, ...values: number[]): Buffer {
  const bytes = Buffer.alloc(size * values.length)
  for (const [index, value] of values.entries()) bytes.writeUIntBE(value, size * index, size)
  return bytes
}
