/**
 * The words of the metadata in `tests/files`, in EXIF, XMP, IPTC, comments, text tracks and boxes.
 * `mdat` may hide any byte of a video, so a search in there must be for a whole name.
 */
export const WORDS = ['Anna Beispiel', 'Beispielstadt', 'Leica', '52.5163', 'SN52163']

/** The parts that only carry metadata. Their names may not be anywhere in a stored picture. */
const PICTURE_WORDS = ['Exif\0\0', 'xmpmeta', 'ICC_PROFILE', 'Photoshop 3.0', 'ftyp', '<?xpacket']

/**
 * Returns what a stored file contains besides pixels, frames and sound. Knows every part that a
 * stored file needs, and names each other part. Throws if the file is not whole.
 */
export function metadataIn(bytes: Buffer): string[] {
  if (bytes.readUInt16BE(0) === 0xffd8) return [...jpegParts(bytes), ...words(bytes)]
  if (bytes.toString('latin1', 8, 12) === 'WEBP') return [...webpParts(bytes), ...words(bytes)]
  // Old cameras and damaged files have no box that names the brand.
  if (['ftyp', 'moov', 'mdat'].includes(bytes.toString('latin1', 4, 8))) return videoParts(bytes)
  throw new Error(`no type of a stored file: ${bytes.toString('hex', 0, 12)}`)
}

function words(bytes: Buffer, all = [...WORDS, ...PICTURE_WORDS]): string[] {
  return all.filter((word) => bytes.includes(word, 0, 'latin1')).map((word) => `the word ${word}`)
}

function assertWhole(isWhole: boolean, where: string): asserts isWhole {
  if (!isWhole) throw new Error(`a stored file is not whole: ${where}`)
}

/** The tables, the frame header, restart intervals and the scans of a JPEG. */
const JPEG_MARKERS = [0xdb, 0xc0, 0xc1, 0xc2, 0xc4, 0xdd, 0xda]

function jpegParts(bytes: Buffer): string[] {
  const found: string[] = []
  let at = 2
  for (;;) {
    assertWhole(bytes[at] === 0xff && at + 1 < bytes.length, `JPEG, ${at}`)
    const marker = bytes[at + 1] as number
    if (marker === 0xd9) break
    assertWhole(at + 4 <= bytes.length, `JPEG, ${at}`)
    const length = bytes.readUInt16BE(at + 2)
    const isJfif =
      marker === 0xe0 && length === 16 && bytes.toString('latin1', at + 4, at + 8) === 'JFIF'
    if (!isJfif && !JPEG_MARKERS.includes(marker)) found.push(`segment ${marker.toString(16)}`)
    at += 2 + length
    if (marker === 0xda) at = endOfScan(bytes, at)
  }
  if (at + 2 !== bytes.length) found.push(`${bytes.length - at - 2} bytes after the picture`)
  return found
}

function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; ; at += 2) {
    at = bytes.indexOf(0xff, at)
    assertWhole(at >= 0 && at + 1 < bytes.length, 'JPEG, scan')
    const next = bytes[at + 1] as number
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at
  }
}

/** The pixels, the transparency and the animation of a WebP. */
const WEBP_CHUNKS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']

function webpParts(bytes: Buffer): string[] {
  const found: string[] = []
  const walk = (from: number, to: number) => {
    let at = from
    while (at < to) {
      assertWhole(at + 8 <= to, `WebP, ${at}`)
      const type = bytes.toString('latin1', at, at + 4)
      const size = bytes.readUInt32LE(at + 4)
      if (!WEBP_CHUNKS.includes(type)) found.push(`chunk ${type}`)
      // The bits of the colour profile, EXIF and XMP.
      if (type === 'VP8X' && ((bytes[at + 8] as number) & 0b101100) > 0) found.push('flags of VP8X')
      if (type === 'ANMF') walk(at + 24, at + 8 + size)
      at += 8 + size + (size % 2)
    }
    assertWhole(at === to, `WebP, ${at}`)
  }
  const end = bytes.readUInt32LE(4) + 8
  walk(12, end)
  if (end !== bytes.length) found.push(`${bytes.length - end} bytes after the picture`)
  return found
}

/** The boxes that contain only boxes. */
const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf', 'mvex', 'moof', 'traf']
/** Boxes with numbers that players need. */
const NUMBERS = [
  ...['ftyp', 'styp', 'vmhd', 'smhd', 'nmhd', 'elst', 'stts', 'stss', 'ctts', 'cslg', 'stsc'],
  ...['stsz', 'stz2', 'stco', 'co64', 'sgpd', 'sbgp', 'sdtp', 'saiz', 'saio', 'stsh', 'padb'],
  ...['trex', 'mehd', 'mfhd', 'tfhd', 'tfdt', 'trun', 'sidx', 'mfra', 'tfra', 'mfro', 'tref'],
  ...['clef', 'prof', 'enof', 'tapt', 'load', 'subs', 'iods', 'mdat'],
]
const EMPTY = ['free', 'skip', 'wide']

function videoParts(bytes: Buffer): string[] {
  const found: string[] = []
  const walk = (from: number, to: number) => {
    for (let at = from; at < to; ) {
      // Zeros replace what a camera appends. Players ignore them.
      if (to === bytes.length && isClear(bytes, at)) return
      assertWhole(at + 8 <= to, `box at ${at}`)
      const small = bytes.readUInt32BE(at)
      const size = small === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : small || to - at
      const body = at + (small === 1 ? 16 : 8)
      const type = bytes.toString('latin1', at + 4, at + 8)
      assertWhole(at + size >= body && at + size <= to, `box ${type} at ${at}`)
      if (CONTAINERS.includes(type)) walk(body, at + size)
      else found.push(...boxParts(type, bytes.subarray(body, at + size)))
      at += size
    }
  }
  walk(0, bytes.length)
  return found
}

function isClear(bytes: Buffer, from = 0, to?: number): boolean {
  return bytes.subarray(from, to).every((byte) => byte === 0)
}

/** Returns what one box of a video says besides numbers that players need. */
function boxParts(type: string, body: Buffer): string[] {
  if (type === 'mdat') return []
  const found = words(body, WORDS).map((word) => `${word} in ${type}`)
  if (EMPTY.includes(type)) return isClear(body) ? found : [...found, `bytes in ${type}`]
  if (['mvhd', 'tkhd', 'mdhd'].includes(type)) {
    if (!isClear(body, 4, body[0] === 1 ? 20 : 12)) found.push(`times in ${type}`)
  } else if (type === 'hdlr') {
    const handler = body.toString('latin1', 8, 12)
    if (!['vide', 'soun', 'url ', 'alis'].includes(handler) && !isClear(body))
      found.push(`a track ${handler}`)
    if (!isClear(body, 24)) found.push('a name in hdlr')
  } else if (type === 'stsd') {
    // The name of the encoder follows the size and the resolution of a picture.
    const isPicture = /^(avc|hvc|hev|mp4v|jpeg|av01|vp09|s263)/.test(
      body.toString('latin1', 12, 16),
    )
    if (isPicture && !isClear(body, 58, 90)) found.push('the name of an encoder')
  } else if (type === 'dref') {
    if (body.length > 20) found.push('the name of a file in dref')
  } else if (!NUMBERS.includes(type)) found.push(`box ${type}`)
  return found
}
