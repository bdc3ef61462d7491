import { assertIntact, textAt } from './bytes.ts'
import { type Box, boxesOf } from './mp4-boxes.ts'
import { cleanHeader, FREE, METADATA_BOXES } from './mp4-header.ts'
import type { Patch } from './patches.ts'
import { Refusal } from './refusal.ts'
import type { Source } from './source.ts'

const BRANDS = ['isom', 'iso2', 'iso3', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ']
const TOP_LEVEL_BOXES = [
  'ftyp',
  'moov',
  'mdat',
  'free',
  'skip',
  'wide',
  'meta',
  'uuid',
  'udta',
  'pdin',
]
/**
 * The maximum size of the header, which is kept in memory. Real videos have headers of a few
 * megabytes.
 */
const HEADER_BYTES = 16 * 1024 * 1024

/** The result of checking a whole video. */
export interface Video {
  /** The width at which players show the video, in pixels. */
  width: number
  /** The height at which players show the video, in pixels. */
  height: number
  /** The patches that overwrite the metadata of the video without moving other bytes. */
  patches: Patch[]
}

/** Returns whether a file starts like an MP4 or a related format. */
export function isVideo(bytes: Uint8Array): boolean {
  return textAt(bytes, 4) === 'ftyp'
}

/**
 * Checks the structure of an MP4 while the file is streamed. Does not keep the frames in memory.
 */
export async function inspectVideo(source: Source): Promise<Video> {
  const patches: Patch[] = []
  let size: { width: number; height: number } | undefined
  let hasFrames = false
  for await (const box of boxesOf(source)) {
    const { type, start, body, end } = box
    if (!TOP_LEVEL_BOXES.includes(type)) throw new Refusal('file_suspicious')
    if (start === 0) checkBrands(await source.take(Math.min(end - body, 1024)))
    if (type === 'mdat') hasFrames ||= end > body
    if (type === 'moov') {
      assertIntact(size === undefined)
      const header = await takeHeader(source, box)
      size = cleanHeader(header)
      patches.push({ start: body, end, bytes: header })
    }
    if (METADATA_BOXES.includes(type)) {
      patches.push({ start: start + 4, end: start + 8, bytes: FREE }, { start: body, end })
    }
  }
  assertIntact(size !== undefined && hasFrames)
  return { ...size, patches }
}

function checkBrands(ftyp: Uint8Array): void {
  const brands: string[] = []
  for (let at = 0; at + 4 <= ftyp.length; at += 4) brands.push(textAt(ftyp, at))
  brands.splice(1, 1) // this entry is the version of the first brand, and no brand
  if (!BRANDS.some((brand) => brands.includes(brand)) || /^(qt|hei|avi|mif)/.test(brands[0] ?? ''))
    throw new Refusal('file_type_invalid')
}

async function takeHeader(source: Source, { body, end }: Box): Promise<Uint8Array> {
  if (end - body > HEADER_BYTES) throw new Refusal('file_too_large')
  const bytes = await source.take(end - body)
  assertIntact(bytes.length === end - body)
  return bytes.slice()
}
