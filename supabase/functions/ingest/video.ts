import { need, viewOf, word } from './bytes.ts'
import { Refusal } from './refusal.ts'

interface Box {
  type: string
  start: number
  body: number
  end: number
}

interface Track {
  handler: string
  width: number
  height: number
  boxes: Box[]
}

const BRANDS = ['isom', 'iso2', 'iso3', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'M4V ']
const TOP = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'meta', 'uuid', 'udta', 'pdin']
/** Boxes that tell about the video, its place and its maker, and nothing of how to play it. */
const TELLING = ['udta', 'meta', 'uuid', 'free', 'skip', 'wide']

/** Whether a file says it is an MP4, or something of the same family. */
export function isVideo(bytes: Uint8Array): boolean {
  return word(bytes, 4) === 'ftyp'
}

/**
 * Checks the container of an MP4 and takes its metadata out, in place: a box that tells becomes a
 * free box of zeros, so that nothing moves. Returns the size it is shown in.
 */
export function cleanVideo(bytes: Uint8Array): { width: number; height: number } {
  const top = boxesIn(bytes, 0, bytes.length)
  const ftyp = top[0] as Box
  const brands: string[] = []
  for (let at = ftyp.body; at + 4 <= ftyp.end; at += 4) brands.push(word(bytes, at))
  brands.splice(1, 1) // the version of the first
  if (!BRANDS.some((brand) => brands.includes(brand)) || /^(qt|hei|avi|mif)/.test(brands[0] ?? ''))
    throw new Refusal('file_type_invalid')
  if (top.some(({ type }) => !TOP.includes(type))) throw new Refusal('file_suspicious')
  const moov = top.filter(({ type }) => type === 'moov')
  need(moov.length === 1 && top.some(({ type, body, end }) => type === 'mdat' && end > body))
  const inside = boxesIn(bytes, moov[0]?.body ?? 0, moov[0]?.end ?? 0)
  need(inside.some(({ type }) => type === 'mvhd'))
  const tracks = inside.filter(({ type }) => type === 'trak').map((box) => readTrack(bytes, box))
  const shown = tracks.find(({ handler, width }) => handler === 'vide' && width > 0)
  need(shown !== undefined && shown.height > 0)
  // Positions along the way are tracks too, with their samples among those of picture and sound.
  if (tracks.some(({ handler }) => handler !== 'vide' && handler !== 'soun'))
    throw new Refusal('file_suspicious')
  for (const box of [...top, ...inside, ...tracks.flatMap(({ boxes }) => boxes)]) wipe(bytes, box)
  return { width: shown.width, height: shown.height }
}

/** The boxes between two places; their sizes have to add up. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes)
  const boxes: Box[] = []
  for (let start = from; start < to; ) {
    need(start + 8 <= to)
    const small = view.getUint32(start)
    need(small !== 1 || start + 16 <= to)
    const size = small === 1 ? Number(view.getBigUint64(start + 8)) : small || to - start
    const body = start + (small === 1 ? 16 : 8)
    need(start + size >= body && start + size <= to)
    boxes.push({ type: word(bytes, start + 4), start, body, end: start + size })
    start += size
  }
  return boxes
}

function readTrack(bytes: Uint8Array, trak: Box): Track {
  const view = viewOf(bytes)
  const boxes = boxesIn(bytes, trak.body, trak.end)
  const header = boxes.find(({ type }) => type === 'tkhd')
  const media = boxes.find(({ type }) => type === 'mdia')
  need(header !== undefined && media !== undefined)
  const inMedia = boxesIn(bytes, media.body, media.end)
  const kind = inMedia.find(({ type }) => type === 'hdlr')
  need(kind !== undefined && kind.end - kind.body >= 12 && header.end - header.body >= 84)
  // What stands at the end of the header: a matrix of 9 numbers, width and height.
  const [width, height] = [8, 4].map((back) => view.getUint32(header.end - back) >>> 16)
  const isTurned = view.getInt32(header.end - 44) === 0 && view.getInt32(header.end - 40) !== 0
  const track = { handler: word(bytes, kind.body + 8), boxes: [...boxes, ...inMedia] }
  return { ...track, ...turn(width ?? 0, height ?? 0, isTurned) }
}

function turn(width: number, height: number, isTurned: boolean) {
  return isTurned ? { width: height, height: width } : { width, height }
}

function wipe(bytes: Uint8Array, { type, start, body, end }: Box): void {
  if (TELLING.includes(type)) {
    bytes.set([0x66, 0x72, 0x65, 0x65], start + 4)
    bytes.fill(0, body, end)
  }
  // When it was taken, and when changed: two numbers behind version and flags.
  if (['mvhd', 'tkhd', 'mdhd'].includes(type)) {
    bytes.fill(0, body + 4, body + (bytes[body] === 1 ? 20 : 12))
  }
  // The name of the maker's software.
  if (type === 'hdlr') bytes.fill(0, Math.min(body + 24, end), end)
}
