import type { Animation } from './animation.ts'
import { viewOf } from './bytes.ts'
import { workOf } from './heif.ts'
import type { Inspected } from './inspect.ts'
import { type Extent, fitted } from './pixels.ts'

/**
 * What a hosted edge function may use for a picture, of its 2 s of CPU and 256 MB of memory. The rest
 * is for loading the function, Storage and the database.
 */
const SECONDS = 1.5
const MEGABYTES = 180

/** The estimated cost to decode, reduce and encode a picture. */
export interface Cost {
  seconds: number
  megabytes: number
}

/** Estimates the cost of a picture from its header. `npm run bench:ingest` prints measured costs. */
export function costOf(inspected: Inspected): Cost {
  const { kind, width, height, picture } = inspected
  const pixels = width * height
  const file = (2 * picture.length) / 2 ** 20
  const [seconds, megabytes] = {
    jpeg: () => jpegCost(picture, pixels),
    png: () => pngCost(picture, pixels),
    // The decoder has all pixels in memory.
    webp: () => [6e-8 * pixels, (5 * pixels) / 2 ** 20],
    gif: () => [2.5e-8 * pixels, (13 * pixels) / 2 ** 20],
    heic: () => heicCost(picture),
    // ImageMagick must be loaded, and has all pixels in memory several times.
    avif: () => [0.4 + 1.6e-7 * pixels, 65 + (24 * pixels) / 2 ** 20],
  }[kind]() as [number, number]
  return { seconds: ENCODING + seconds, megabytes: file + BUFFERS + megabytes }
}

/** The seconds to encode the stored sizes of a picture, and the megabytes of its pixels. */
const ENCODING = 0.2
/** The seconds that it takes longer to encode a transparent picture, which is stored as WebP. */
const ALPHA = 0.5
const BUFFERS = 40

/** Whether a picture costs more than an edge function may use. */
export function isTooCostly(inspected: Inspected): boolean {
  const { seconds, megabytes } = costOf(inspected)
  return seconds > SECONDS || megabytes > MEGABYTES
}

/** The seconds to make the medium size: as JPEG, and as WebP if the picture may be transparent. */
const MEDIUM = { jpeg: 0.12, webp: 0.25 }

/** Whether the limits allow a medium size of a picture, too. Without one, it is stored all the same. */
export function canHaveMedium(inspected: Inspected): boolean {
  const isOpaque = inspected.kind === 'jpeg' || inspected.kind === 'heic'
  return costOf(inspected).seconds + MEDIUM[isOpaque ? 'jpeg' : 'webp'] <= SECONDS
}

/**
 * The time to decode a JPEG depends on its bytes, and on its blocks for each scan. With more than one
 * scan, all its coefficients are in memory.
 */
function jpegCost(picture: Uint8Array, pixels: number): [number, number] {
  const { scans, samples, hasInks } = scansOf(picture)
  const seconds = 4e-9 * pixels + 3.5e-8 * picture.length + (hasInks ? INKS.seconds : 0)
  const megabytes = hasInks ? INKS.megabytes : 0
  if (scans < 2) return [seconds, megabytes]
  const perScan = 7e-10 * samples * pixels
  return [seconds + scans * perScan, megabytes + (2 * samples * pixels) / 2 ** 20]
}

/** What it costs more to load ImageMagick for a JPEG of four inks. */
const INKS = { seconds: 0.6, megabytes: 80 }

/**
 * Returns the number of scans of a JPEG, how many samples it has for each pixel, and whether they are
 * the four inks of a printer.
 */
function scansOf(picture: Uint8Array) {
  let scans = 0
  let samples = 3
  let hasInks = false
  for (let at = picture.indexOf(0xff, 2); at >= 0; at = picture.indexOf(0xff, at + 1)) {
    const marker = picture[at + 1] ?? 0
    if (marker === 0xda) scans++
    if (scans === 0 && marker >= 0xc0 && marker <= 0xc2) {
      samples = samplesOf(picture, at + 9)
      hasInks = picture[at + 9] === 4
    }
  }
  return { scans, samples, hasInks }
}

function samplesOf(picture: Uint8Array, at: number): number {
  const factors = Array.from({ length: picture[at] ?? 0 }, (_, n) => picture[at + 2 + 3 * n] ?? 0)
  const areas = factors.map((factor) => (factor >> 4) * (factor & 15))
  const largest =
    Math.max(1, ...factors.map((f) => f >> 4)) * Math.max(1, ...factors.map((f) => f & 15))
  return areas.reduce((sum, area) => sum + area, 0) / largest
}

/**
 * Each tile of a HEIC is reduced before the next one is decoded. A smooth picture has few bytes, and
 * takes as long as they do. Above that, every pixel has been worked on, so that more bytes add less.
 */
function heicCost(picture: Uint8Array): [number, number] {
  const { pixels, bytes, largest } = workOf(picture)
  const decoding = Math.min(5e-9 * pixels + 4.9e-7 * bytes, 5.7e-8 * pixels + 1.1e-7 * bytes)
  return [0.1 + 1e-8 * pixels + decoding, 20 + (3 * pixels + 2.5 * largest) / 2 ** 20]
}

/** A PNG is decoded row by row, unless it is interlaced. */
function pngCost(picture: Uint8Array, pixels: number): [number, number] {
  const view = viewOf(picture)
  const [depth, type, isInterlaced] = [
    view.getUint8(24),
    view.getUint8(25),
    view.getUint8(28) === 1,
  ]
  const bytes = ((depth * ([1, 0, 3, 1, 2, 0, 4][type] ?? 4)) / 8) * pixels
  const alpha = type >= 4 ? ALPHA : 0
  return [alpha + 1.2e-8 * bytes + 1e-8 * pixels, isInterlaced ? (4 * pixels) / 2 ** 20 : 0]
}

/** The time for a frame of an animation, and to decode and to encode one of its pixels. */
const FRAME = 5e-4
const DECODED = 3e-8
const ENCODED = 9e-8
/** An animation is not reduced below this length of its longer side, but stored as a still picture. */
const LEAST = 320

/**
 * Returns the size at which an animation can be stored: its own, or a smaller one if the limits do
 * not allow more. Returns null if not even the smallest size can be stored.
 */
export function animationSize({ canvas, extents }: Animation): Extent | null {
  const area = canvas.width * canvas.height
  const drawn = extents.reduce((sum, { width, height }) => sum + width * height, 0)
  const decoding = FRAME * extents.length + DECODED * (drawn + 0.3 * area * extents.length)
  const left = SECONDS - ENCODING - decoding
  const most = left / (ENCODED * Math.max(1, drawn))
  if (most <= 0) return null
  const longer = Math.max(canvas.width, canvas.height)
  const edge = Math.floor(Math.min(LARGEST, longer, longer * Math.sqrt(most)))
  return edge < Math.min(LEAST, longer) ? null : fitted(canvas, edge)
}

const LARGEST = 2048
