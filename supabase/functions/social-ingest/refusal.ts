/** The responses for refused files. They reveal no internal details. */
const REFUSALS = {
  file_type_invalid: {
    status: 415,
    message: 'This file type is not accepted.',
    hint:
      'Use a JPEG, PNG, WebP, GIF, HEIC or AVIF picture. Posts also accept MP4, MOV, M4V and 3GP ' +
      'videos.',
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
    hint: 'Save or export the original again, and upload that file.',
  },
  image_too_many_pixels: {
    status: 422,
    message: 'The picture has too many pixels.',
    hint: 'Scale it down before the upload. 2048 pixels on the longer side are enough.',
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
  readonly hint: string

  /** `hint` says what to do about this file, if the hint of the code is too general. */
  constructor(code: RefusalCode, hint: string = REFUSALS[code].hint) {
    super(code)
    this.code = code
    this.hint = hint
  }

  get status(): number {
    return REFUSALS[this.code].status
  }

  /** Returns the body of the response. */
  toJSON() {
    return { code: this.code, message: REFUSALS[this.code].message, hint: this.hint }
  }
}
