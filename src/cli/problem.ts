/** Something the user can put right: the message says what to do, and is printed alone. */
export class Problem extends Error {
  override name = 'Problem'
}
