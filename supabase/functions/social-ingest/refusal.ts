/** The answers for refused files. They reveal nothing about the inner workings. */
const REFUSALS = {
  file_type_invalid: {
    status: 415,
    message: 'Files of this type are not accepted.',
    hint: 'Use JPEG, PNG, still WebP or GIF; MP4 in posts.',
  },
  file_too_large: {
    status: 413,
    message: 'The file is too large.',
    hint: 'Reduce the file size: at most 10 MB for pictures and 100 MB for videos.',
  },
  file_damaged: {
    status: 422,
    message: 'The file is damaged or incomplete.',
    hint: 'Export the file again, and upload that.',
  },
  file_suspicious: {
    status: 422,
    message: 'The file contains data that is not part of a picture or video.',
    hint: 'Save a copy with an image editor, and upload that.',
  },
  image_too_many_pixels: {
    status: 422,
    message: 'The picture has too many pixels.',
    hint: 'Reduce it before the upload: apps show at most 2048 pixels on the longer side.',
  },
}

export type RefusalCode = keyof typeof REFUSALS

/** Thrown for a refused file. */
export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(code)
    this.code = code
  }

  get status(): number {
    return REFUSALS[this.code].status
  }

  /** The body of the answer. */
  toJSON() {
    const { message, hint } = REFUSALS[this.code]
    return { code: this.code, message, hint }
  }
}
