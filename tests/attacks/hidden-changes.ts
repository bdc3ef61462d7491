import { type Attacker, type AttackStack, call, register } from './attack-stack.ts'

/** A change of something that one viewer may not see and that no true public total shows. */
export interface Change {
  what: string
  /** The names of people who may see the change. */
  seenBy?: string[]
  make: (world: World) => string | Promise<unknown>
}

export interface World {
  stack: AttackStack
  viewer: string
  /** A text that no earlier change has used. */
  tag: string
  /** SQL that selects the ids of the people whom the viewer may not see. */
  hidden: string
  /** SQL that selects the ids of the posts that the viewer may not see. */
  posts: string
  id: (name: string) => string
}

/** One change for each attribute of hidden people, and one for each list that names them. */
const profiles: Change[] = [
  ...[
    `display_name = 'Rosalin Krause TAG'`,
    `bio = 'Rosalin Krause TAG'`,
    `website = 'https://TAG.example'`,
    `avatar_path = id || '/TAG.jpg'`,
    `created_at = created_at - interval '1 day'`,
    `username = left(username, 20) || '_TAG'`,
  ].map(
    (set): Change => ({
      what: `profiles of hidden people: ${set}`,
      make: ({ hidden }) => `update social.profiles set ${set} where id in (${hidden})`,
    }),
  ),
  ...[
    `is_private = not is_private`,
    `followers_visibility = 'only_me', following_visibility = 'only_me'`,
  ].map(
    (set): Change => ({
      what: `accounts of hidden people: ${set}`,
      // A person whom only a block hides is in the totals of hashtags, and so are their likes.
      make: ({ hidden }) => `update social_private.accounts set ${set}
        where profile_id in (${hidden}) and audience_level < 2`,
    }),
  ),
  {
    what: 'another reason why an account is inactive',
    make: () => `update social_private.accounts
      set suspended_at = now(), deactivated_at = now(), limited_at = now(), deleted_at = now()
      where audience_level = 0`,
  },
  {
    what: 'counts of hidden people',
    make: ({ hidden }) => `update social_private.profile_counters set
      post_count = post_count + 1, follower_count = follower_count + 1,
      following_count = following_count + 1 where profile_id in (${hidden})`,
  },
  {
    what: 'former names of hidden people',
    make: ({ hidden, tag }) => `insert into social_private.former_usernames (profile_id, username)
      select profile_id, 'rosalin_' || left(md5(profile_id || '${tag}'), 6)
      from (${hidden}) as hidden`,
  },
]

const lists: Change[] = [
  ...[
    ['blocks', 'blocker_id, blocked_id', 'luna', 'bert'],
    ['blocks', 'blocker_id, blocked_id', 'susi', 'dora'],
    ['mutes', 'muter_id, muted_id', 'luna', 'otto'],
    ['mutes', 'muter_id, muted_id', 'bert', 'mallory'],
    ['mutes', 'muter_id, muted_id', 'bert', 'fred'],
  ].map(
    ([table, columns, one, other]): Change => ({
      what: `${table} of ${one} and ${other}`,
      make: ({ id }) => `insert into social_private.${table} (${columns})
        values (${id(one ?? '')}, ${id(other ?? '')}) on conflict do nothing`,
    }),
  ),
  {
    what: 'a close friend',
    seenBy: ['fred'],
    make: ({ id }) => `insert into social_private.close_friends (owner_id, friend_id)
      values (${id('luna')}, ${id('fred')}) on conflict do nothing`,
  },
  {
    what: 'a save of another person',
    make: ({ id }) => `insert into social.saves (user_id, post_id)
      values (${id('bert')}, ${id("otto's post")}) on conflict do nothing`,
  },
  {
    what: 'a follow request to another person',
    make: ({ id }) => `insert into social.follows (follower_id, followee_id, state)
      values (${id('olga')}, ${id('luna')}, 'pending') on conflict do nothing`,
  },
  {
    what: 'a follow between hidden people',
    make: ({ id }) => `insert into social.follows (follower_id, followee_id, state, accepted_at)
      values (${id('susi')}, ${id('dora')}, 'accepted', now()) on conflict do nothing`,
  },
]

const content: Change[] = [
  ...[
    `caption = concat(left(caption, 20), ' rosalin #rosalin @mallory TAG')`,
    `is_sensitive = true, sensitive_note = 'rosalin'`,
    `comment_policy = 'nobody'`,
    `edited_at = now()`,
    `pinned_at = clock_timestamp()`,
  ].map(
    (set): Change => ({
      what: `posts that the viewer may not see: ${set}`,
      make: ({ posts }) => `update social.posts set ${set} where id in (${posts})`,
    }),
  ),
  {
    what: 'likes, saves and versions of posts that the viewer may not see',
    make: ({ posts, id }) => `
      insert into social.likes (user_id, post_id)
        select ${id('bert')}, id from (${posts}) as posts on conflict do nothing;
      insert into social.saves (user_id, post_id)
        select ${id('bert')}, id from (${posts}) as posts on conflict do nothing;
      insert into social.post_edits (post_id, caption, alt_texts)
        select id, 'rosalin', '{}' from (${posts}) as posts`,
  },
  {
    what: 'a post of an inactive person',
    make: ({ id, tag }) => `insert into social.posts (author_id, caption, visibility)
      values (${id('susi')}, 'rosalin #rosalin ${tag}', 'public')`,
  },
  {
    what: 'an earlier version of a public post',
    make: ({ id }) => `insert into social.post_edits (post_id, caption, alt_texts)
      values (${id("otto's post")}, 'rosalin', '{}')`,
  },
  ...[
    `body = left(body, 20) || ' rosalin @mallory TAG'`,
    `edited_at = now()`,
    `pinned_at = now()`,
  ].map(
    (set): Change => ({
      what: `comments of inactive people: ${set}`,
      make: () => `update social.comments set ${set} where author_id in (
        select profile_id from social_private.accounts where audience_level = 0)`,
    }),
  ),
  {
    what: 'the text and the likes of a comment that the author of the post has hidden',
    seenBy: ['fred'],
    make: ({ id, tag }) => `
      update social.comments set body = 'fred rosalin @mallory ${tag}', edited_at = now()
        where id = ${id("fred's comment")};
      insert into social.comment_likes (user_id, comment_id)
        values (${id('bert')}, ${id("fred's comment")}) on conflict do nothing`,
  },
  {
    what: 'a comment under a private post',
    seenBy: ['fred'],
    make: ({ id, tag }) => `insert into social.comments (post_id, author_id, body)
      values (${id("luna's post")}, ${id('fred')}, 'secret comment rosalin ${tag}')`,
  },
]

const records: Change[] = [
  {
    what: 'an e-mail address and a sign-in of another person',
    make: ({ id }) => `update auth.users set email = 'rosalin.' || email, last_sign_in_at = now()
      where id in (${id('olga')}, ${id('susi')})`,
  },
  {
    what: 'a reserved name and a name of an erased person',
    make: ({ tag }) => `
      insert into social_private.reserved_usernames (username) values ('rosalin${tag}');
      insert into social_private.username_reservations (skeleton_hash, released_at)
        values (sha256('rosalin${tag}'), now() + interval '1 day')`,
  },
  {
    what: 'an upload and a queued file of another person',
    make: ({ id, tag }) => `
      insert into social_private.uploads (id, owner_id, purpose, source_path)
        values (gen_random_uuid(), ${id('luna')}, 'post', '${tag}');
      insert into social_private.file_deletions (bucket_id, path)
        values ('social-media', '${tag}')`,
  },
  {
    what: 'a member of staff',
    make: ({ id }) => `insert into social_private.staff (profile_id, role)
      values (${id('bert')}, 'moderator') on conflict do nothing`,
  },
  {
    what: 'a report by another person',
    make: ({ stack }) =>
      call(stack, stack.people.luna, 'report_profile', {
        profile_id: stack.ids.olga,
        reason: 'spam',
        note: 'rosalin',
      }),
  },
]

/** Accounts that exist in one of the two worlds only. */
const accounts: Change[] = ['suspended_at', 'deactivated_at', 'deleted_at', 'unconfirmed_at'].map(
  (column): Change => ({
    what: `a new account with ${column}`,
    make: async ({ stack, tag }) => {
      const { id } = await newcomer(stack, tag, column)
      await stack.sql`update social_private.accounts
        set ${stack.sql(column)} = now() where profile_id = ${id}`
    },
  }),
)

/** A new account that blocks the viewer. A person without a login sees it, so it is not a change. */
const blocker: Change = {
  what: 'a new account that blocks the viewer',
  seenBy: ['nobody'],
  make: async ({ stack, tag, viewer }) => {
    const { id } = await newcomer(stack, tag, 'blocker')
    await stack.sql`insert into social_private.blocks (blocker_id, blocked_id)
      values (${id}, ${stack.ids[viewer] ?? ''})`
  },
}

async function newcomer(stack: AttackStack, tag: string, word: string): Promise<Attacker> {
  const person = await register(stack, `rosalin_${tag}_${word[0]}`)
  await stack.sql`update social.profiles set display_name = 'Rosalin Krause ${stack.sql.unsafe(tag)}'
    where id = ${person.id}`
  return person
}

/** All changes. The attack makes them one after the other, in this order. */
export const changes = [...profiles, ...lists, ...content, ...records, ...accounts, blocker]
