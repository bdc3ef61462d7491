import { downscale } from './downscale.ts'
import { type FileKind, HEAD, isVideo, kinds, tell } from './file-kind.ts'
import { fail, type Result, succeed } from './result.ts'
import { SocialError } from './social-error.ts'

/** A file that is ready to be sent. */
export interface Prepared {
  body: Blob
  kind: FileKind
  /** Whether the browser drew only the first picture of a sequence. */
  isFirstAlone: boolean
}

/**
 * Reads the kind of a file from its bytes, and makes a picture as small as its stored sizes need.
 * Refuses what the server would refuse anyway, before it is sent.
 */
export async function prepare(
  given: unknown,
  purpose: 'post' | 'avatar',
): Promise<Result<Prepared>> {
  try {
    const file = await toBlob(given)
    if (!file) return fail(new SocialError('file_type_invalid'))
    const told = await toldBy(file)
    const type = told.kind && kinds[told.kind].type
    const named = type ? file.slice(0, file.size, type) : file
    if (isVideo(told.kind) && purpose === 'avatar') return refuse(AVATAR)
    const isPicture = told.isDrawn || (told.kind && !isVideo(told.kind))
    const drawn = isPicture ? await downscale(named, told.kind, purpose) : undefined
    const { kind } = drawn ? await toldBy(drawn) : told
    const isFirstAlone = drawn !== undefined && told.isSequence === true
    if (kind) return succeed({ body: drawn ?? named, kind, isFirstAlone })
    if (file.size === 0) return refuse(EMPTY)
    return refuse({ hint: told.is && `This is ${told.is}. ${told.remedy}` })
  } catch (cause) {
    // A file that was moved, changed or never downloaded cannot be read.
    const message = 'The file cannot be read.'
    return fail(new SocialError('file_damaged', { message, hint: 'Choose the file again.', cause }))
  }
}

/** What to use where only a picture fits. */
export const USE_PICTURE = 'Use a JPEG, PNG, WebP, GIF, HEIC or AVIF picture.'
const AVATAR = { message: 'A profile picture cannot be a video.', hint: USE_PICTURE }
const EMPTY = { message: 'The file is empty.', hint: 'Choose the file again.' }

function refuse(texts: { message?: string | undefined; hint?: string | undefined }) {
  return fail(new SocialError('file_type_invalid', texts))
}

async function toldBy(file: Blob) {
  return tell(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()))
}

/** Returns a file or bytes as a blob, also those of another window or library. */
async function toBlob(file: unknown): Promise<Blob | undefined> {
  if (file instanceof Blob) return file
  if (ArrayBuffer.isView(file) || isBuffer(file)) return new Blob([file as BlobPart])
  if (typeof (file as Blob | undefined)?.arrayBuffer !== 'function') return undefined
  return new Blob([await (file as Blob).arrayBuffer()])
}

function isBuffer(file: unknown): boolean {
  return Object.prototype.toString.call(file) === '[object ArrayBuffer]'
}
