import { assertIntact, textAt, viewOf } from './bytes.ts'
import { type Box, blank, blankBox, boxesIn } from './mp4-boxes.ts'
import { cleanFormats } from './mp4-formats.ts'
import type { Patch } from './patches.ts'
import { Refusal } from './refusal.ts'

const OTHER_FILE =
  'The frames of the video are in another file. Export the video as a self-contained MP4 or MOV, ' +
  'and upload that file.'

/**
 * The boxes that players need, by the box that contains them. All other boxes may contain metadata
 * such as the place and the camera, for example `udta`, `meta` and `uuid`.
 */
const NEEDED: Record<string, string[]> = {
  moov: ['mvhd', 'trak', 'mvex'],
  mvex: ['mehd', 'trex'],
  trak: ['tkhd', 'tapt', 'edts', 'mdia'],
  tapt: ['clef', 'prof', 'enof'],
  edts: ['elst'],
  mdia: ['mdhd', 'hdlr', 'minf'],
  minf: ['vmhd', 'smhd', 'hdlr', 'dinf', 'stbl'],
  dinf: ['dref'],
  stbl: [
    ...['stsd', 'stts', 'ctts', 'cslg', 'stss', 'stps', 'stsc', 'stsz', 'stz2', 'stco', 'co64'],
    ...['sdtp', 'sgpd', 'sbgp'],
  ],
  moof: ['mfhd', 'traf'],
  traf: ['tfhd', 'tfdt', 'trun', 'sdtp', 'sgpd', 'sbgp'],
  mfra: ['tfra', 'mfro'],
}

/**
 * Returns the patches that remove all metadata from a box and from the boxes in it. `parent` is the
 * type of the box that contains this box, and `handler` the kind of the track that contains it.
 */
export function cleanBox(bytes: Uint8Array, parent: string, box: Box, handler = ''): Patch[] {
  if (!NEEDED[parent]?.includes(box.type)) return blankBox(box)
  return NEEDED[box.type]
    ? cleanBoxes(bytes, box.type, box, handler)
    : cleanContent(bytes, box, handler)
}

/** Does the same for all boxes that a box of this type contains. */
export function cleanBoxes(
  bytes: Uint8Array,
  type: string,
  { body, end }: Pick<Box, 'body' | 'end'>,
  handler = '',
): Patch[] {
  return boxesIn(bytes, body, end).flatMap((box) => cleanBox(bytes, type, box, handler))
}

/** The kinds of tracks that are kept, and of the places where QuickTime finds their frames. */
const HANDLERS = /^(vide|soun|url |alis)$/

function cleanContent(bytes: Uint8Array, box: Box, handler: string): Patch[] {
  const { type, body, end } = box
  // The times of creation and modification follow version and flags.
  if (['mvhd', 'tkhd', 'mdhd'].includes(type)) {
    return blank(body + 4, Math.min(end, body + (bytes[body] === 1 ? 20 : 12)))
  }
  // The kind of the track precedes the maker and the name of the software.
  if (type === 'hdlr') return blank(HANDLERS.test(textAt(bytes, body + 8)) ? body + 12 : body, end)
  if (type === 'dref') return cleanReferences(bytes, box)
  return type === 'stsd' ? cleanFormats(bytes, box, handler) : []
}

/**
 * A reference says in which file the frames of a track are. QuickTime can refer to other files, by
 * a record that names folders and disks.
 */
function cleanReferences(bytes: Uint8Array, { body, end }: Box): Patch[] {
  assertIntact(end - body >= 8)
  return boxesIn(bytes, body + 8, end).flatMap((box) => {
    if (box.type === '' || box.end - box.body < 4) return blankBox(box)
    const isOwnFile = (viewOf(bytes).getUint32(box.body) & 1) === 1
    if (!isOwnFile && box.end - box.body > 4) {
      throw new Refusal('file_type_invalid', OTHER_FILE)
    }
    return blank(box.body + 4, box.end)
  })
}
