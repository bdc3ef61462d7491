/**
 * The columns of the matrix. A name says the relation to the owner, who owns the targets.
 * `suspended`, `deactivated`, `banned`, `signed_out` and `deleted` have a token that has not
 * expired. All of them except `deleted` follow the owner.
 */
export const roles = [
  'anon',
  'newcomer', // a login without a profile
  'stranger',
  'follower',
  'requester', // asked to follow, not answered yet
  'blocked', // the owner blocks them
  'blocker', // they block the owner
  'muted', // the owner mutes them; they follow each other
  'friend', // a close friend of the owner, without following
  'limited', // staff limited the account; the owner follows it
  'suspended',
  'deactivated',
  'banned',
  'signed_out',
  'deleted',
  'owner',
  'staff', // a moderator
  'service', // the secret key
] as const

export type Role = (typeof roles)[number]

/** Short column headings. */
export const shortNames: Partial<Record<Role, string>> = {
  blocked: 'blkd',
  blocker: 'blkr',
  signed_out: 'out',
}

/** Roles whose token is invalid. */
export const dead: readonly Role[] = ['banned', 'signed_out', 'deleted']

/** Roles with a profile. */
export const people = roles.filter(
  (role) => !['anon', 'newcomer', 'deleted', 'service'].includes(role),
)

/** The database role that the Data API uses. */
export function databaseRole(role: Role): 'anon' | 'authenticated' | 'service_role' {
  if (role === 'service') return 'service_role'
  return role === 'anon' ? 'anon' : 'authenticated'
}

/**
 * Reads a list of roles: `nobody`, `everybody` (every role without the secret key), `everybody but
 * blocked blocker`, or names.
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
