/** An error that the user can fix. The CLI prints its message without a stack trace. */
export class Problem extends Error {
  override name = 'Problem'
}
