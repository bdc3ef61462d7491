import { randomUUID } from 'node:crypto'
import type { Attack, Verdict } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/** Attacks on other people's relationships and content. Some attacks use ids of the wrong kind. */
export async function graph(stack: AttackStack): Promise<Attack[]> {
  return [...relations(stack), ...ownership(stack), ...(await foreignIds(stack))]
}

function relations({ people, ids }: AttackStack): Attack[] {
  const on = (verb: string, argument: string, whom: string, expects: Verdict): Attack => ({
    ...{ name: `${verb} ${whom}`, method: 'POST', path: `/rest/v1/rpc/${verb}` },
    ...{ as: people.mallory, body: { [argument]: ids[whom] }, expects },
  })
  const onSelf = [
    ...['follow_profile', 'block_profile', 'mute_profile', 'add_close_friend', 'ring_bell'],
  ]
  const undo = [
    ...['unfollow_profile', 'unblock_profile', 'unmute_profile', 'remove_close_friend'],
    'unring_bell',
  ]
  return [
    ...onSelf.map((verb) => on(verb, 'profile_id', 'mallory', 'bad')),
    ...onSelf.flatMap((verb) =>
      ['gone', 'susi', 'dora', 'nina'].map((whom) => on(verb, 'profile_id', whom, 'not found')),
    ),
    ...onSelf.map((verb) => ({ ...on(verb, 'profile_id', 'otto', 'not found'), as: people.xaver })),
    ...undo.map((verb) => on(verb, 'profile_id', 'otto', 'fine')),
    ...['remove_follower', 'reject_follow'].map((verb) => on(verb, 'follower_id', 'otto', 'fine')),
    on('accept_follow', 'follower_id', 'otto', 'not found'),
    on('accept_follow', 'follower_id', 'mallory', 'not found'),
    ...['unlike_post', 'unsave_post'].map((verb) => on(verb, 'post_id', "mallory's post", 'fine')),
  ]
}

/**
 * Tries to change content of other people. The expected answer is `denied` for visible content and
 * `not found` for hidden content.
 */
function ownership({ people, ids }: AttackStack): Attack[] {
  const changes: [verb: string, argument: string, more?: object][] = [
    ['update_post', 'post_id', { caption: 'mine' }],
    ...[
      'delete_post',
      'archive_post',
      'unarchive_post',
      'pin_post',
      'unpin_post',
      'post_history',
    ].map((verb): [string, string] => [verb, 'post_id']),
    ['update_comment', 'comment_id', { body: 'mine' }],
    ...['delete_comment', 'hide_comment', 'unhide_comment', 'pin_comment', 'unpin_comment'].map(
      (verb): [string, string] => [verb, 'comment_id'],
    ),
    ['comment_history', 'comment_id'],
  ]
  const things: Record<string, [name: string, expects: Verdict][]> = {
    post_id: [
      ["otto's post", 'denied'],
      ...[
        "otto's followers post",
        "otto's friends post",
        "otto's own post",
        "otto's archived post",
      ].map((name): [string, Verdict] => [name, 'not found']),
      ...["luna's post", "susi's post", "dora's post", "gone's post", "otto's deleted post"].map(
        (name): [string, Verdict] => [name, 'not found'],
      ),
    ],
    comment_id: [
      "luna's comment",
      "xaver's comment",
      "susi's comment",
      "dora's comment",
      "fred's comment",
      "gone's comment",
    ].map((name): [string, Verdict] => [name, 'not found']),
  }
  const reply = (name: string, post: string, parent: string): Attack => ({
    ...{ name: `reply to ${name}`, method: 'POST', path: '/rest/v1/rpc/add_comment' },
    ...{ as: people.mallory, expects: 'not found' },
    body: { post_id: ids[post], parent_id: ids[parent] ?? randomUUID(), body: 'x' },
  })
  return [
    ...changes.flatMap(([verb, argument, more = {}]) =>
      (things[argument] ?? []).map(
        ([name, expects]): Attack => ({
          ...{ name: `${verb} on ${name}`, method: 'POST', path: `/rest/v1/rpc/${verb}` },
          ...{ as: people.mallory, body: { [argument]: ids[name], ...more }, expects },
        }),
      ),
    ),
    reply('a comment of another post', "mallory's post", "mallory's comment"),
    reply('a comment of a hidden post, through a visible post', "otto's post", "luna's comment"),
    reply('a hidden comment', "otto's post", "fred's comment"),
    reply('a comment of a blocked person', "otto's post", "xaver's comment"),
    reply('a deleted comment', "otto's post", "gone's comment"),
    reply('a comment that does not exist', "otto's post", 'nothing'),
    reply('a comment of a hidden post, through that post', "luna's post", "luna's comment"),
  ]
}

/** Calls every function with ids of the wrong kind, and with ids of hidden content. */
async function foreignIds(stack: AttackStack): Promise<Attack[]> {
  const { ids, people, sql } = stack
  const [session] = await sql`select id from auth.sessions where user_id = ${ids.otto ?? ''}`
  const [object] =
    await sql`select id from storage.objects where name = ${stack.files["otto's post"] ?? ''}`
  const [file] = await sql`select id from social_private.file_deletions`
  const foreign: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(ids).filter(([name]) => !/^(otto|mallory|fred)/.test(name)),
    ),
    ...{ 'a session': session?.id, 'a file': object?.id, 'a deletion': file?.id },
    ...{ nothing: '00000000-0000-0000-0000-000000000000' },
  }
  const kinds = {
    post_id: /post$/,
    comment_id: /comment$/,
    profile_id: /^\w+$/,
    follower_id: /^\w+$/,
  }
  const exposed = await exposedFunctions(stack)
  return exposed.flatMap((one) =>
    one.arguments
      .filter(({ type, isOptional }) => type === 'uuid' && !isOptional)
      .flatMap(({ name }) =>
        Object.entries(foreign)
          // A call is not an attack if its id is of the right kind and belongs to visible content.
          .filter(
            ([label]) =>
              !(kinds[name as keyof typeof kinds] ?? /$^/).test(label) ||
              /luna's|susi|dora|gone/.test(label),
          )
          .map(
            ([label, id]): Attack => ({
              name: `${one.name} with the ${name} of ${label}`,
              ...request(one, { ...madeUp(one, ids), [name]: id }),
              ...{ as: people.mallory, expects: 'harmless' },
            }),
          ),
      ),
  )
}
