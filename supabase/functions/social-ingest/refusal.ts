/** Why a file is not taken: what the caller reads, and nothing of what went on inside. */
const REFUSALS = {
  file_type_invalid: {
    status: 415,
    message: 'Files of this type are not taken.',
    hint: 'Take a JPEG, PNG, still WebP, GIF or, for posts, an MP4.',
  },
  file_too_large: {
    status: 413,
    message: 'The file is too large.',
    hint: 'Make the file smaller: pictures 10 MB, videos 100 MB.',
  },
  file_damaged: {
    status: 422,
    message: 'The file is damaged or not complete.',
    hint: 'Export or take it again, and upload that.',
  },
  file_suspicious: {
    status: 422,
    message: 'The file holds something that is no picture or video.',
    hint: 'Save it anew with an image editor, and upload that.',
  },
  image_too_many_pixels: {
    status: 422,
    message: 'The picture has too many pixels.',
    hint: 'Make it smaller before uploading: 4096 pixels on the longer side are more than is shown.',
  },
}

export type RefusalCode = keyof typeof REFUSALS

/** Thrown for a file that is not taken. */
export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(code)
    this.code = code
  }

  get status(): number {
    return REFUSALS[this.code].status
  }

  /** What the caller reads. */
  toJSON() {
    const { message, hint } = REFUSALS[this.code]
    return { code: this.code, message, hint }
  }
}
