import type { Role } from '../roles.ts'
import { refusal } from './callers.ts'
import type { Sees } from './rows.ts'

/**
 * Returns whether a role may listen on a topic: on its own, and on those of the posts that it sees.
 * Nobody may send, and topics have no presence.
 */
export function joinsTopic(sees: Sees, role: Role, label: string): boolean {
  if (refusal('person', role)) return false
  const [, post] = /^of post (.*)/.exec(label) ?? []
  return post ? sees(role, 'post', post) : label === `of ${role}`
}
