/**
 * Something the user can put right. The message is one sentence saying what to do;
 * commands print it alone, without a stack, and exit with 1.
 */
export class Problem extends Error {
  override name = 'Problem'
}
