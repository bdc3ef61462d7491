/** The kinds of files that ingest reads, with the extension and the type of the raw file. */
export const kinds = {
  jpeg: { extension: 'jpg', type: 'image/jpeg' },
  png: { extension: 'png', type: 'image/png' },
  webp: { extension: 'webp', type: 'image/webp' },
  gif: { extension: 'gif', type: 'image/gif' },
  heic: { extension: 'heic', type: 'image/heic' },
  avif: { extension: 'avif', type: 'image/avif' },
  mp4: { extension: 'mp4', type: 'video/mp4' },
  mov: { extension: 'mov', type: 'video/quicktime' },
} as const

/** A kind of picture or video. */
export type FileKind = keyof typeof kinds

/** What the first bytes of a file tell. */
export interface Told {
  kind?: FileKind
  /** What a file of another kind is, and what to do with it. */
  is?: string
  remedy?: string
  /** Whether the file is a sequence of pictures, of which a browser draws the first. */
  isSequence?: boolean
  /** Whether some browsers can draw a picture of another kind. */
  isDrawn?: boolean
}

const AS_PICTURE = 'Save or export it as JPEG, PNG or WebP, and upload that file.'
const AS_VIDEO = 'Convert it to an MP4 with H.264, and upload that file.'

const drawn = (is: string): Told => ({ is, remedy: AS_PICTURE, isDrawn: true })
const picture = (is: string): Told => ({ is, remedy: AS_PICTURE })
const video = (is: string): Told => ({ is, remedy: AS_VIDEO })
const RAW = 'the RAW file of a camera'

/**
 * How the files of each kind begin. A text has one letter for each byte, and `?` stands for any
 * byte.
 */
const BEGINNINGS: [starts: string[], told: Told][] = [
  [['\xff\xd8\xff'], { kind: 'jpeg' }],
  [['\x89PNG\r\n\x1a\n'], { kind: 'png' }],
  [['RIFF????WEBP'], { kind: 'webp' }],
  [['GIF87a', 'GIF89a'], { kind: 'gif' }],
  [['????styp', '????moof'], { kind: 'mp4' }],
  // Old QuickTime files do not name their brand.
  [['????moov', '????mdat', '????wide', '????free', '????skip', '????pnot'], { kind: 'mov' }],
  [['II*\0', 'MM\0*', 'II+\0', 'MM\0+'], drawn(`a TIFF picture, or ${RAW}`)],
  [['IIRO', 'IIRS', 'IIU\0', 'FUJIFILMCCD-RAW', '\0MRM', 'FOVb'], picture(RAW)],
  [['\xff\n', '\0\0\0\fJXL '], drawn('a JPEG XL picture')],
  [['\xffO\xffQ', '\0\0\0\fjP  '], drawn('a JPEG 2000 picture')],
  [['BM????\0\0\0\0'], drawn('a BMP picture')],
  [['\0\0\x01\0', '\0\0\x02\0'], drawn('an icon')],
  [['8BPS'], picture('a Photoshop file')],
  [['%PDF'], picture('a PDF document')],
  [['\x1aE\xdf\xa3'], video('a WebM or Matroska video')],
  [['RIFF????AVI '], video('an AVI video')],
  [['0&\xb2u'], video('a Windows Media video')],
  [['\0\0\x01\xba', '\0\0\x01\xb3', `G${'?'.repeat(187)}G`], video('an MPEG video')],
  [['FLV\x01'], video('a Flash video')],
  [['OggS'], video('an Ogg file')],
]

/** What the brand of a file tells whose first box names its brands. */
const BRANDS: [brand: RegExp, told: Told][] = [
  [/^avi[os]/, { kind: 'avif', isSequence: true }],
  [/^(avif|MA1)/, { kind: 'avif' }],
  [/^(hev|msf)/, { kind: 'heic', isSequence: true }],
  [/^(hei|mif|MiH|miaf)/, { kind: 'heic' }],
  [/^crx /, picture(RAW)],
  [/^M4[ABP] /, video('a sound file')],
  [/^qt {2}/, { kind: 'mov' }],
]

/** The number of bytes that `tell` looks at. */
export const HEAD = 512

/** Tells the kind of a file by its first bytes, whatever its name and its declared type are. */
export function tell(head: Uint8Array): Told {
  const text = String.fromCharCode(...head.subarray(0, HEAD))
  if (text.slice(4, 8) === 'ftyp') return toldByBrands(head, text)
  const known = BEGINNINGS.find(([starts]) => starts.some((start) => isStart(start, text)))
  if (known) return known[1]
  return /^[^\w<]*<(svg|[?!][\s\S]*<svg)[\s>]/i.test(text) ? picture('an SVG drawing') : {}
}

function isStart(start: string, text: string): boolean {
  return (
    text.length >= start.length &&
    [...start].every((letter, at) => letter === '?' || letter === text[at])
  )
}

function toldByBrands(head: Uint8Array, text: string): Told {
  const size = new DataView(head.buffer, head.byteOffset).getUint32(0)
  const brand = text.slice(8, 12)
  const others = text.slice(16, size).match(/[\s\S]{4}/g) ?? []
  // AVIF pictures may have the brand that all pictures of this family share.
  if (brand.startsWith('mi') && others.some((other) => /^avi[fs]/.test(other))) {
    return { kind: 'avif' }
  }
  return BRANDS.find(([known]) => known.test(brand))?.[1] ?? { kind: 'mp4' }
}

/** Whether files of a kind are videos. */
export function isVideo(kind: FileKind | undefined): boolean {
  return kind === 'mp4' || kind === 'mov'
}
