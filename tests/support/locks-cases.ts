import type { LockFixtures } from './locks-fixtures.ts'

/** The caller of a function: a person of the fixtures, or the operator. */
export type Who = keyof LockFixtures['people'] | 'operator'

/**
 * One case: an uncommitted statement of another session, the caller, and the call under test. A
 * name such as $post stands for the id of a fixture.
 */
export type Case = [held: string, who: Who, call: string]

const row = (table: string, id: string, lock: string, key = 'id') =>
  `select from ${table} where ${key} = $${id} for ${lock}`
const advisory = (words: string) => `select pg_advisory_xact_lock(hashtextextended(${words}, 0))`
const pair = 'select social_private.lock_pair($alice, $carol)'
const leaving = advisory(`'social account erasure'`)

/** Calls that must wait until the other session releases its lock. */
export const waiting: Case[] = [
  [
    row('social.profiles', 'bob', 'update'),
    'operator',
    'select social_private.lock_visible_profile($alice, $bob)',
  ],
  [pair, 'alice', 'select social.follow_profile($carol)'],
  [pair, 'alice', 'select social.unfollow_profile($carol)'],
  [pair, 'alice', 'select social.reject_follow($carol)'],
  [pair, 'alice', 'select social.remove_follower($carol)'],
  [pair, 'alice', 'select social.block_profile($carol)'],
  [pair, 'alice', 'select social.unblock_profile($carol)'],
  [pair, 'alice', 'select social.add_close_friend($carol)'],
  [
    pair,
    'operator',
    `select social_private.import_items($alice, 'follows',
        jsonb_build_array(jsonb_build_object('profile', jsonb_build_object('id', $carol))))`,
  ],
  [
    advisory(`'social import ' || $alice`),
    'operator',
    `select social_private.import_items($alice, 'posts', '[]')`,
  ],
  [
    row('social.profiles', 'alice', 'key share'),
    'operator',
    `select social_private.import_profile($alice, '{}')`,
  ],
  [
    row('social.profiles', 'alice', 'key share'),
    'alice',
    `select social.update_profile(bio => 'x')`,
  ],
  [
    row('social.profiles', 'alice', 'key share'),
    'alice',
    `select social.change_username('alice_the_second')`,
  ],
  [
    row('social_private.uploads', 'upload', 'key share'),
    'operator',
    `select social_private.complete_ingest($upload, 'x', null, null, 'image/jpeg', 1, 1, false, null)`,
  ],
  [
    row('social_private.erasures', 'dan', 'key share', 'profile_id'),
    'dan',
    'select social.delete_profile()',
  ],
  [row('social.posts', 'post', 'update'), 'alice', `select social.report_post($post, 'spam')`],
  [
    row('social.posts', 'newest', 'key share'),
    'alice',
    `select social.update_post($newest, caption => 'x')`,
  ],
  [
    row('social.comments', 'lone', 'update'),
    'alice',
    `select social.report_comment($lone, 'spam')`,
  ],
  [
    row('social.comments', 'comment', 'key share'),
    'operator',
    'select social_private.erase_comment($comment)',
  ],
  [
    row('social.comments', 'comment', 'share'),
    'operator',
    'delete from social.comments where id = $reply',
  ],
  [row('social.posts', 'post', 'update'), 'operator', 'delete from auth.users where id = $alice'],
  [
    row('social.posts', 'newest', 'key share'),
    'operator',
    'select social_private.lock_own_content($alice)',
  ],
  [
    row('social.posts', 'post', 'update'),
    'operator',
    'select social_private.lock_own_content($alice)',
  ],
  [
    row('social.comments', 'comment', 'key share'),
    'operator',
    'select social_private.lock_own_content($alice)',
  ],
  [leaving, 'operator', 'select social_private.serialize_account_erasure()'],
  [leaving, 'operator', 'delete from auth.users where id = $alice'],
  [
    row('social.posts', 'post', 'update'),
    'operator',
    'select social_private.lock_comment_for_update($alice, $lone)',
  ],
  [
    row('social.comments', 'lone', 'key share'),
    'operator',
    'select social_private.lock_comment_for_update($alice, $lone)',
  ],
  [row('social.comments', 'reply', 'share'), 'alice', 'select social.restore_comment($deep)'],
  [
    row('social_private.latest_posts', 'alice', 'key share', 'author_id'),
    'operator',
    'select social_private.refresh_latest_post($alice)',
  ],
  [
    row('social_private.latest_posts', 'alice', 'key share', 'author_id'),
    'alice',
    'select social.archive_post($older)',
  ],
  [
    advisory(`'social staff'`),
    'operator',
    'select social_private.require_other_administrator($alice)',
  ],
  [
    row('social_private.accounts', 'bob', 'update', 'profile_id'),
    'carol',
    `select social.add_staff_member($bob, 'moderator')`,
  ],
  [
    advisory(`'social audit log'`),
    'operator',
    `select social_private.log_entry('hide', 'post', $post, $bob)`,
  ],
  [
    row('social.posts', 'post', 'share'),
    'operator',
    `select social_private.moderation_state('post', $post)`,
  ],
  [
    row('social.comments', 'lone', 'share'),
    'operator',
    `select social_private.moderation_state('comment', $lone)`,
  ],
  [
    row('social.comments', 'deep', 'share'),
    'operator',
    `select social_private.moderation_state('comment', $deep)`,
  ],
  [
    row('social_private.accounts', 'bob', 'share', 'profile_id'),
    'operator',
    `select social_private.moderation_state('profile', $bob)`,
  ],
  [
    row('social_private.appeals', 'sanction', 'key share', 'sanction_id'),
    'carol',
    `select social.decide_appeal($appeal, 'upheld', 'No')`,
  ],
  [
    row('social.posts', 'post', 'update'),
    'operator',
    'select social_private.erase_comments_of($bob, 10)',
  ],
  [advisory(`'social export ' || $alice`), 'alice', 'select social.request_export()'],
  [advisory(`'social profile ' || $alice`), 'alice', `select social.create_profile('someone')`],
  [
    row('social_private.exports', 'export', 'key share'),
    'operator',
    'select social_private.claim_export_page($lease, null)',
  ],
  [
    row('social_private.exports', 'export', 'key share'),
    'operator',
    'select social_private.complete_export_part($lease, 1, 1, 0, null)',
  ],
]

const drains = (queue: string) => `select social_private.drain_queue('${queue}', 1000, 'infinity')`
const counters = (table: string, id: string, key: string) =>
  `${row(`social_private.${table}`, id, 'update', key)}`

/**
 * Calls that must not wait for the lock of the other session. These calls skip locked rows, or
 * leave the locked rows to a later call.
 */
export const passing: Case[] = [
  // Maintenance gives up after two seconds, and the next run goes on.
  [leaving, 'operator', 'select social_private.run_maintenance(1)'],
  [
    row('social_private.idempotency_keys', 'alice', 'update', 'user_id'),
    'operator',
    // Maintenance deletes idempotency keys only when nothing else is left to delete.
    `update social_private.erasures set erases_at = now() + interval '1 day' where erased_at is null;
      delete from social_private.uploads;
      delete from social.posts where deleted_at is not null;
      delete from social.comments where deleted_at is not null; select social_private.run_maintenance(10)`,
  ],
  [
    `select from social_private.rate_buckets where actor_id = $alice for update`,
    'operator',
    'delete from auth.users where id = $alice',
  ],
  [row('social_private.uploads', 'old', 'update'), 'operator', drains('uploads')],
  [
    row('social.profiles', 'bob', 'update'),
    'carol',
    `select social.update_post($carols, caption => '@bob.' || left($bob, 8))`,
  ],
  [
    counters('profile_counters', 'bob', 'profile_id'),
    'carol',
    'select social.follow_profile($bob)',
  ],
  [counters('post_counters', 'post', 'post_id'), 'carol', 'select social.like_post($post)'],
  [
    counters('comment_counters', 'lone', 'comment_id'),
    'carol',
    'select social.like_comment($lone)',
  ],
  [
    'select from social_private.feed_marks for update',
    'operator',
    'select social_private.settled_time()',
  ],
  [row('social.posts', 'gone', 'update'), 'operator', drains('posts')],
  ...[row('social.comments', 'past', 'update'), row('social.posts', 'post', 'update')].map(
    (held): Case => [held, 'operator', drains('comments')],
  ),
  ...[
    row('social.likes', 'alice', 'update', 'user_id'),
    row('social.comment_likes', 'alice', 'update', 'user_id'),
    row('social.saves', 'alice', 'update', 'user_id'),
    row('social.follows', 'alice', 'update', 'follower_id'),
    row('social_private.blocks', 'alice', 'update', 'blocker_id'),
  ].map((held): Case => [held, 'operator', 'select social_private.erase_edges($alice, 1000)']),
  [row('social_private.erasures', 'dan', 'update', 'profile_id'), 'operator', drains('accounts')],
  [
    row('social_private.exports', 'waiting', 'update'),
    'operator',
    'select social_private.claim_export($bob)',
  ],
  [row('social.profiles', 'carol', 'update'), 'alice', 'select social.restore_comment($deep)'],
  [row('social.profiles', 'bob', 'update'), 'alice', 'select social.restore_comment($deep)'],
]
