import type { Ids } from '../../src/cli/prove/ids.ts'
import { usernameOf } from '../../src/cli/prove/ids.ts'
import type { Role } from '../../src/cli/prove/roles.ts'
import type { Pair } from './pairs.ts'

/*
 * Calls whose caller must not notice a choice of somebody else, or a notification that the caller
 * may not see. Both kinds of calls are the same. Each one runs in a world of its own: in one world,
 * the hidden row concerns the caller, and in the other world, it concerns somebody else.
 */

/** Returns the calls that notify somebody, and the reads of notifications. */
export function worlds(ids: Ids): Pair[] {
  return [...commands(ids), ...reply(ids), ...mentions(ids), ...reads(ids)]
}

/** A command of the stranger, the kind of its notification, and whether it concerns a post. */
type Command = [name: string, call: string, kind: string, isOfPost: boolean]

function commands({ person, post }: Ids): Pair[] {
  const { requester: recipient, stranger, friend } = person
  const target = post['of requester']
  const all: Command[] = [
    ['like_post', `social.like_post('${target}')`, 'post_like', true],
    ['add_comment', `social.add_comment('${target}', 'hello')`, 'comment', true],
    ['follow_profile', `social.follow_profile('${recipient}')`, 'follow', false],
  ]
  const mute = (whom = '') => `insert into social_private.mutes (muter_id, muted_id)
    values ('${recipient}', '${whom}')`
  const prefer = (kind: string, who = '') => `
    insert into social_private.notification_preferences (profile_id, kind, from_whom)
      values ('${who}', '${kind}', 'nobody')`
  const mutePost = (who = '') => `insert into social_private.muted_posts (profile_id, post_id)
    values ('${who}', '${target}')`
  const listen = (who = '') => `insert into social_private.inboxes (profile_id, watched_until)
    values ('${who}', now() + interval '1 hour')
    on conflict (profile_id) do update set watched_until = excluded.watched_until`
  return all.flatMap(([name, call, kind, isOfPost]) => {
    const act = twoWorlds(name, 'stranger', call)
    return [
      act('they mute the caller', mute(stranger), mute(friend)),
      act('they listen', listen(recipient), listen(friend)),
      act(
        'they mute the caller and listen',
        `${mute(stranger)}; ${listen(recipient)}`,
        `${mute(friend)}; ${listen(recipient)}`,
      ),
      act('they want no such notification', prefer(kind, recipient), prefer(kind, friend)),
      ...(isOfPost ? [act('they mute the post', mutePost(recipient), mutePost(friend))] : []),
    ]
  })
}

/** A reply to a person who may not see the post any more. */
function reply({ person, post, comment }: Ids): Pair[] {
  const unfollow = (who = '') => `delete from social.follows
    where follower_id = '${who}' and followee_id = '${person.owner}'`
  const call = `social.add_comment(
    '${post['for followers']}', 'hello', '${comment['among followers']}')`
  return [
    twoWorlds('add_comment', 'muted', call)(
      'the author above lost sight of the post',
      unfollow(person.follower),
      unfollow(person.signed_out),
    ),
  ]
}

/** Mentions of hidden people, and mentions of nobody. */
function mentions(ids: Ids): Pair[] {
  const people: [why: string, role: Role, label: Role, post: string][] = [
    ['mentions a suspended person', 'stranger', 'suspended', 'of requester'],
    ['mentions a person who blocks the caller', 'owner', 'blocker', 'public'],
  ]
  return people.map(([why, role, label, post]) => ({
    ...{ name: 'add_comment', why, role, hidden: usernameOf(ids, label) },
    nothing: (id) => usernameOf({ ...ids, prefix: `p${id.slice(-7)}.` }, label),
    call: (username) =>
      `select count(*)::text from social.add_comment('${ids.post[post]}', 'hello @${username}')`,
  }))
}

function reads({ person, post }: Ids): Pair[] {
  // The object is the recipient whom the actor follows, or the post.
  const notify = (kind: string, to: string, from = '', count = 1, target = to) => `
    with groups as (
      insert into social_private.notification_groups (recipient_id, kind, target_id, generation)
      select '${to}', '${kind}', '${target}', 100 + place from generate_series(1, ${count}) as place
      returning id
    )
    insert into social_private.notifications (group_id, actor_id, object_id)
    select id, '${from}', '${target}' from groups`
  const { suspended, blocker, owner = '', stranger = '', friend = '' } = person
  return ['notifications', 'unseen_count'].flatMap((name) => {
    const [asStranger, asOwner] = (['stranger', 'owner'] as const).map((role) =>
      twoWorlds(name, role, `social.${name}()`),
    ) as [ReturnType<typeof twoWorlds>, ReturnType<typeof twoWorlds>]
    const about = (to: string, count: number) =>
      notify('post_like', to, friend, count, post['for me'])
    return [1, 20].flatMap((count) => [
      asStranger(
        `${count} by a suspended person`,
        notify('follow', stranger, suspended, count),
        notify('follow', friend, suspended, count),
      ),
      asOwner(
        `${count} by a person who blocks the caller`,
        notify('follow', owner, blocker, count),
        notify('follow', friend, blocker, count),
      ),
      asStranger(`${count} about a hidden post`, about(stranger, count), about(friend, count)),
    ])
  })
}

/** Builds pairs of the same call in two worlds. */
const twoWorlds =
  (name: string, role: Role, call: string) =>
  (why: string, hidden: string, nothing: string): Pair => ({
    ...{ name, why, role, hidden, nothing: () => nothing },
    call: () => `select count(*)::text from ${call}`,
    prepare: (world) => world,
  })
