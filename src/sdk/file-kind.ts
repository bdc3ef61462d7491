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

export type FileKind = keyof typeof kinds

/** What the first bytes of a file tell. */
export interface Told {
  kind?: FileKind
  /** What a file of another kind is, and what to do with it. */
  is?: string
  remedy?: string
  /** Whether some browsers can draw a picture of another kind. */
  isDrawn?: boolean
}

const AS_PICTURE = 'Save or export it as JPEG, PNG or WebP, and upload that file.'
const AS_VIDEO = 'Convert it to an MP4 with H.264, and upload that file.'

const drawn = (is: string): Told => ({ is, remedy: AS_PICTURE, isDrawn: true })
const picture = (is: string): Told => ({ is, remedy: AS_PICTURE })
const video = (is: string): Told => ({ is, remedy: AS_VIDEO })
const RAW = 'the RAW file of a camera'

/** How a file of each kind begins. The text has one letter for each byte. */
const BEGINNINGS: [RegExp, Told][] = [
  [/^\xff\xd8\xff/, { kind: 'jpeg' }],
  [/^\x89PNG\r\n\x1a\n/, { kind: 'png' }],
  [/^RIFF[^]{4}WEBP/, { kind: 'webp' }],
  [/^GIF8[79]a/, { kind: 'gif' }],
  [/^[^]{4}ftyp(avi[fs]|mi[fa]..[^]{4}(....)*avi[fs])/, { kind: 'avif' }],
  [/^[^]{4}ftyp(he[iv]|mi[fa]|msf|MiH)/, { kind: 'heic' }],
  [/^[^]{4}ftypcrx /, picture(RAW)],
  [/^[^]{4}ftypM4[ABP] /, video('a sound file')],
  [/^[^]{4}ftypqt {2}/, { kind: 'mov' }],
  [/^[^]{4}(ftyp|styp|moof)/, { kind: 'mp4' }],
  // Old QuickTime files do not name their brand.
  [/^[^]{4}(moov|mdat|wide|free|skip|pnot)/, { kind: 'mov' }],
  [/^(II[*+]\0|MM\0[*+])/, drawn(`a TIFF picture, or ${RAW}`)],
  [/^(IIR[OS]|IIU\0|FUJIFILMCCD-RAW|\0MRM|FOVb)/, picture(RAW)],
  [/^(\xff\n|\0\0\0\x0cJXL )/, drawn('a JPEG XL picture')],
  [/^(\xffO\xffQ|\0\0\0\x0cjP {2})/, drawn('a JPEG 2000 picture')],
  [/^BM[^]{4}\0{4}/, drawn('a BMP picture')],
  [/^\0\0[\x01\x02]\0/, drawn('an icon')],
  [/^8BPS/, picture('a Photoshop file')],
  [/^%PDF/, picture('a PDF document')],
  [/^[^\w<]*<(svg|[?!][^]*<svg)[\s>]/i, picture('an SVG drawing')],
  [/^\x1aE\xdf\xa3/, video('a WebM or Matroska video')],
  [/^RIFF[^]{4}AVI /, video('an AVI video')],
  [/^0&\xb2u/, video('a Windows Media video')],
  [/^(\0\0\x01[\xb3\xba]|G[^]{187}G)/, video('an MPEG video')],
  [/^FLV\x01/, video('a Flash video')],
  [/^OggS/, video('an Ogg file')],
]

/** The number of bytes that `tell` looks at. */
export const HEAD = 512

/** Tells the kind of a file by its first bytes, whatever its name and its declared type are. */
export function tell(head: Uint8Array): Told {
  const text = String.fromCharCode(...head.subarray(0, HEAD))
  // The brands end with the first box.
  const brands = /^[^]{4}ftyp/.test(text) ? text.slice(0, sizeOf(head)) : text
  return BEGINNINGS.find(([beginning]) => beginning.test(brands))?.[1] ?? {}
}

export function isVideo(kind: FileKind | undefined): boolean {
  return kind === 'mp4' || kind === 'mov'
}

function sizeOf([a = 0, b = 0, c = 0, d = 0]: Uint8Array): number {
  return Math.max(12, ((a << 24) | (b << 16) | (c << 8) | d) >>> 0)
}
