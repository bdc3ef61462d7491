import { assertIntact, textAt, viewOf } from './bytes.ts'
import { type Box, blank, blankBox, boxesIn } from './mp4-boxes.ts'
import { cleanHevcConfig } from './mp4-frames.ts'
import type { Patch } from './patches.ts'

/** The boxes in the description of a format that decoders and players need. */
const NEEDED = [
  // Video: configuration of the decoder, colours, shape of the pixels
  ...['avcC', 'hvcC', 'lhvC', 'vvcC', 'av1C', 'vpcC', 'd263', 'glbl', 'jp2h', 'hvcE'],
  ...['dvcC', 'dvvC', 'dvwC', 'vexu', 'hfov'],
  ...['colr', 'pasp', 'clap', 'fiel', 'gama', 'mdcv', 'clli', 'amve', 'cclv', 'SmDm', 'CoLL'],
  // Sound: configuration of the decoder, channels, rate
  ...['dOps', 'dfLa', 'dac3', 'dec3', 'dac4', 'ddts', 'dmlp', 'mhaC', 'alac', 'damr', 'dapa'],
  ...['wave', 'chan', 'chnl', 'srat', 'pcmC'],
  ...['esds', 'btrt', 'bitr'],
]
/** In QuickTime, this box of a sound format contains the configuration of the decoder. */
const NEEDED_IN_WAVE = ['frma', 'mp4a', 'alac', 'samr', 'enda', 'esds', 'damr', 'chan']

/** The length of the fields that each format has before its boxes. */
const PICTURE_FIELDS = 78
const SOUND_FIELDS = 28
/** How many more fields the versions 1 and 2 of a QuickTime sound format have. */
const MORE_SOUND_FIELDS = [0, 16, 36]

/** Returns the patches that remove the metadata from the formats of a track, the box `stsd`. */
export function cleanFormats(bytes: Uint8Array, stsd: Box, handler: string): Patch[] {
  return formatsIn(bytes, stsd).flatMap((format) => {
    if (format.type === '') return blankBox(format)
    return handler === 'vide' ? cleanPicture(bytes, format) : cleanSound(bytes, format)
  })
}

/** Returns the formats of a track. */
export function formatsIn(bytes: Uint8Array, { body, end }: Box): Box[] {
  assertIntact(end - body >= 8)
  return boxesIn(bytes, body + 8, end)
}

function cleanPicture(bytes: Uint8Array, format: Box): Patch[] {
  const { body, end } = format
  assertIntact(end - body >= PICTURE_FIELDS)
  // Version and maker of the encoder, and its name
  const fields = [...blank(body + 10, body + 16), ...blank(body + 42, body + 74)]
  return [...fields, ...cleanBoxesFrom(bytes, body + PICTURE_FIELDS, end)]
}

function cleanSound(bytes: Uint8Array, format: Box): Patch[] {
  const { body, end } = format
  assertIntact(end - body >= SOUND_FIELDS)
  const from = body + SOUND_FIELDS + (MORE_SOUND_FIELDS[soundVersion(bytes, format)] ?? 0)
  assertIntact(from <= end)
  return [...blank(body + 10, body + 16), ...cleanBoxesFrom(bytes, from, end)]
}

/**
 * Returns the version of a QuickTime sound format. A track of an MP4 may also have a format of
 * version 1, which has no more fields; then the box of its format begins where the fields end.
 */
function soundVersion(bytes: Uint8Array, { body, end }: Box): number {
  const version = viewOf(bytes).getUint16(body + 8)
  const isBox = end - body >= SOUND_FIELDS + 8 && NEEDED.includes(textAt(bytes, body + 32))
  return version === 1 && isBox ? 0 : version
}

function cleanBoxesFrom(bytes: Uint8Array, from: number, end: number): Patch[] {
  return boxesIn(bytes, from, end).flatMap((box) => {
    const isProfile = box.type === 'colr' && /^(prof|rICC)$/.test(textAt(bytes, box.body))
    if (!NEEDED.includes(box.type) || isProfile) return blankBox(box)
    if (box.type === 'hvcC') return cleanHevcConfig(bytes, box)
    return box.type === 'wave' ? cleanWave(bytes, box) : []
  })
}

function cleanWave(bytes: Uint8Array, { body, end }: Box): Patch[] {
  return boxesIn(bytes, body, end).flatMap((box) => {
    // A box without a name ends the list.
    if (box.type === '\0\0\0\0') return blank(box.body, box.end)
    return NEEDED_IN_WAVE.includes(box.type) ? [] : blankBox(box)
  })
}

/** A packet of sound has this many samples and bytes. */
export interface Packet {
  samples: number
  bytes: number
}

/** The bits of a sample of formats that do not state them. */
const BITS: Record<string, number> = { ulaw: 8, alaw: 8, in24: 24, in32: 32, fl32: 32, fl64: 64 }

/**
 * Returns the size of the packets of a sound format whose samples all have the same size. QuickTime
 * then states a size of 1 byte for each sample, whatever the format is.
 */
export function packetOf(bytes: Uint8Array, format: Box): Packet {
  const { type, body, end } = format
  assertIntact(end - body >= SOUND_FIELDS)
  const view = viewOf(bytes)
  const version = soundVersion(bytes, format)
  assertIntact(end - body >= SOUND_FIELDS + (MORE_SOUND_FIELDS[version] ?? 0))
  if (version === 1) return { samples: view.getUint32(body + 28), bytes: view.getUint32(body + 36) }
  if (version === 2) return { samples: view.getUint32(body + 60), bytes: view.getUint32(body + 56) }
  const channels = view.getUint16(body + 16)
  if (type === 'ima4') return { samples: 64, bytes: 34 * channels }
  const bits = BITS[type] ?? view.getUint16(body + 18)
  return { samples: 1, bytes: channels * Math.ceil(bits / 8) }
}
