import { assertIntact, textAt } from './bytes.ts'
import { isHeifBrand } from './heif-brands.ts'
import { type Box, blankBox, boxesOf, countBoxes, INDEX_TOO_LARGE } from './mp4-boxes.ts'
import { cleanBoxes } from './mp4-clean.ts'
import { readFragment } from './mp4-fragments.ts'
import { eraseUserData, type Samples } from './mp4-frames.ts'
import { type Index, readIndex } from './mp4-index.ts'
import { type Patch, type Range, separateRanges, unusedParts } from './patches.ts'
import { Refusal } from './refusal.ts'
import type { Source } from './source.ts'

/** The boxes with which a video begins. Old QuickTime videos have no `ftyp`. */
const FIRST_BOXES = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']
/** The brands of pictures that begin like a video, besides HEIC and AVIF: the RAW of Canon, JPEG 2000. */
const PICTURE_BRANDS = /^(crx |jp2 |jpx )/
/** The brands that every player knows and that do not name the maker of the camera. */
const BRANDS = /^(qt {2}|isom|iso[2-9a-z]|mp4[12]|avc1|hvc1|M4V.|dash|cmf[c2]|msdh|msix)$/
const ISOM = new Uint8Array([0x69, 0x73, 0x6f, 0x6d])

/**
 * The maximum size of an index, which is kept in memory. Real videos have an index of a few
 * megabytes.
 */
const INDEX_BYTES = 16 * 1024 * 1024
/** The maximum number of parts of a file that are kept or overwritten. */
const MAX_PARTS = 500_000
/**
 * The maximum number of boxes that are read. More would take longer than an edge function may. A
 * fragment of frames and sound needs about 25.
 */
const MAX_BOXES = 600_000
/** Reading a box of the file takes as long as this many boxes of an index. */
const COST_OF_BOX = 5

const NO_INDEX =
  'The video has no index, because its recording or its transfer was interrupted. Upload the ' +
  'original again. If it does not play either, export it again from the app that recorded it.'

/** The result of checking a whole video. */
export interface Video {
  /** The width at which players show the video, in pixels. */
  width: number
  /** The height at which players show the video, in pixels. */
  height: number
  /** The patches that overwrite the metadata of the video without moving other bytes. */
  patches: Patch[]
}

/**
 * Returns whether a file starts like a video: an MP4, a QuickTime video (MOV) or a related format.
 * Needs the first 12 bytes.
 */
export function isVideo(bytes: Uint8Array): boolean {
  return FIRST_BOXES.includes(textAt(bytes, 4)) && !isPictureBrand(brandOf(bytes))
}

function brandOf(bytes: Uint8Array): string {
  return textAt(bytes, 4) === 'ftyp' ? textAt(bytes, 8) : ''
}

function isPictureBrand(brand: string): boolean {
  return isHeifBrand(brand) || PICTURE_BRANDS.test(brand)
}

/** What was found in a video so far. */
interface Found {
  index: Index | undefined
  /** The boxes that contain the samples of all tracks. */
  data: Box[]
  /** The samples of the tracks that are played. */
  samples: Samples[]
  /** The boxes that players do not need. */
  others: Box[]
  patches: Patch[]
  /** How many boxes were read. */
  boxes: number
}

/**
 * Checks the structure of a video while the file is streamed. Does not keep the frames in memory.
 * Everything that players do not need becomes zeros: boxes with metadata, unknown boxes, tracks
 * other than frames and sound, all data between the frames and the sound, and the user data between
 * the pictures of the frames.
 */
export async function inspectVideo(source: Source): Promise<Video> {
  const found: Found = {
    index: undefined,
    data: [],
    samples: [],
    others: [],
    patches: [],
    boxes: 0,
  }
  for await (const box of boxesOf(source)) {
    await inspectBox(source, box, found)
    found.boxes += COST_OF_BOX
    const parts = found.samples.length + found.patches.length
    if (found.boxes > MAX_BOXES || parts > MAX_PARTS)
      throw new Refusal('file_too_large', INDEX_TOO_LARGE)
  }
  const { index, data, samples, others, patches } = found
  if (!index) throw new Refusal('file_damaged', NO_INDEX)
  const size = source.position
  const areas = data.map(({ body, end }) => ({ start: body, end: Math.min(end, size) }))
  const unused = unusedParts(areas, samples)
  assertIntact(lengthOf(unused) < lengthOf(areas))
  addAll(patches, unused)
  for (const { coding, ...range } of separateRanges(samples, areas)) {
    if (coding) patches.push(eraseUserData(range, coding))
  }
  for (const box of others) addAll(patches, removeBox(box, size))
  return { width: index.width, height: index.height, patches }
}

async function inspectBox(source: Source, box: Box, found: Found): Promise<void> {
  const { type, start, body } = box
  if (type === 'mdat') found.data.push(box)
  else if (type === 'sidx') return
  else if (type === 'ftyp' || type === 'styp') {
    const brands = await takeBody(source, box)
    if (isPictureBrand(textAt(brands, 0))) throw new Refusal('file_type_invalid')
    addAll(found.patches, cleanBrands(brands, body))
  } else if (type === 'mfra') {
    const bytes = await takeBody(source, box)
    addAll(found.patches, moved(cleanBoxes(bytes, type, { body: 0, end: bytes.length }), body))
  } else if (type === 'moov') {
    assertIntact(found.index === undefined)
    const bytes = await takeBody(source, box)
    const [index, count] = countBoxes(() => readIndex(bytes))
    found.index = index
    found.boxes += count
    addAll(found.patches, moved(index.patches, body))
    addAll(found.samples, index.samples)
  } else if (type === 'moof') {
    assertIntact(found.index !== undefined)
    const { index } = found
    const bytes = await takeBody(source, box)
    const [fragment, count] = countBoxes(() => readFragment(bytes, start, index))
    found.boxes += count
    addAll(found.patches, moved(fragment.patches, body))
    addAll(found.samples, fragment.samples)
  } else found.others.push(box)
}

async function takeBody(source: Source, { body, end }: Box): Promise<Uint8Array> {
  const size = end - body
  if (size > INDEX_BYTES) throw new Refusal('file_too_large', INDEX_TOO_LARGE)
  const bytes = await source.take(size)
  assertIntact(bytes.length === size)
  return bytes
}

/** A list may have too many entries to pass them as arguments. */
function addAll<Entry>(list: Entry[], entries: Entry[]): void {
  for (const entry of entries) list.push(entry)
}

function moved(patches: Patch[], by: number): Patch[] {
  return patches.map((patch) => ({ ...patch, start: patch.start + by, end: patch.end + by }))
}

function lengthOf(ranges: Range[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** Blanks a box, or leaves out what is no box: data that a camera appended to the video. */
function removeBox(box: Box, size: number): Patch[] {
  const isBox = box.end <= size || box.end === Number.POSITIVE_INFINITY
  if (box.type === '' || !isBox) return [{ start: box.start, end: size, isLeftOut: true }]
  return blankBox({ ...box, end: Math.min(box.end, size) })
}

/**
 * Some cameras use a brand of their own, and Firefox plays no file with a brand of 3GPP. All these
 * files are also of the brand `isom`.
 */
function cleanBrands(bytes: Uint8Array, body: number): Patch[] {
  const patches: Patch[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const start = body + at
    // The second entry is the version of the first brand. Some makers write a date there.
    if (at === 4) patches.push({ start, end: start + 4 })
    else if (!BRANDS.test(textAt(bytes, at))) patches.push({ start, end: start + 4, bytes: ISOM })
  }
  return patches
}
