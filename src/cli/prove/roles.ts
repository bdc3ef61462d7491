/**
 * The kinds of callers that `prove` tests. Each role is one column of the matrix. Every role tries
 * to use the content of the role `owner`, and most role names state the relationship of the caller
 * to `owner`. The tokens of `suspended`, `deactivated`, `unconfirmed`, `banned`, `signed_out` and
 * `deleted` have not expired. The first five of these roles follow the owner.
 */
export const roles = [
  'anon',
  'guest', // an anonymous user of Supabase Auth
  'newcomer', // a login without a profile
  'stranger',
  'follower',
  'requester', // requested to follow the owner, who has not answered yet
  'blocked', // the owner blocks this person
  'blocker', // this person blocks the owner
  'muted', // the owner mutes this person, and they follow each other
  'friend', // a close friend of the owner, but not a follower
  'limited', // staff limited the account; the owner follows it
  'suspended',
  'deactivated',
  'unconfirmed', // the e-mail address of the login is not confirmed
  'banned',
  'signed_out',
  'deleted',
  'owner',
  'staff', // a moderator
  'service', // the secret key
] as const

export type Role = (typeof roles)[number]

/** The short column headings of roles with a long name. */
export const shortNames: Partial<Record<Role, string>> = {
  blocked: 'blkd',
  blocker: 'blkr',
  signed_out: 'out',
}

/** The roles whose token is rejected although it has not expired. */
export const dead: readonly Role[] = ['banned', 'signed_out', 'deleted']

/** The roles that have a profile. */
export const people = roles.filter(
  (role) => !['anon', 'guest', 'newcomer', 'deleted', 'service'].includes(role),
)

/** Returns the database role that the Data API uses for a caller. */
export function databaseRole(role: Role): 'anon' | 'authenticated' | 'service_role' {
  if (role === 'service') return 'service_role'
  return role === 'anon' ? 'anon' : 'authenticated'
}

/**
 * Parses a list of roles. The list is `nobody`, `everybody`, names of roles, or `everybody but` and
 * names of roles. The word `everybody` does not include the secret key.
 */
export function only(words: string): ReadonlySet<Role> {
  const [first = '', but, ...rest] = words.trim().split(/\s+/)
  if (first === 'nobody') return new Set()
  if (first !== 'everybody') return new Set(words.trim().split(/\s+/).map(known))
  if (but !== undefined && but !== 'but') throw new Error(`Not a list of roles: ${words}`)
  const without = new Set(rest.map(known))
  return new Set(roles.filter((role) => role !== 'service' && !without.has(role)))
}

function known(word: string): Role {
  const role = roles.find((name) => name === word)
  if (!role) throw new Error(`There is no role ${word}`)
  return role
}
