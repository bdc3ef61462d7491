import { type Box, boxesIn } from './boxes.ts'
import { need, viewOf, word } from './bytes.ts'
import { Refusal } from './refusal.ts'

interface Track {
  handler: string
  width: number
  height: number
  boxes: Box[]
}

/** Boxes that tell about the video, its place and its maker, and nothing of how to play it. */
export const TELLING = ['udta', 'meta', 'uuid', 'free', 'skip', 'wide']
/** What such a box becomes: one that every player passes over. */
export const FREE = new Uint8Array([0x66, 0x72, 0x65, 0x65])

/**
 * Reads the header of a video (what its box `moov` holds) and takes the metadata out, in place.
 * Returns the size the video is shown in.
 */
export function cleanHeader(bytes: Uint8Array): { width: number; height: number } {
  const inside = boxesIn(bytes, 0, bytes.length)
  need(inside.some(({ type }) => type === 'mvhd'))
  const tracks = inside.filter(({ type }) => type === 'trak').map((box) => readTrack(bytes, box))
  const shown = tracks.find(({ handler, width }) => handler === 'vide' && width > 0)
  need(shown !== undefined && shown.height > 0)
  // Positions along the way are tracks too, with their samples among those of picture and sound.
  if (tracks.some(({ handler }) => handler !== 'vide' && handler !== 'soun'))
    throw new Refusal('file_suspicious')
  for (const box of [...inside, ...tracks.flatMap(({ boxes }) => boxes)]) wipe(bytes, box)
  return { width: shown.width, height: shown.height }
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
    bytes.set(FREE, start + 4)
    bytes.fill(0, body, end)
  }
  // When it was taken, and when changed: two numbers behind version and flags.
  if (['mvhd', 'tkhd', 'mdhd'].includes(type)) {
    bytes.fill(0, body + 4, body + (bytes[body] === 1 ? 20 : 12))
  }
  // The name of the maker's software.
  if (type === 'hdlr') bytes.fill(0, Math.min(body + 24, end), end)
}
