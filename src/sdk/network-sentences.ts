/** The default status and texts of an error code. */
export interface Sentence {
  /** The HTTP status, or 0 when there was no response. */
  status: number
  /** One sentence that says what happened. */
  message: string
  /** One sentence that says what to do about the error. */
  hint?: string
}

/** The texts that an app always has, because a bad network could not load them. */
export const sentencesOfNetwork = {
  aborted: { status: 0, message: 'The request was aborted.' },
  network: { status: 0, message: 'The server could not be reached.', hint: 'Try again.' },
  timeout: { status: 504, message: 'The server took too long to respond.', hint: 'Try again.' },
} satisfies Record<string, Sentence>
