import { assertIntact, textAt, viewOf } from './bytes.ts'
import { type Box, boxesIn } from './mp4-boxes.ts'
import { Refusal } from './refusal.ts'

interface Track {
  handler: string
  width: number
  height: number
  boxes: Box[]
}

/**
 * The types of boxes that contain metadata such as the place and the camera. Players do not need
 * these boxes.
 */
export const METADATA_BOXES = ['udta', 'meta', 'uuid', 'free', 'skip', 'wide']
/**
 * The bytes of the box type `free`, which replaces the type of a metadata box. Players skip boxes
 * of this type.
 */
export const FREE = new Uint8Array([0x66, 0x72, 0x65, 0x65])

/**
 * Overwrites the metadata in the header of a video in place. The header is the content of the box
 * `moov`. Returns the size at which players show the video.
 */
export function cleanHeader(bytes: Uint8Array): { width: number; height: number } {
  const inside = boxesIn(bytes, 0, bytes.length)
  assertIntact(inside.some(({ type }) => type === 'mvhd'))
  const tracks = inside.filter(({ type }) => type === 'trak').map((box) => readTrack(bytes, box))
  const shown = tracks.find(({ handler, width }) => handler === 'vide' && width > 0)
  assertIntact(shown !== undefined && shown.height > 0)
  // Some cameras record GPS positions in a third kind of track. The samples of this track lie
  // between the samples of picture and sound, so this function cannot overwrite them.
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
  assertIntact(header !== undefined && media !== undefined)
  const inMedia = boxesIn(bytes, media.body, media.end)
  const kind = inMedia.find(({ type }) => type === 'hdlr')
  assertIntact(kind !== undefined && kind.end - kind.body >= 12 && header.end - header.body >= 84)
  // The box `tkhd` ends with a matrix of 9 numbers, the width and the height.
  const [width, height] = [8, 4].map((back) => view.getUint32(header.end - back) >>> 16)
  const isTurned = view.getInt32(header.end - 44) === 0 && view.getInt32(header.end - 40) !== 0
  const track = { handler: textAt(bytes, kind.body + 8), boxes: [...boxes, ...inMedia] }
  return { ...track, ...turn(width ?? 0, height ?? 0, isTurned) }
}

function turn(width: number, height: number, isTurned: boolean) {
  return isTurned ? { width: height, height: width } : { width, height }
}

function wipe(bytes: Uint8Array, { type, start, body, end }: Box): void {
  if (METADATA_BOXES.includes(type)) {
    bytes.set(FREE, start + 4)
    bytes.fill(0, body, end)
  }
  // Overwrite the times of creation and modification: two numbers after version and flags.
  if (['mvhd', 'tkhd', 'mdhd'].includes(type)) {
    bytes.fill(0, body + 4, body + (bytes[body] === 1 ? 20 : 12))
  }
  // Overwrite the name of the software that wrote the track.
  if (type === 'hdlr') bytes.fill(0, Math.min(body + 24, end), end)
}
