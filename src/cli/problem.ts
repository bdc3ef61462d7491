/**
 * An error that the user can fix. The CLI prints the message of the error without a stack trace.
 */
export class Problem extends Error {
  override name = 'Problem'
}
