import type { Attacker, AttackStack } from './attack-stack.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/**
 * As one person, calls every read function with every id, and reads every readable table. Returns
 * all answers. A test compares the answers before and after a change.
 */
export async function everythingRead(
  stack: AttackStack,
  as: Attacker,
): Promise<Record<string, string>> {
  const { ids } = stack
  const things = Object.entries(ids).filter(([name]) => /^(otto|fred|mallory|xaver)/.test(name))
  const kinds = { post_id: /post$/, comment_id: /comment$/, profile_id: /^\w+$/ }
  const seen: Record<string, string> = {}
  for (const one of (await exposedFunctions(stack)).filter(({ isReading }) => isReading)) {
    const argument = one.arguments.find(({ type }) => type === 'uuid')?.name
    const wanted = kinds[argument as keyof typeof kinds]
    const targets = wanted ? things.filter(([name]) => wanted.test(name)) : [['nothing', '']]
    for (const [name, id] of targets as [string, string][]) {
      const given = { ...madeUp(one, ids), ...(argument && { [argument]: id }) }
      const { status, text } = await stack.ask({ ...request(one, given), as })
      seen[`${one.name} of ${name}`] = `${status} ${text}`
    }
  }
  for (const table of [
    'profiles',
    'posts',
    'comments',
    'likes',
    'follows',
    'post_counts',
    'profile_counts',
  ]) {
    const { status, text } = await stack.ask({ path: `/rest/v1/${table}`, as })
    seen[table] = `${status} ${JSON.parse(text)
      .map((row: unknown) => JSON.stringify(row))
      .sort()}`
  }
  return seen
}

/** Lists the answers that differ between two results of `everythingRead`. */
export function difference(a: Record<string, string>, b: Record<string, string>): string[] {
  return Object.keys(a)
    .filter((what) => a[what] !== b[what])
    .map((what) => `${what}: ${a[what]?.slice(0, 200)} | ${b[what]?.slice(0, 200)}`)
}
