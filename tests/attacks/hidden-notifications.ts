import { type AttackStack, call } from './attack-stack.ts'
import type { Change, World } from './hidden-changes.ts'

/** SQL that makes the lists of notifications name inactive people. */
export const namesInactivePeople = `do $$ begin
  execute 'create or replace view social_private.valid_notifications as ' || replace(
    pg_get_viewdef('social_private.valid_notifications'), 'accounts.audience_level > 0', 'true');
end $$`

/** Gives every viewer some notifications of visible people, so that hidden ones could disturb them. */
export async function notifyViewers(stack: AttackStack): Promise<void> {
  const { ids, people } = stack
  for (const viewer of ['mallory', 'fred', 'xaver'])
    for (const name of ['luna', 'fred', 'otto'].filter((one) => one !== viewer))
      if (!(viewer === 'xaver' && name === 'otto'))
        await call(stack, people[name], 'follow_profile', { profile_id: ids[viewer] })
  await call(stack, people.fred, 'like_post', { post_id: ids["mallory's post"] })
  await call(stack, people.otto, 'like_comment', { comment_id: ids["mallory's comment"] })
  await call(stack, people.mallory, 'ring_bell', { profile_id: ids.otto })
  await call(stack, people.mallory, 'mute_post_notifications', { post_id: ids["otto's post"] })
}

/**
 * SQL that stores notifications of the viewer with the time of now: one of each hidden person in
 * every group that the viewer has, and one in a new group.
 */
function caused({ id, viewer, hidden }: World, kind: string, target: string): string {
  if (viewer === 'nobody') return 'select'
  return `
    insert into social_private.notification_groups (recipient_id, kind, target_id, generation)
      values (${id(viewer)}, '${kind}', ${target}, 1)
      on conflict do nothing;
    insert into social_private.notifications (group_id, actor_id, object_id)
      select groups.id, hidden.profile_id, groups.target_id
      from social_private.notification_groups as groups, (${hidden}) as hidden
      where groups.recipient_id = ${id(viewer)} and hidden.profile_id <> ${id(viewer)}
      on conflict do nothing;
    update social_private.notification_groups set latest_at = clock_timestamp()
      where recipient_id = ${id(viewer)}`
}

/** Turns off the counters: a person was active at the time of the act, and no longer counts. */
const quietly = (table: string) => `alter table ${table} disable trigger user;`

const ofHiddenPeople: Change[] = [
  {
    what: 'a follow by inactive people',
    make: (world) => `
      ${quietly('social.follows')}
      insert into social.follows (follower_id, followee_id, state, accepted_at)
        select profile_id, ${world.id(world.viewer)}, 'accepted', now() from (${world.hidden}) as hidden
        where profile_id <> ${world.id(world.viewer)}
          and profile_id in (select profile_id from social_private.accounts where audience_level = 0)
        on conflict do nothing;
      alter table social.follows enable trigger user;
      ${caused(world, 'follow', world.id(world.viewer))}`,
  },
  {
    what: 'a like of a post of the viewer by inactive people',
    make: (world) => `
      ${quietly('social.likes')}
      insert into social.likes (user_id, post_id)
        select accounts.profile_id, posts.id from social_private.accounts, social.posts
        where accounts.audience_level = 0 and posts.author_id = ${world.id(world.viewer)}
        on conflict do nothing;
      alter table social.likes enable trigger user;
      ${caused(world, 'post_like', world.id("mallory's post"))}`,
  },
  {
    what: 'a request by hidden people',
    make: (world) => caused(world, 'follow_request', world.id(world.viewer)),
  },
  {
    what: 'a post by hidden people whose bell the viewer rang',
    make: (world) => `
      insert into social_private.bells (ringer_id, author_id)
        select ${world.id(world.viewer)}, profile_id from (${world.hidden}) as hidden
        where profile_id in (select profile_id from social_private.accounts where audience_level = 0)
          and profile_id <> ${world.id(world.viewer)}
        on conflict do nothing;
      ${caused(world, 'new_post', world.id("susi's post"))}`,
  },
  ...["luna's post", "otto's own post", "otto's deleted post", "dora's post"].map(
    (post): Change => ({
      what: `notifications about ${post}`,
      make: (world) => `
        ${caused(world, 'post_like', world.id(post))};
        insert into social.likes (user_id, post_id)
          select profile_id, ${world.id(post)} from (${world.hidden}) as hidden
          on conflict do nothing;
        insert into social_private.notifications (group_id, actor_id, object_id)
          select id, ${world.id('bert')}, target_id from social_private.notification_groups
          where recipient_id = ${world.id(world.viewer)} and target_id = ${world.id(post)}
          on conflict do nothing;
        insert into social_private.muted_posts (profile_id, post_id)
          values (${world.id(world.viewer)}, ${world.id(post)}) on conflict do nothing`,
      seenBy: post === "luna's post" ? ['fred'] : [],
    }),
  ),
  ...(
    [
      ['comment', "otto's post", "susi's comment"],
      ['reply', "mallory's comment", "dora's comment"],
      ['comment_mention', "susi's comment", "susi's comment"],
      ['comment_like', "luna's comment", "luna's comment"],
    ] as const
  ).map(
    ([kind, target, object]): Change => ({
      what: `a ${kind} of a hidden person`,
      seenBy: object === "luna's comment" ? ['fred'] : [],
      make: (world) => `
        ${caused(world, kind, world.id(target))};
        insert into social_private.notifications (group_id, actor_id, object_id)
          select groups.id, comments.author_id, comments.id
          from social_private.notification_groups as groups, social.comments
          where groups.recipient_id = ${world.id(world.viewer)} and groups.kind = '${kind}'
            and groups.target_id = ${world.id(target)} and comments.id = ${world.id(object)}
            and comments.author_id <> ${world.id(world.viewer)}
          on conflict do nothing`,
    }),
  ),
  {
    what: 'a mention by a hidden person',
    make: (world) => `
      insert into social.post_mentions (post_id, profile_id, username, position, starts)
        select ${world.id("susi's post")}, id, username, 1, '{0}' from social.profiles
        where id = ${world.id(world.viewer)} on conflict do nothing;
      ${caused(world, 'post_mention', world.id("susi's post"))}`,
  },
]

/** What other people chose, and what others were told. */
const ofOthers: Change[] = [
  {
    what: 'the preferences of another person',
    make: ({ id }) => `
      insert into social_private.notification_preferences (profile_id, kind, from_whom)
        select ${id('luna')}, kind, 'nobody' from social_private.notification_kinds
        where is_optional on conflict do nothing`,
  },
  {
    what: 'a bell and a muted post of another person',
    make: ({ id, viewer }) => `
      insert into social_private.bells (ringer_id, author_id)
        select ${id('luna')}, id from social.profiles where id = ${id(viewer)}
        on conflict do nothing;
      insert into social_private.muted_posts (profile_id, post_id)
        select ${id('luna')}, posts.id from social.posts where author_id = ${id(viewer)}
        on conflict do nothing`,
  },
  {
    what: 'what another person has seen and read, and who watches a post',
    make: ({ id }) => `
      insert into social_private.inboxes (profile_id, seen_at, watched_until)
        values (${id('luna')}, now(), now() + interval '1 hour')
        on conflict (profile_id) do update set seen_at = now(), epoch = gen_random_uuid();
      update social_private.notification_groups set read_at = clock_timestamp()
        where recipient_id in (${id('luna')}, ${id('otto')});
      insert into social_private.watched_posts (post_id, author_id, watched_until)
        values (${id("otto's post")}, ${id('otto')}, now() + interval '1 hour')
        on conflict do nothing`,
  },
]

/** Changes that touch the viewer's own row. Nobody without a login has one. */
export const notificationChanges: Change[] = [
  ...ofHiddenPeople.map((change) => ({
    ...change,
    seenBy: [...(change.seenBy ?? []), 'nobody'],
  })),
  ...ofOthers.map((change, place) => ({ ...change, ...(place === 1 && { seenBy: ['nobody'] }) })),
]
