import { type Box, boxesOf } from './boxes.ts'
import { need, word } from './bytes.ts'
import { cleanHeader, FREE, TELLING } from './moov.ts'
import type { Patch } from './patch.ts'
import { Refusal } from './refusal.ts'
import type { Source } from './source.ts'

const BRANDS = ['isom', 'iso2', 'iso3', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ']
const TOP = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'meta', 'uuid', 'udta', 'pdin']
/** The header of a real video has some megabytes; it is held in memory. */
const HEADER_BYTES = 16 * 1024 * 1024

/** What is known of a video that was read to its end. */
export interface Video {
  /** Pixels, as it is shown. */
  width: number
  height: number
  /** What takes its metadata out: nothing in the file moves. */
  patches: Patch[]
}

/** Whether the first bytes of a file say it is an MP4, or something of the same family. */
export function isVideo(bytes: Uint8Array): boolean {
  return word(bytes, 4) === 'ftyp'
}

/** Checks the container of an MP4 while it comes by; of its frames nothing is held. */
export async function inspectVideo(source: Source): Promise<Video> {
  const patches: Patch[] = []
  let size: { width: number; height: number } | undefined
  let hasFrames = false
  for await (const box of boxesOf(source)) {
    const { type, start, body, end } = box
    if (!TOP.includes(type)) throw new Refusal('file_suspicious')
    if (start === 0) checkBrands(await source.take(Math.min(end - body, 1024)))
    if (type === 'mdat') hasFrames ||= end > body
    if (type === 'moov') {
      need(size === undefined)
      const header = await takeHeader(source, box)
      size = cleanHeader(header)
      patches.push({ start: body, end, bytes: header })
    }
    if (TELLING.includes(type)) {
      patches.push({ start: start + 4, end: start + 8, bytes: FREE }, { start: body, end })
    }
  }
  need(size !== undefined && hasFrames)
  return { ...size, patches }
}

function checkBrands(ftyp: Uint8Array): void {
  const brands: string[] = []
  for (let at = 0; at + 4 <= ftyp.length; at += 4) brands.push(word(ftyp, at))
  brands.splice(1, 1) // the version of the first
  if (!BRANDS.some((brand) => brands.includes(brand)) || /^(qt|hei|avi|mif)/.test(brands[0] ?? ''))
    throw new Refusal('file_type_invalid')
}

async function takeHeader(source: Source, { body, end }: Box): Promise<Uint8Array> {
  if (end - body > HEADER_BYTES) throw new Refusal('file_too_large')
  const bytes = await source.take(end - body)
  need(bytes.length === end - body)
  return bytes.slice()
}
