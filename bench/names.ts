/** Translates the names in an SQL text of this build to the names of another build. */
export type Rename = (text: string) => string

export const keepNames: Rename = (text) => text

/**
 * Maps today's names to the names in earlier builds, for everything that the generator and the
 * benchmarked calls use. When one of these names changes, add the earlier name here, so that
 * `--beside` still runs against older commits.
 */
const EARLIER: Record<string, string> = {
  latest_posts: 'post_heads',
  profile_search: 'search_profiles',
  search_keys: 'name_keys',
  search_keys_of: 'name_key_list',
}

/**
 * Returns a translation to the names in the migrations of an earlier build. Names that these
 * migrations already contain stay the same.
 */
export function namesOf(migrations: string): Rename {
  const has = (name: string) => new RegExp(`\\b${name}\\b`).test(migrations)
  const changed = Object.entries(EARLIER).filter(([today, then]) => !has(today) && has(then))
  if (changed.length === 0) return keepNames
  const names = new Map(changed)
  const pattern = new RegExp(`\\b(${[...names.keys()].join('|')})\\b`, 'g')
  return (text) => text.replace(pattern, (name) => names.get(name) ?? name)
}
