import { textAt } from './bytes.ts'
import { Refusal } from './refusal.ts'

const AS_PICTURE = 'Save or export it as JPEG, PNG or WebP, and upload that file.'
const AS_VIDEO = 'Convert it to an MP4 with H.264, and upload that file.'

/** How the files of kinds begin that are not accepted, but that people try to upload. */
const KINDS: [kind: string, hint: string, starts: string[]][] = [
  ['a TIFF picture, or the RAW file of a camera', AS_PICTURE, ['II*\0', 'MM\0*', 'II+\0', 'MM\0+']],
  [
    'the RAW file of a camera',
    AS_PICTURE,
    ['IIRO', 'IIRS', 'IIU\0', 'FUJIFILMCCD-RAW', '\0MRM', 'FOVb'],
  ],
  ['a JPEG XL picture', AS_PICTURE, ['\xff\n', '\0\0\0\fJXL ']],
  ['a JPEG 2000 picture', AS_PICTURE, ['\0\0\0\fjP  ', '\xff\x4f\xff\x51']],
  ['a BMP picture', AS_PICTURE, ['BM']],
  ['an icon', AS_PICTURE, ['\0\0\x01\0']],
  ['a Photoshop file', AS_PICTURE, ['8BPS']],
  ['a PDF document', AS_PICTURE, ['%PDF-']],
  ['a WebM or Matroska video', AS_VIDEO, ['\x1aE\xdf\xa3']],
  ['a Windows Media video', AS_VIDEO, ['0&\xb2u']],
  ['an MPEG video', AS_VIDEO, ['\0\0\x01\xba', '\0\0\x01\xb3', 'G@\0\x10']],
  ['a Flash video', AS_VIDEO, ['FLV\x01']],
  ['an Ogg file', AS_VIDEO, ['OggS']],
]

/** Refuses a file of a kind that is not accepted. Tells the kind, if the file begins like one. */
export function refuseUnknown(bytes: Uint8Array): never {
  const start = textAt(bytes, 0, 1024)
  if (start.startsWith('RIFF') && start.startsWith('AVI ', 8)) refuseKind('an AVI video', AS_VIDEO)
  if (/^[^\w<]*<[?!s]/i.test(start) && /<svg[\s>]/i.test(start)) refuseKind('an SVG drawing')
  if (start.startsWith('ftypcrx ', 4)) refuseKind('the RAW file of a camera')
  for (const [kind, hint, starts] of KINDS) {
    if (starts.some((text) => start.startsWith(text))) refuseKind(kind, hint)
  }
  throw new Refusal('file_type_invalid')
}

/** Refuses a file, and tells what it is and what to do. */
export function refuseKind(kind: string, hint = AS_PICTURE): never {
  throw new Refusal('file_type_invalid', `This is ${kind}. ${hint}`)
}
