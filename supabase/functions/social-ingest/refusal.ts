/** The responses for refused files. They reveal no internal details. */
const REFUSALS = {
  file_type_invalid: {
    status: 415,
    message: 'This file type is not accepted.',
    hint: 'Use JPEG, PNG, still WebP or GIF, or MP4 for posts.',
  },
  file_too_large: {
    status: 413,
    message: 'The file is too large.',
    hint: 'Reduce the file size: at most 10 MB for pictures and 100 MB for videos.',
  },
  file_damaged: {
    status: 422,
    message: 'The file is damaged or incomplete.',
    hint: 'Save or export the original again, and upload that file.',
  },
  file_suspicious: {
    status: 422,
    message: 'The file contains data that does not belong in a picture or video.',
    hint: 'Save it again with an image editor, and upload that file.',
  },
  image_too_many_pixels: {
    status: 422,
    message: 'The picture has too many pixels.',
    hint: 'Scale it down before the upload. 4096 pixels on the longer side are enough.',
  },
  // The raw file has changed while it was processed.
  upload_not_found: {
    status: 404,
    message: 'You have no upload with this id.',
    hint: 'Upload the file to social-uploads again, with a new id.',
  },
}

export type RefusalCode = keyof typeof REFUSALS

/** The error that is thrown when a file is refused. */
export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode) {
    super(code)
    this.code = code
  }

  get status(): number {
    return REFUSALS[this.code].status
  }

  /** Returns the body of the response. */
  toJSON() {
    const { message, hint } = REFUSALS[this.code]
    return { code: this.code, message, hint }
  }
}
