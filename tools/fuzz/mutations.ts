import { crc32 } from 'node:zlib'
import {
  googleMotionPhoto,
  multiPicture,
  printerSettings,
  realFile,
  samsungMotionPhoto,
  ultraHdr,
  withSegments,
} from '../../tests/support/real-files.ts'
import { type Part, partsOf } from './parts.ts'
import { Random } from './random.ts'

/** A damaged variation of a real file. */
export interface Mutation {
  number: number
  /** The name of the real file, and what was changed. */
  what: string
  purpose: 'post' | 'avatar'
  bytes: Buffer
  /** A damaged picture that the app sends as the poster of a video. */
  poster?: Buffer
}

const NAMES = [
  ...['phone.jpg', 'progressive.jpg', 'grey.jpg', 'cmyk.jpg', 'restart.jpg', 'camera.jpg'],
  ...['screenshot.png', 'interlaced.png', 'transparent.png', 'deep.png', 'animated.png'],
  ...['phone.webp', 'lossless.webp', 'animated.webp'],
  ...['still.gif', 'animated.gif', 'small-first-frame.gif'],
  ...['iphone.mov', 'iphone-hevc.mov', 'camera.mov', 'mjpeg.mov', 'android.mp4', 'faststart.mp4'],
  ...['fragmented.mp4', 'timecode.mp4', 'subtitles.mp4', 'chapters.mp4', 'phone.3gp'],
  ...['itunes.m4v', 'iphone.heic', 'iphone-10bit.heic', 'still.avif', 'still-10bit.avif'],
  ...['scan.tif', 'raw.dng'],
]

/** The 40 real files that are mutated. */
export const seeds: { name: string; bytes: Buffer }[] = [
  ...NAMES.map((name) => ({ name, bytes: realFile(name) })),
  ...Object.entries(variations()).map(([name, bytes]) => ({ name, bytes })),
]

function variations(): Record<string, Buffer> {
  const [phone, grey, video] = ['phone.jpg', 'grey.jpg', 'android.mp4'].map(realFile) as [
    ...[Buffer, Buffer, Buffer],
  ]
  return {
    'a motion photo of Google': googleMotionPhoto(phone, video, grey),
    'a motion photo of Samsung': samsungMotionPhoto(phone, video),
    'an Ultra HDR picture': ultraHdr(phone, grey),
    'two pictures': Buffer.concat([withSegments(phone, multiPicture(grey.length)), grey]),
    'a picture with printer settings': withSegments(phone, printerSettings()),
  }
}

/** Returns a mutation by its number. The same number gives the same bytes in every run. */
export function mutationOf(number: number): Mutation {
  const random = new Random(number)
  const { name, bytes: original } = seeds[number % seeds.length] as (typeof seeds)[number]
  const { bytes, steps } = mutate(original, random)
  const purpose = random.below(6) === 0 ? 'avatar' : 'post'
  const isVideo = purpose === 'post' && /\.(mov|mp4|m4v|3gp)$/.test(name)
  const hasPoster = isVideo && random.below(2) > 0
  const poster = hasPoster ? { poster: mutate(random.of(seeds).bytes, random).bytes } : {}
  return { number, what: `${name}: ${steps.join(', ')}`, purpose, bytes, ...poster }
}

function mutate(original: Buffer, random: Random): { bytes: Buffer; steps: string[] } {
  const steps: string[] = []
  let bytes = original
  for (let left = random.below(3); left >= 0; left--) {
    const [step, change] = random.of(changes)
    const next = change(Buffer.from(bytes), random)
    if (!next) continue
    bytes = next
    steps.push(step)
  }
  // Decoders stop at a wrong checksum, so most mutations of a PNG get right ones.
  return { bytes: random.below(3) > 0 ? repaired(bytes) : bytes, steps }
}

/** Changes a copy of a file. Returns undefined if the change does not fit the file. */
type Change = (bytes: Buffer, random: Random) => Buffer | undefined

const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0xfe]
const MARKUP = Buffer.from('<!DOCTYPE html><script>alert(1)</script><?php exit ?> Anna Beispiel ')

/** The place of a change. Half of the places are in the first bytes, where headers stand. */
function place(bytes: Buffer, random: Random): number {
  return random.below(random.below(2) ? bytes.length : Math.min(bytes.length, 700))
}

function joined(bytes: Buffer, from: number, middle: Buffer, to = from): Buffer {
  return Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)])
}

function noise(length: number, random: Random): Buffer {
  const kind = random.below(4)
  if (kind < 2) return Buffer.alloc(length, kind ? 0xff : 0)
  return Buffer.from(Array.from({ length }, () => (kind === 2 ? random.below(256) : 0xd8)))
}

const changes: [name: string, change: Change][] = [
  ['flipped bits', flip],
  ['extreme bytes', extremes],
  ['an extreme number', number],
  ['cut', (bytes, random) => bytes.subarray(0, place(bytes, random))],
  [
    'a removed range',
    (bytes, random) => {
      const from = place(bytes, random)
      return joined(bytes, from, Buffer.alloc(0), from + 1 + random.size(bytes.length - from))
    },
  ],
  [
    'a repeated range',
    (bytes, random) => {
      const from = place(bytes, random)
      return joined(bytes, from, bytes.subarray(from, from + 1 + random.size(5000)))
    },
  ],
  [
    'inserted noise',
    (bytes, random) => {
      return joined(bytes, place(bytes, random), noise(1 + random.size(3000), random))
    },
  ],
  [
    'an overwritten range',
    (bytes, random) => {
      const [from, middle] = [place(bytes, random), noise(1 + random.size(3000), random)]
      return joined(bytes, from, middle, from + middle.length)
    },
  ],
  ['inserted markup', (bytes, random) => joined(bytes, place(bytes, random), MARKUP)],
  ['another file behind', (bytes, random) => Buffer.concat([bytes, random.of(seeds).bytes])],
  [
    'the end of another file',
    (bytes, random) => {
      const other = random.of(seeds).bytes
      return joined(bytes, place(bytes, random), other.subarray(place(other, random)), bytes.length)
    },
  ],
  ['noise behind', (bytes, random) => Buffer.concat([bytes, noise(1 + random.size(9000), random)])],
  ['a removed part', onPart((bytes, { start, end }) => joined(bytes, start, Buffer.alloc(0), end))],
  [
    'a repeated part',
    onPart((bytes, { start, end }) => {
      return joined(bytes, end, bytes.subarray(start, end))
    }),
  ],
  [
    'a moved part',
    onPart((bytes, part, random, parts) => {
      const moved = bytes.subarray(part.start, part.end)
      const { start } = random.of(parts)
      return start > part.start
        ? undefined
        : joined(joined(bytes, part.start, Buffer.alloc(0), part.end), start, moved)
    }),
  ],
  ['a part with another length', onPart(wrongSize)],
  ['a part with another type', onPart(wrongType)],
  [
    'a part with another content',
    onPart((bytes, { start, end }, random) => {
      const from = start + random.below(Math.min(40, end - start))
      return joined(bytes, from, noise(1 + random.size(end - from), random), from + 4)
    }),
  ],
  [
    'a part of another file',
    onPart((bytes, { end }, random) => {
      const other = random.of(seeds).bytes
      const parts = partsOf(other)
      if (parts.length === 0) return undefined
      const part = random.of(parts)
      return joined(bytes, end, other.subarray(part.start, part.end))
    }),
  ],
]

function onPart(
  change: (bytes: Buffer, part: Part, random: Random, parts: Part[]) => Buffer | undefined,
): Change {
  return (bytes, random) => {
    const parts = partsOf(bytes)
    return parts.length > 0 ? change(bytes, random.of(parts), random, parts) : undefined
  }
}

function flip(bytes: Buffer, random: Random): Buffer | undefined {
  if (bytes.length === 0) return undefined
  for (let left = random.below(16); left >= 0; left--) {
    const at = place(bytes, random)
    bytes[at] = (bytes[at] as number) ^ (1 << random.below(8))
  }
  return bytes
}

function extremes(bytes: Buffer, random: Random): Buffer | undefined {
  if (bytes.length === 0) return undefined
  for (let left = random.below(8); left >= 0; left--) {
    bytes[place(bytes, random)] = random.of(EXTREMES)
  }
  return bytes
}

function number(bytes: Buffer, random: Random): Buffer | undefined {
  if (bytes.length < 8) return undefined
  const at = Math.min(place(bytes, random), bytes.length - 4)
  writeNumber(bytes, { at, bytes: random.below(2) ? 4 : 2, isLittle: random.below(2) > 0 }, random)
  return bytes
}

function writeNumber(bytes: Buffer, place: NonNullable<Part['size']>, random: Random): void {
  const { at, isLittle } = place
  const max = 2 ** (8 * place.bytes) - 1
  const old = isLittle ? bytes.readUIntLE(at, place.bytes) : bytes.readUIntBE(at, place.bytes)
  const values = [
    0,
    1,
    2,
    7,
    8,
    old - 1,
    old + 1,
    old * 2,
    max,
    max - 1,
    (max + 1) / 2,
    bytes.length,
  ]
  const value = Math.min(Math.max(random.of(values), 0), max)
  if (isLittle) bytes.writeUIntLE(value, at, place.bytes)
  else bytes.writeUIntBE(value, at, place.bytes)
}

function wrongSize(bytes: Buffer, { size }: Part, random: Random): Buffer | undefined {
  if (!size) return undefined
  writeNumber(bytes, size, random)
  return bytes
}

function wrongType(
  bytes: Buffer,
  { type }: Part,
  random: Random,
  parts: Part[],
): Buffer | undefined {
  if (!type) return undefined
  const other = random.of(parts).type
  if (other && random.below(2)) {
    bytes.copy(bytes, type.at, other.at, other.at + Math.min(type.bytes, other.bytes))
  } else for (let at = 0; at < type.bytes; at++) bytes[type.at + at] = random.below(256)
  return bytes
}

/** Corrects the checksums of a PNG and the length of a WebP. */
function repaired(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  if (copy.toString('latin1', 1, 4) === 'PNG') {
    for (const { start, end } of partsOf(copy)) {
      copy.writeUInt32BE(crc32(copy.subarray(start + 4, end - 4)), end - 4)
    }
  } else if (copy.length > 12 && copy.toString('latin1', 8, 12) === 'WEBP') {
    copy.writeUInt32LE(copy.length - 8, 4)
  }
  return copy
}
