/** The release of this edge function. The command doctor compares it with the other releases. */
export const release = '0.1.0'

/** Answers GET requests: which function this is, and of which release. Needs no key. */
export function describe(): Response {
  return Response.json({ function: 'social-files', release })
}
