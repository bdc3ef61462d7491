/** Turns an SQL text of this build into one for another build. */
export type Rename = (text: string) => string

export const keepNames: Rename = (text) => text

/**
 * Today's names, and the names in earlier builds, of what the generator and the paths use. A name
 * belongs here when it changes, so that `--beside` can run against the commits before.
 */
const EARLIER: Record<string, string> = {
  latest_posts: 'post_heads',
  profile_search: 'search_profiles',
  search_keys: 'name_keys',
  search_keys_of: 'name_key_list',
}

/** The names that the migrations of an earlier build have; a name that they know stays. */
export function namesOf(migrations: string): Rename {
  const has = (name: string) => new RegExp(`\\b${name}\\b`).test(migrations)
  const changed = Object.entries(EARLIER).filter(([today, then]) => !has(today) && has(then))
  if (changed.length === 0) return keepNames
  const names = new Map(changed)
  const pattern = new RegExp(`\\b(${[...names.keys()].join('|')})\\b`, 'g')
  return (text) => text.replace(pattern, (name) => names.get(name) ?? name)
}
