import type postgres from 'postgres'

/**
 * Makes a function naive. `fn` is its signature, and `from` matches the code in it that serialises
 * concurrent requests. `to` is the naive code that replaces the matched code.
 */
type Change = [fn: string, from: RegExp, to: string]

const noPairs: Change = ['lock_pair(uuid, uuid)', /RETURN .*/s, 'as $$select$$']
const noTurns: Change[] = [
  ['serialize_account_erasure()', /perform pg_advisory.*;/, ''],
  ['lock_own_content(uuid)', /perform from [^;]*for (update|key share);/g, ''],
]
const noCharge: Change = ['consume_rate_limit(uuid, text)', /with sizes as .*(?=end;)/s, '']
const plainCounters: Change = [
  'add_to_profile_counters(uuid, integer, integer, integer)',
  /for no key update skip locked/,
  '',
]
const noSecondCount: Change = [
  'queue_count_updates(uuid, social_private.count_kind[], interval)',
  /insert into social_private\.count_updates.*?;/s,
  '',
]
const acceptByReading = `
  if not exists (select from social.follows
    where follows.follower_id = accept_follow.follower_id and follows.followee_id = actor) then
    perform social_private.fail('follow_request_not_found');
  end if;
  insert into social.follows (follower_id, followee_id, state, accepted_at)
  values (accept_follow.follower_id, actor, 'accepted', clock_timestamp())
  on conflict on constraint follows_pkey do update set state = 'accepted', accepted_at = now();`
const claimByReading = `
  select * into claimed from social_private.idempotency_keys
  where idempotency_keys.user_id = claim_idempotency_key.actor
    and idempotency_keys.key = claim_idempotency_key.key;
  if not found then
    insert into social_private.idempotency_keys (user_id, key, request_hash)
    values (claim_idempotency_key.actor, claim_idempotency_key.key, hash)
    on conflict on constraint idempotency_keys_pkey do nothing;
    return null;
  end if;`
const countByReading = `
  update social_private.profile_counters as counters set
    follower_count = seen.follower_count + add_to_profile_counters.followers,
    following_count = seen.following_count + add_to_profile_counters.following
  from (select first.* from social_private.profile_counters as first
    where first.profile_id = add_to_profile_counters.profile_id) as seen
  where counters.profile_id = seen.profile_id`

const forgetAuthor = `
  if newest is null then
    delete from social_private.latest_posts
    where latest_posts.author_id = refresh_latest_post.author_id;
  end if;
  `

/**
 * Maps each storm to the changes that make its functions naive. A storm is a test with conflicting
 * requests. It must find an error in the naive functions.
 */
export const drafts: Record<string, Change[]> = {
  'block and follow': [noPairs],
  'two people block each other': [noPairs],
  'block and add a close friend': [noPairs],
  'unblock and block': [noPairs],
  'accept and cancel a follow request': [
    noPairs,
    ['accept_follow(uuid)', /update social\.follows set state.*?end if;/s, acceptByReading],
  ],
  'make the account private and follow': [['follow_profile(uuid)', / for key share/, '']],
  'many people follow each other': [plainCounters],
  'follow 15 people when only 5 follows are allowed': [noCharge],
  'many people delete their accounts': noTurns,
  'delete a post and comment on it': [
    ['add_comment(uuid, text, uuid, text)', /for key share/g, ''],
    ['like_post(uuid)', /for key share/, ''],
  ],
  'delete a post and delete its comments': [
    ['lock_comment_for_update(uuid, uuid)', /for key share/, ''],
  ],
  'pin 8 posts when only 3 pins are allowed': [noCharge],
  'one idempotency key in 32 requests': [
    [
      'claim_idempotency_key(uuid, text, text)',
      /insert into social_private\.idempotency_keys.*?end if;/s,
      claimByReading,
    ],
  ],
  'deactivate, like and follow': [
    [
      'add_to_profile_counters(uuid, integer, integer, integer)',
      /update social_private\.profile_counters as counters set.*?where free.*?\)(?=\s+returning)/s,
      countByReading,
    ],
  ],
  'deactivate an account that likes, comments and follows': [noSecondCount],
  'deactivate an account and take its likes back': [
    ['recount_likes(uuid, uuid[])', /for no key update of likes skip locked/, ''],
  ],
  'two people who follow each other deactivate their accounts': [noSecondCount],
  'hide, block, delete and restore the comments of an account that is deactivated': [
    noSecondCount,
    ['recount_comments(uuid[])', /for no key update of comments skip locked/, ''],
  ],
  'unarchive a post and publish another post': [
    ['refresh_latest_post(uuid)', /\n {2}for update;/, ';'],
  ],
  'archive a post while its author leaves and returns': [
    ['refresh_latest_post(uuid)', /(?=update social_private\.latest_posts)/, forgetAuthor],
  ],
  'delete the last replies of a tombstone': [
    ['tg_comments__sync_parent()', / for no key update;/, ';'],
  ],
}

/**
 * Replaces functions by naive versions, in which the storm must find an error. The returned
 * function restores the original functions.
 */
export async function draft(sql: postgres.Sql, storm: string): Promise<() => Promise<void>> {
  const ours: string[] = []
  for (const [fn, from, to] of drafts[storm] ?? []) {
    const [row] = await sql<{ text: string }[]>`
      select pg_get_functiondef(${`social_private.${fn}`}::regprocedure) as text`
    const text = row?.text ?? ''
    const naive = text.replace(from, () => to)
    if (naive === text) throw new Error(`${fn} no longer has ${from}`)
    await sql.unsafe(naive)
    ours.unshift(text)
  }
  return async () => {
    for (const text of ours) await sql.unsafe(text)
  }
}
