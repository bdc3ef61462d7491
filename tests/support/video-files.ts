import { box, table } from './files.ts'

/** A part of the media data: a sample of the track with this handler, or of no track. */
export type Part = [handler: string, data: string | Buffer]

export interface Layout {
  /** The first box. Old QuickTime videos have none. */
  brand?: Buffer
  /** Boxes before and after the media data. */
  before?: Buffer[]
  after?: Buffer[]
  /** More boxes of the index, and of each track. */
  index?: Buffer[]
  inTrack?: Buffer[]
  /** The header of the media data: a size of 32 or 64 bits, or none, if they end the file. */
  size?: 'small' | 'large' | 'none'
  /** The index precedes the media data. */
  isIndexFirst?: boolean
  positions?: 'stco' | 'co64'
  /** The table of sizes: one of 32 bits, one of 8 bits, or one size for all samples. */
  sizes?: 'stsz' | 'stz2' | number
  /** The formats of tracks by their handler. The default is an empty format. */
  formats?: Record<string, Buffer>
  /** The handlers of the tracks that are switched off. */
  disabled?: string[]
  turned?: boolean
  /** The files in which the samples are. The default is the file of the track. */
  references?: Buffer
}

export const quickTime = box('ftyp', 'qt  ', '\x20\x05\x03\0', 'qt  ')

/** Returns a video with these samples, of which each is a chunk of its own. */
export function movie(parts: Part[], layout: Layout = {}): Buffer {
  const { brand = quickTime, before = [], after = [], isIndexFirst, size } = layout
  const head = Buffer.concat([brand, ...before])
  const data = dataBox(Buffer.concat(parts.map(([, bytes]) => Buffer.from(bytes))), size)
  const dataHeader = size === 'large' ? 16 : 8
  const indexAt = (start: number) => index(parts, start + dataHeader, layout)
  if (!isIndexFirst) return Buffer.concat([head, data, indexAt(head.length), ...after])
  const length = indexAt(0).length
  return Buffer.concat([head, indexAt(head.length + length), data, ...after])
}

function dataBox(data: Buffer, size: Layout['size'] = 'small'): Buffer {
  const whole = box('mdat', data)
  if (size === 'none') whole.writeUInt32BE(0)
  if (size !== 'large') return whole
  const header = Buffer.alloc(16)
  header.writeUInt32BE(1)
  header.write('mdat', 4)
  header.writeBigUInt64BE(BigInt(data.length + 16), 8)
  return Buffer.concat([header, data])
}

function index(parts: Part[], start: number, layout: Layout): Buffer {
  const handlers = [...new Set(parts.map(([handler]) => handler))].filter(Boolean)
  let at = start
  const placed = parts.map(([handler, data]) => {
    at += data.length
    return { handler, at: at - data.length, size: data.length }
  })
  const tracks = handlers.map((handler, index) =>
    track(
      handler,
      index + 1,
      placed.filter((part) => part.handler === handler),
      layout,
    ),
  )
  return box('moov', box('mvhd', dated(100)), ...tracks, ...(layout.index ?? []))
}

/** Returns fields whose first two numbers are times, after version and flags. */
function dated(length: number): Buffer {
  const fields = Buffer.alloc(length)
  fields.write('\xe2\x5e\x32\xa9\xe2\x5e\x32\xa9', 4, 'latin1')
  return fields
}

type Placed = { at: number; size: number }[]

function track(handler: string, id: number, samples: Placed, layout: Layout): Buffer {
  const { formats = {}, inTrack = [], disabled = [] } = layout
  const isPicture = handler === 'vide'
  const header = dated(84)
  header.writeUInt32BE(id, 12)
  header[3] = disabled.includes(handler) ? 0 : 1
  // A matrix that turns the picture by 90 degrees, or none
  header.writeInt32BE(0x10000, layout.turned ? 44 : 40)
  if (layout.turned) header.writeInt32BE(-0x10000, 52)
  header.writeUInt32BE((isPicture ? 1920 : 0) << 16, 76)
  header.writeUInt32BE((isPicture ? 1080 : 0) << 16, 80)
  const kind = box('hdlr', numbers(0), 'mhlr', handler, 'appl', numbers(0, 0), '\x0eCamera of Anna')
  const format = formats[handler] ?? (isPicture ? pictureFormat() : box('none', Buffer.alloc(40)))
  const tables = box('stbl', box('stsd', numbers(0, 1), format), ...sampleTables(samples, layout))
  const { references = box('dref', numbers(0, 1), box('alis', numbers(1))) } = layout
  const kindHeader = isPicture ? table('vmhd', 0, 0) : table('gmhd')
  const info = box('minf', kindHeader, box('dinf', references), tables)
  const media = box('mdia', box('mdhd', dated(24)), kind, info)
  return box('trak', box('tkhd', header), media, ...inTrack)
}

function sampleTables(samples: Placed, layout: Layout): Buffer[] {
  const { positions = 'stco', sizes = 'stsz' } = layout
  const bytes = samples.map(({ size }) => size)
  // With one size for all samples, each chunk has as many samples as its size allows.
  const counts = bytes.map((size) => (typeof sizes === 'number' ? size / sizes : 1))
  const chunks = counts.flatMap((count, index) => [index + 1, count, 1])
  return [
    table('stsc', samples.length, ...chunks),
    sizes === 'stz2'
      ? box('stz2', numbers(0, 8, bytes.length), Buffer.from(bytes))
      : sizes === 'stsz'
        ? table('stsz', 0, bytes.length, ...bytes)
        : table('stsz', sizes, bytes.reduce((sum, size) => sum + size, 0) / sizes),
    positions === 'stco'
      ? table('stco', samples.length, ...samples.map(({ at }) => at))
      : table('co64', samples.length, ...samples.flatMap(({ at }) => [0, at])),
  ]
}

/** Returns the format of frames, which names the encoder. */
export function pictureFormat(type = 'avc1', ...boxes: Buffer[]): Buffer {
  const fields = Buffer.alloc(78)
  fields.write('Anna', 12)
  fields.writeUInt16BE(1920, 24)
  fields.writeUInt16BE(1080, 26)
  fields.write('\x0dCamera of Ann', 42, 'latin1')
  return box(type, fields, box('avcC', 'configuration'), ...boxes)
}

/** Returns a format of sound in one of the three versions of QuickTime. */
export function soundFormat(
  type: string,
  version: number,
  more: number[] = [],
  channels = 2,
): Buffer {
  const fields = Buffer.alloc(28)
  fields.writeUInt16BE(version, 8)
  fields.write('Anna', 12)
  fields.writeUInt16BE(channels, 16)
  fields.writeUInt16BE(16, 18)
  const lengths = [0, 16, 36]
  const rest = Buffer.alloc(lengths[version] ?? 0)
  numbers(...more).copy(rest)
  return box(type, fields, rest, box('wave', box('esds', 'configuration'), box('uuid', 'Anna')))
}

/** Returns numbers of 32 bits. */
export function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index)
  return bytes
}

/**
 * Returns a video whose index has no samples. A fragment for each two parts follows. The positions
 * of samples count from the fragment or from the file, or the samples follow each other.
 */
export function fragmented(parts: Part[], base: 'fragment' | 'position' | 'none'): Buffer {
  const handlers = [...new Set(parts.map(([handler]) => handler))]
  const tracks = handlers.map((_, index) => table('trex', index + 1, 1, 0, 7, 0))
  const first = movie(
    handlers.map((handler) => [handler, '']),
    { index: [box('mvex', ...tracks)] },
  )
  const pieces = [first]
  let length = first.length
  for (let at = 0; at < parts.length; at += 2) {
    const pair = parts.slice(at, at + 2)
    const head = (start: number) => fragment(pair, handlers, base, { start, length })
    pieces.push(
      head(length + head(length).length + 8),
      box('mdat', ...pair.map(([, data]) => data)),
    )
    length += pieces.slice(-2).reduce((sum, piece) => sum + piece.length, 0)
  }
  return Buffer.concat(pieces)
}

/** Returns the box `moof`, which begins at `length`. Its first sample is at `start`. */
function fragment(
  parts: Part[],
  handlers: string[],
  base: 'fragment' | 'position' | 'none',
  { start, length }: { start: number; length: number },
): Buffer {
  let at = start
  const tracks = parts.map(([handler, data], index) => {
    const id = handlers.indexOf(handler) + 1
    const header =
      base === 'position'
        ? box('tfhd', numbers(1, id, 0, at))
        : box('tfhd', numbers(base === 'fragment' ? 0x20000 : 0, id))
    // Flags: the position is stated, and each sample has a duration and a size.
    const hasPosition = base === 'fragment' || (base === 'none' && index === 0)
    const position = hasPosition ? [at - length] : []
    const flags = 0x300 + (hasPosition ? 1 : 0)
    at += data.length
    return box(
      'traf',
      header,
      box('trun', numbers(flags, 1, ...position, 512, data.length)),
      box('uuid', 'secret'),
    )
  })
  return box('moof', table('mfhd', 1), ...tracks)
}
