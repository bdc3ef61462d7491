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
  /** The box with the tables that say where the samples are, if there is one. */
  tables: Box | undefined
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
  const info = find(inMedia, 'minf')
  return {
    box,
    id: view.getUint32(header.body + (bytes[header.body] === 1 ? 20 : 12)),
    handler: textAt(bytes, kind.body + 8),
    isEnabled: (view.getUint8(header.body + 3) & 1) === 1,
    tables: info && find(boxesIn(bytes, info.body, info.end), 'stbl'),
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
  const shown = shownTrack(bytes, tracks)
  if (!shown) {
    throw new Refusal(
      'file_type_invalid',
      'The file contains no video track, but for example only sound. Use an MP4 or MOV with video.',
    )
  }
  const sound = tracks.filter(({ handler }) => handler === 'soun')
  const played = [shown, ...sound]
  if (played.some((track) => isEncrypted(bytes, track))) {
    throw new Refusal(
      'file_type_invalid',
      'The video is encrypted, so nobody else could play it. Use a video without copy protection.',
    )
  }
  return { shown: { ...shown, ...sizeOf(bytes, shown) }, played }
}

function shownTrack(bytes: Uint8Array, tracks: Track[]): Track | undefined {
  const pictures = tracks.filter(({ handler }) => handler === 'vide')
  // Covers and pictures of chapters are tracks of frames, too.
  const moving = pictures.filter((track) => !isStill(bytes, track))
  return moving.find(({ isEnabled }) => isEnabled) ?? moving[0] ?? pictures[0]
}

function isStill(bytes: Uint8Array, { tables }: Track): boolean {
  return formatsOf(bytes, tables).some(({ type }) => ['jpeg', 'png '].includes(type))
}

function isEncrypted(bytes: Uint8Array, { tables }: Track): boolean {
  const types = formatsOf(bytes, tables).map(({ type }) => type)
  return types.some((type) => ['encv', 'enca', 'drmi', 'drms'].includes(type))
}

function formatsOf(bytes: Uint8Array, tables: Box | undefined): Box[] {
  const formats = tables && find(boxesIn(bytes, tables.body, tables.end), 'stsd')
  return formats ? formatsIn(bytes, formats) : []
}

/** Some encoders state the size of the frames only in their format. */
function sizeOf(bytes: Uint8Array, { width, height, tables }: Track) {
  if (width > 0 && height > 0) return { width, height }
  const [format] = formatsOf(bytes, tables)
  assertIntact(format !== undefined && format.end - format.body >= 28)
  const view = viewOf(bytes)
  const size = { width: view.getUint16(format.body + 24), height: view.getUint16(format.body + 26) }
  assertIntact(size.width > 0 && size.height > 0)
  return size
}
