import { assertIntact, textAt, viewOf } from './bytes.ts'
import { refuseKind } from './kinds.ts'
import { type Box, boxesIn } from './mp4-boxes.ts'
import { Refusal } from './refusal.ts'

/**
 * The maximum size of the box `meta`, which becomes objects in memory. A phone needs 10 KB for a
 * picture of 200 tiles.
 */
const META_BYTES = 256 * 1024
const META_TOO_LARGE =
  'The picture lists more parts than any camera writes. Save or export it as JPEG, and upload that ' +
  'file.'

/** Where the bytes of an item lie: in the file, or in the box `idat`. */
interface Location {
  isInIdat: boolean
  extents: { start: number; length: number }[]
}

/** A reference from an item to others, such as from a grid to its tiles (`dimg`). */
interface Reference {
  type: string
  from: number
  to: number[]
}

export interface Size {
  width: number
  height: number
}

/** The items of a HEIF file (ISO/IEC 23008-12), of which HEIC and AVIF are kinds. */
export interface Heif {
  bytes: Uint8Array
  /** The item that viewers show. */
  primary: number
  types: Map<number, string>
  references: Reference[]
  locations: Map<number, Location>
  idat: Box | undefined
  /** The properties of each item in their order, which is the order of transformations. */
  properties: Map<number, Box[]>
}

/** Reads the box `meta`, which lists the items of a file. */
export function readHeif(bytes: Uint8Array): Heif {
  const meta = findMeta(bytes)
  const boxes = boxesIn(bytes, meta.body + 4, meta.end)
  const [pitm, iinf, iloc, iprp] = ['pitm', 'iinf', 'iloc', 'iprp'].map((type) => {
    const box = boxes.find((box) => box.type === type)
    assertIntact(box !== undefined)
    return box
  }) as [Box, Box, Box, Box]
  const iref = boxes.find(({ type }) => type === 'iref')
  const [version, fields] = openBox(bytes, pitm)
  return {
    bytes,
    primary: fields.uint(version === 0 ? 2 : 4),
    types: readTypes(bytes, iinf),
    references: iref ? readReferences(bytes, iref) : [],
    locations: readLocations(bytes, iloc),
    idat: boxes.find(({ type }) => type === 'idat'),
    properties: readProperties(bytes, iprp),
  }
}

/** Returns the bytes of an item. */
export function dataOf({ bytes, locations, idat }: Heif, item: number): Uint8Array {
  const location = locations.get(item)
  assertIntact(location !== undefined && (!location.isInIdat || idat !== undefined))
  const [from, to] = location.isInIdat && idat ? [idat.body, idat.end] : [0, bytes.length]
  const parts = location.extents.map(({ start, length }) => {
    const end = length === 0 ? to : from + start + length
    assertIntact(from + start <= end && end <= to)
    return bytes.subarray(from + start, end)
  })
  const [first] = parts
  if (first && parts.length === 1) return first
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  // Extents may overlap. Without this check, a small file could become gigabytes.
  assertIntact(length <= bytes.length)
  const data = new Uint8Array(length)
  parts.reduce((at, part) => {
    data.set(part, at)
    return at + part.length
  }, 0)
  return data
}

/** Returns the first property of this type that an item has. */
export function propertyOf({ properties }: Heif, item: number, type: string): Box | undefined {
  return properties.get(item)?.find((box) => box.type === type)
}

/** Returns the width and height of an item before it is turned. */
export function sizeOf(heif: Heif, item: number): Size {
  const ispe = propertyOf(heif, item, 'ispe')
  assertIntact(ispe !== undefined)
  const [, fields] = openBox(heif.bytes, ispe)
  return { width: fields.uint(4), height: fields.uint(4) }
}

/** Returns the top-level box `meta`. What follows it does not matter, so it may be damaged. */
function findMeta(bytes: Uint8Array): Box {
  const view = viewOf(bytes)
  for (let start = 0; start + 16 <= bytes.length; ) {
    const small = view.getUint32(start)
    const size = small === 1 ? Number(view.getBigUint64(start + 8)) : small || bytes.length - start
    const body = start + (small === 1 ? 16 : 8)
    assertIntact(start + size >= body && start + size <= bytes.length)
    const type = textAt(bytes, start + 4)
    if (type === 'meta') {
      if (size > META_BYTES) throw new Refusal('file_suspicious', META_TOO_LARGE)
      return { type, start, body, end: start + size }
    }
    start += size
  }
  refuseKind('an animated HEIC or AVIF without a still picture')
}

/** Reads numbers one after the other. */
export class Fields {
  readonly #view: DataView
  #at: number
  readonly #end: number

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#view = viewOf(bytes)
    this.#at = at
    this.#end = end
  }

  /** Reads an unsigned number of 0 to 8 bytes. */
  uint(size: number): number {
    assertIntact(this.#at + size <= this.#end)
    let value = 0
    for (const end = this.#at + size; this.#at < end; this.#at++) {
      value = value * 256 + this.#view.getUint8(this.#at)
    }
    return value
  }
}

/** Returns the version of a box, a reader of what follows, and the flags. */
export function openBox(
  bytes: Uint8Array,
  { body, end }: Box,
): [version: number, fields: Fields, flags: number] {
  const fields = new Fields(bytes, body, end)
  const version = fields.uint(1)
  const flags = fields.uint(3)
  return [version, fields, flags]
}

function readTypes(bytes: Uint8Array, iinf: Box): Map<number, string> {
  const [listVersion] = openBox(bytes, iinf)
  const types = new Map<number, string>()
  for (const box of boxesIn(bytes, iinf.body + (listVersion === 0 ? 6 : 8), iinf.end)) {
    const [version, fields] = openBox(bytes, box)
    // Older versions describe items that are no pictures.
    if (version < 2) continue
    const item = fields.uint(version === 2 ? 2 : 4)
    const at = box.body + (version === 2 ? 8 : 10)
    if (at + 4 <= box.end) types.set(item, textAt(bytes, at))
  }
  return types
}

function readReferences(bytes: Uint8Array, iref: Box): Reference[] {
  const [version] = openBox(bytes, iref)
  const size = version === 0 ? 2 : 4
  return boxesIn(bytes, iref.body + 4, iref.end).map(({ type, body, end }) => {
    const fields = new Fields(bytes, body, end)
    const from = fields.uint(size)
    return { type, from, to: Array.from({ length: fields.uint(2) }, () => fields.uint(size)) }
  })
}

function readLocations(bytes: Uint8Array, iloc: Box): Map<number, Location> {
  const [version, fields] = openBox(bytes, iloc)
  const sizes = fields.uint(2)
  const [offsetSize, lengthSize, baseSize, indexSize] = [12, 8, 4, 0].map(
    (shift) => (sizes >> shift) & 15,
  ) as [number, number, number, number]
  const locations = new Map<number, Location>()
  for (let count = fields.uint(version < 2 ? 2 : 4); count > 0; count--) {
    const item = fields.uint(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : fields.uint(2) & 15
    fields.uint(2) // the number of another file, which is never meant
    const base = fields.uint(baseSize)
    const length = fields.uint(2)
    // An extent without a position and a length takes no bytes, so their number has no limit.
    assertIntact(length < 2 || offsetSize + lengthSize > 0)
    const extents = Array.from({ length }, () => {
      if (version > 0) fields.uint(indexSize)
      return { start: base + fields.uint(offsetSize), length: fields.uint(lengthSize) }
    })
    if (method < 2) locations.set(item, { isInIdat: method === 1, extents })
  }
  return locations
}

function readProperties(bytes: Uint8Array, iprp: Box): Map<number, Box[]> {
  const boxes = boxesIn(bytes, iprp.body, iprp.end)
  const ipco = boxes.find(({ type }) => type === 'ipco')
  assertIntact(ipco !== undefined)
  const all = boxesIn(bytes, ipco.body, ipco.end)
  const properties = new Map<number, Box[]>()
  for (const box of boxes.filter(({ type }) => type === 'ipma')) {
    const [version, fields, flags] = openBox(bytes, box)
    for (let count = fields.uint(4); count > 0; count--) {
      const item = fields.uint(version < 1 ? 2 : 4)
      const own = Array.from({ length: fields.uint(1) }, () =>
        // The highest bit says whether a viewer must know the property.
        flags & 1 ? fields.uint(2) & 0x7fff : fields.uint(1) & 0x7f,
      )
      properties.set(
        item,
        own.flatMap((index) => all[index - 1] ?? []),
      )
    }
  }
  return properties
}
