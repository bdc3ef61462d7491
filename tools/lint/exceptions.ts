/**
 * The places that may break a rule, each with its reason. An entry that nothing needs any more is
 * itself a finding.
 */
export interface Exceptions {
  /** Functions longer than the limit. */
  longFunctions: Record<string, string>
  /** `caller -> callee`, where the callee is defined in a later file. */
  forwardCalls: Record<string, string>
  /** Errors that static reading finds but the function never raises: by function, then by reason. */
  neverRaised: Record<string, Record<string, string[]>>
}

export const MOST_LONG_FUNCTIONS = 5

export const exceptions: Exceptions = {
  longFunctions: {},
  forwardCalls: {},
  neverRaised: {},
}
