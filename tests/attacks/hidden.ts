import type { AttackStack } from './attack-stack.ts'
import { difference, everythingRead } from './differential.ts'
import { type Change, changes as otherChanges, type World } from './hidden-changes.ts'
import { discoveryChanges, prepareDiscovery } from './hidden-discovery.ts'
import { notificationChanges, notifyViewers } from './hidden-notifications.ts'

const changes = [...otherChanges, ...notificationChanges, ...discoveryChanges]

/** The viewers. A person without a login is called nobody. Otto blocks Xaver; Fred follows Otto. */
export const VIEWERS = ['nobody', 'mallory', 'fred', 'xaver']

/**
 * Gives a visible person a name that looks like the names of the hidden people, so that a search
 * can show whether it counts the hidden names. Opens the tables for everybody.
 */
export async function prepareHidden(stack: AttackStack): Promise<void> {
  const { sql, ids } = stack
  await notifyViewers(stack)
  await prepareDiscovery(stack)
  await sql`update social.profiles set display_name = 'Rosalyn Kraus' where id = ${ids.olga ?? ''}`
  await sql`select social_private.set_direct_table_access('everybody')`
}

/**
 * Compares two worlds that differ only in what the viewer may not see. Returns the answers that
 * differ, and the number of answers that it compared.
 */
export async function hiddenAttributes(
  stack: AttackStack,
  viewer: string,
  wanted: Change[] = changes.filter(({ seenBy }) => !seenBy?.includes(viewer)),
): Promise<{ compared: number; found: string[] }> {
  const as = stack.people[viewer]
  await removeNames(stack)
  const before = await everythingRead(stack, as)
  for (const change of wanted) {
    made += 1
    const world = worldOf(stack, viewer, `t${made}`)
    const statement = await change.make(world)
    if (typeof statement === 'string') {
      await stack.sql.unsafe(statement.replaceAll('TAG', world.tag))
    }
  }
  const found = difference(before, await everythingRead(stack, as))
  return { compared: Object.keys(before).length, found }
}

/** Finds a change that alone makes answers differ, by halving the list of changes. */
export async function noticed(stack: AttackStack, viewer: string): Promise<string[]> {
  let suspects = changes.filter(({ seenBy }) => !seenBy?.includes(viewer))
  while (suspects.length > 1) {
    const half = suspects.slice(0, suspects.length / 2)
    const { found } = await hiddenAttributes(stack, viewer, half)
    suspects = found.length > 0 ? half : suspects.slice(half.length)
  }
  return suspects.map(({ what }) => `${viewer} may have noticed this change: ${what}`)
}

let made = 0

/**
 * Removes the names that earlier changes gave to hidden people. In the first world of a comparison
 * nobody has these names.
 */
async function removeNames({ sql }: AttackStack): Promise<void> {
  await sql`delete from auth.users using social.profiles
    where profiles.id = users.id and profiles.username like 'rosalin\\_%'`
  await sql`update social.profiles set display_name = null where display_name like 'Rosalin %'`
}

function worldOf(stack: AttackStack, viewer: string, tag: string): World {
  const id = (name: string) => `'${stack.ids[name] ?? name}'::uuid`
  const self = viewer === 'nobody' ? 'null::uuid' : id(viewer)
  const hidden = `select profile_id from social_private.accounts where audience_level = 0
    or profile_id = any (social_private.blocked_either_way(${self}))`
  // Leave out the captions of restored.ts that break a rule, because any edit of them fails.
  const posts = `select id from social.posts
    where not social_private.can_view_post(${self}, id) and coalesce(caption, '') !~ '[@#]ab20'`
  return { stack, viewer, tag, hidden, posts, id }
}
