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

/** What the first bytes of a file tell about it. */
export interface Told {
  kind?: FileKind
  /** The name of another kind, such as `TIFF picture`. */
  name?: string
  /** What to do with a file of another kind. */
  hint?: string
}

const AS_JPEG = 'Export it as JPEG, and upload that file.'
const AS_PNG = 'Export it as PNG, and upload that file.'
const AS_MP4 = 'Export it as MP4 with H.264, and upload that file.'

/** How a file of each kind begins. The text has one letter for each byte. */
const BEGINNINGS: [RegExp, Told][] = [
  [/^\xff\xd8\xff/, { kind: 'jpeg' }],
  [/^\x89PNG\r\n\x1a\n/, { kind: 'png' }],
  [/^RIFF[^]{4}WEBP/, { kind: 'webp' }],
  [/^GIF8[79]a/, { kind: 'gif' }],
  [/^[^]{4}ftyp(avi[fs]|mi[fa][^][^]([^]{4})*avi[fs])/, { kind: 'avif' }],
  [/^[^]{4}ftyp(he[iv]|mi[fa]|msf|MiH)/, { kind: 'heic' }],
  [/^[^]{4}ftypcrx /, { name: 'RAW picture', hint: AS_JPEG }],
  [/^[^]{4}ftypj(xl|p2|px|pm) /, { name: 'JPEG XL or JPEG 2000 picture', hint: AS_JPEG }],
  [/^[^]{4}ftypM4[ABP] /, { name: 'sound file' }],
  [/^[^]{4}ftypqt {2}/, { kind: 'mov' }],
  [/^[^]{4}(ftyp|styp|moof)/, { kind: 'mp4' }],
  // Old QuickTime files do not name their brand.
  [/^[^]{4}(moov|mdat|wide|free|skip|pnot)/, { kind: 'mov' }],
  [/^(II[*+]\0|MM\0[*+])/, { name: 'TIFF or RAW picture', hint: AS_JPEG }],
  [/^(IIR[OS]|IIU\0|FUJIFILMCCD-RAW|FOVb)/, { name: 'RAW picture', hint: AS_JPEG }],
  [/^(\xff\x0a|\0\0\0\x0c(JXL |jP {2})\r\n)/, { name: 'JPEG XL or JPEG 2000 picture', hint: AS_JPEG }],
  [/^8BPS/, { name: 'Photoshop file', hint: AS_JPEG }],
  [/^BM[^]{4}\0{4}/, { name: 'BMP picture', hint: AS_PNG }],
  [/^\0\0[\x01\x02]\0/, { name: 'icon', hint: AS_PNG }],
  [/^(\xef\xbb\xbf)?\s*<(\?xml|!--|!doctype svg|svg)/i, { name: 'SVG or XML file', hint: AS_PNG }],
  [/^\x1aE\xdf\xa3/, { name: 'WebM or Matroska video', hint: AS_MP4 }],
  [/^RIFF[^]{4}AVI /, { name: 'AVI video', hint: AS_MP4 }],
  [/^(0&\xb2u|FLV\x01|\0\0\x01[\xb3\xba]|OggS)/, { name: 'video of this kind', hint: AS_MP4 }],
  [/^G[^]{187}G/, { name: 'MPEG transport stream', hint: AS_MP4 }],
  [/^%PDF/, { name: 'PDF file', hint: AS_JPEG }],
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
