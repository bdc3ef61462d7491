import { assertIntact, textAt, viewOf } from './bytes.ts'
import { type Box, boxesIn } from './mp4-boxes.ts'
import { formatsIn } from './mp4-formats.ts'
import { Refusal } from './refusal.ts'

/** A track of a video, such as its frames or its sound. */
export interface Track {
  /** The box `trak`. */
  box: Box
  id: number
  /** The kind of the track: `vide` for frames, `soun` for sound. */
  handler: string
  isEnabled: boolean
  /** The size at which players show the track, in pixels. */
  width: number
  height: number
  /** The box with the tables that say where the samples are. Other tracks are not read further. */
  tables: Box | undefined
  /** The formats of the samples. */
  formats: Box[]
}

/** Reads the properties of a track from the box `trak`. */
export function readTrack(bytes: Uint8Array, box: Box): Track {
  const view = viewOf(bytes)
  const inside = boxesIn(bytes, box.body, box.end)
  const header = find(inside, 'tkhd')
  const media = find(inside, 'mdia')
  assertIntact(header !== undefined && media !== undefined)
  const inMedia = boxesIn(bytes, media.body, media.end)
  const kind = find(inMedia, 'hdlr')
  assertIntact(kind !== undefined && kind.end - kind.body >= 12 && header.end - header.body >= 84)
  const handler = textAt(bytes, kind.body + 8)
  const info = ['vide', 'soun'].includes(handler) ? find(inMedia, 'minf') : undefined
  const tables = info && find(boxesIn(bytes, info.body, info.end), 'stbl')
  const formats = tables && find(boxesIn(bytes, tables.body, tables.end), 'stsd')
  return {
    box,
    id: view.getUint32(header.body + (bytes[header.body] === 1 ? 20 : 12)),
    handler,
    isEnabled: (view.getUint8(header.body + 3) & 1) === 1,
    tables,
    formats: formats ? formatsIn(bytes, formats) : [],
    ...shownSize(view, header),
  }
}

/** The box `tkhd` ends with a matrix of 9 numbers, the width and the height. */
function shownSize(view: DataView, { end }: Box): { width: number; height: number } {
  const [width, height] = [view.getUint32(end - 8) >>> 16, view.getUint32(end - 4) >>> 16]
  const isTurned = view.getInt32(end - 44) === 0 && view.getInt32(end - 40) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}

function find(boxes: Box[], type: string): Box | undefined {
  return boxes.find((box) => box.type === type)
}

/**
 * Returns the tracks that a person sees and hears: the first enabled track of frames, and all sound.
 * The samples of other tracks may be places (of action cameras), times, subtitles, or frames that no
 * player shows, such as those of a second lens.
 */
export function playedTracks(
  bytes: Uint8Array,
  tracks: Track[],
): { shown: Track; played: Track[] } {
  const shown = shownTrack(tracks)
  if (!shown) {
    throw new Refusal(
      'file_type_invalid',
      'The file contains no video track, but for example only sound. Use an MP4 or MOV with video.',
    )
  }
  const sound = tracks.filter(({ handler }) => handler === 'soun')
  const played = [shown, ...sound]
  if (played.some(isEncrypted)) {
    throw new Refusal(
      'file_type_invalid',
      'The video is encrypted, so nobody else could play it. Use a video without copy protection.',
    )
  }
  return { shown: { ...shown, ...sizeOf(bytes, shown) }, played }
}

function shownTrack(tracks: Track[]): Track | undefined {
  const pictures = tracks.filter(({ handler }) => handler === 'vide')
  // Covers and pictures of chapters are tracks of frames, too.
  const moving = pictures.filter((track) => !isStill(track))
  return moving.find(({ isEnabled }) => isEnabled) ?? moving[0] ?? pictures[0]
}

function isStill({ formats }: Track): boolean {
  return formats.some(({ type }) => ['jpeg', 'png '].includes(type))
}

function isEncrypted({ formats }: Track): boolean {
  return formats.some(({ type }) => ['encv', 'enca', 'drmi', 'drms'].includes(type))
}

/** Some encoders state the size of the frames only in their format. */
function sizeOf(bytes: Uint8Array, { width, height, formats }: Track) {
  if (width > 0 && height > 0) return { width, height }
  const [format] = formats
  assertIntact(format !== undefined && format.end - format.body >= 28)
  const view = viewOf(bytes)
  const size = { width: view.getUint16(format.body + 24), height: view.getUint16(format.body + 26) }
  assertIntact(size.width > 0 && size.height > 0)
  return size
}
