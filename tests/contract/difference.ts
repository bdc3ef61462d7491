/** A way in which the local stack differs from the real server. */
export interface Difference {
  subject: string
  local: string
  hosted: string
  /** The calls of the contract whose answers differ for this reason. */
  calls: string[]
}
