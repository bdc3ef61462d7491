import type { Attack } from './attack.ts'
import { type Ask, type Attacker, type AttackStack, call } from './attack-stack.ts'

const rpc = (name: string, body: object): Ask => ({
  ...{ method: 'POST', path: `/rest/v1/rpc/${name}`, body },
})

/** A row of the lists of notifications, bells and muted posts. */
interface Row {
  id: string
  cursor: string
}

/**
 * Attacks on the notifications of other people: with their ids and cursors, with forged cursors and
 * values, and with forged notifications.
 */
export async function notifications(stack: AttackStack): Promise<Attack[]> {
  const { mallory, otto, fred } = stack.people as Record<string, Attacker>
  const rows = async (as: Attacker | undefined, name: string): Promise<Row[]> =>
    call(stack, as, name, { page_size: 100 })
  // Mallory has two notifications, a bell and a muted post, so that she has cursors to alter.
  await call(stack, fred, 'follow_profile', { profile_id: mallory?.id })
  const reply = { post_id: stack.ids["otto's post"], parent_id: stack.ids["mallory's comment"] }
  await call(stack, fred, 'add_comment', { ...reply, body: 'a reply' })
  await call(stack, mallory, 'ring_bell', { profile_id: fred?.id })
  const muted = { post_id: stack.ids["mallory's post"] }
  await call(stack, mallory, 'mute_post_notifications', muted)
  const own = await rows(mallory, 'notifications')
  const foreign = await rows(otto, 'notifications')
  if (own.length < 2 || foreign.length < 3) throw new Error('there are no notifications to attack')
  const others = [...(await rows(mallory, 'bells')), ...(await rows(mallory, 'muted_posts'))]
  const cursors = [...foreign, ...others].map(({ cursor }) => cursor)
  const byMallory = [
    ...ofOthers(foreign),
    ...forgedCursors(own[0]?.cursor ?? '', cursors),
    ...wrongValues(),
  ].map((attack) => ({ ...attack, as: mallory }))
  return [...byMallory, ...[undefined, mallory, otto].flatMap((as) => forged(stack, as))]
}

/** Marks notifications of another person as read. Each call succeeds and changes nothing. */
function ofOthers(foreign: Row[]): Attack[] {
  const ids = foreign.map(({ id }) => id)
  return [...ids.map((id) => [id]), ids, [null], [...ids, null], []].map(
    (some, place): Attack => ({
      ...{ name: `mark_notifications_read of otto, ${place}`, expects: 'fine' },
      ...rpc('mark_notifications_read', { ids: some }),
      holds: ({ text }) => (text === '2' ? undefined : `it returns ${text}`),
    }),
  )
}

/** Cursors of other people and of other lists, and altered cursors. */
function forgedCursors(cursor: string, foreign: string[]): Attack[] {
  const altered = [...cursor].map((digit, place) => {
    const other = digit === '0' ? '1' : '0'
    return cursor.slice(0, place) + other + cursor.slice(place + 1)
  })
  const forged = [
    ...[...foreign, ...altered, cursor.slice(16), cursor.toUpperCase(), `${cursor}00`, ''],
    ...['f'.repeat(64), '0'.repeat(64), ` ${cursor}`, `${cursor}\n`, `${cursor}'--`],
  ].filter((one) => one !== cursor)
  return forged.flatMap((one): Attack[] => [
    {
      ...{ name: `mark_notifications_seen up to ${one}`, expects: 'bad' },
      ...rpc('mark_notifications_seen', { up_to: one }),
    },
    {
      ...{ name: `notifications after ${one}`, expects: 'bad' },
      ...rpc('notifications', { after: one }),
    },
    ...['bells', 'muted_posts']
      .filter(() => !foreign.includes(one))
      .map(
        (name): Attack => ({
          ...{ name: `${name} after ${one}`, expects: 'bad' },
          ...rpc(name, { after: one }),
        }),
      ),
  ])
}

const KINDS = [
  ...[null, '', ' ', 'POST_LIKE', 'post_like ', 'post-like', '%', 'x'.repeat(100_000), 0, [], {}],
  ...["post_like'; drop table social.posts; --", "' or true --", 'post_like) or (true', '$$', '\\'],
  ...[
    'sanction',
    'report_decision',
    'appeal_decision',
    'report_waiting',
    'null',
    'post_\u0000like',
  ],
]
const SOURCES = [null, '', 'Nobody', 'nobody ', 'staff', "nobody'--", 0, true, [], {}]

/** Values that an argument does not accept. */
function wrongValues(): Attack[] {
  const calls: [string, object][] = [
    ...KINDS.map((kind): [string, object] => [
      'set_notification_preference',
      { kind, from_whom: 'nobody' },
    ]),
    ...SOURCES.map((from_whom): [string, object] => [
      'set_notification_preference',
      { kind: 'post_like', from_whom },
    ]),
    ...[
      ...[null, 'all', '*', 1, { x: 1 }, [1], ['x'], [{}], '{"x"}', [true]],
      ...[Array.from({ length: 201 }, () => null), Array.from({ length: 50_000 }, () => null)],
    ].map((ids): [string, object] => ['mark_notifications_read', { ids }]),
    ...[null, 1, {}, [], true].map((up_to): [string, object] => [
      'mark_notifications_seen',
      { up_to },
    ]),
    ...['notifications', 'bells', 'muted_posts'].flatMap((name) =>
      [0, -1, 1e6, 1e12, 'x', 1.5, {}].map((page_size): [string, object] => [name, { page_size }]),
    ),
    ...['ring_bell', 'unring_bell'].flatMap((name) =>
      [null, '', 'x', 0, [], {}].map((profile_id): [string, object] => [name, { profile_id }]),
    ),
    ...['mute_post_notifications', 'unmute_post_notifications', 'watch_post'].flatMap((name) =>
      [null, '', 'x', 0, [], {}].map((post_id): [string, object] => [name, { post_id }]),
    ),
    ...['unseen_count', 'notification_preferences', 'watch_notifications'].map(
      (name): [string, object] => [name, { profile_id: '00000000-0000-0000-0000-000000000000' }],
    ),
  ]
  return calls.map(
    ([name, body]): Attack => ({
      ...{ name: `${name} ${JSON.stringify(body).slice(0, 99)}`, expects: 'refused' },
      ...rpc(name, body),
    }),
  )
}

/** Forged notifications and messages: rows of the tables, and calls of the private functions. */
function forged({ ids }: AttackStack, as: Attacker | undefined): Attack[] {
  const [post, zero] = [ids["otto's post"], '00000000-0000-0000-0000-000000000000']
  const group = { recipient_id: ids.otto, kind: 'post_like', target_id: post, generation: 99 }
  const tables: Record<string, object> = {
    notification_kinds: { kind: 'forged', description: 'x' },
    notification_groups: group,
    notifications: { group_id: zero, actor_id: ids.luna, object_id: post },
    inboxes: { profile_id: ids.luna },
    notification_preferences: { profile_id: ids.otto, kind: 'post_like', from_whom: 'nobody' },
    bells: { ringer_id: ids.luna, author_id: ids.otto },
    bell_posts: { post_id: post, author_id: ids.otto },
    muted_posts: { profile_id: ids.otto, post_id: post },
    watched_posts: { post_id: post, author_id: ids.otto, watched_until: '2999-01-01' },
    messages: { topic: `social:${ids.otto}:${zero}`, extension: 'broadcast', payload: {} },
  }
  const topic = `social:${ids.otto}:${zero}`
  const functions: Record<string, object> = {
    notify: {
      ...{ recipient: ids.otto, kind: 'post_like', actor: ids.luna },
      ...{ object_id: post, target_id: post, post_id: post },
    },
    open_notification_group: { recipient: ids.otto, kind: 'post_like', target_id: post },
    queue_bells: { post_id: post, author: ids.otto },
    notify_ringers: { post_id: post, max_rows: 10 },
    hint_person: { person: ids.otto, at: '2030-01-01', group_id: zero },
    hint_post: { post_id: post },
    move_inbox: { person: ids.otto },
    move_watched_posts: { author: ids.otto },
    send_hint: { topic, event: 'inbox', payload: {} },
    send: { payload: {}, event: 'inbox', topic, private: true },
    can_join_topic: { topic },
    count_unseen: { viewer: ids.otto },
    hidden_actors: { viewer: ids.otto },
    notification_cards: { viewer: ids.otto, hidden: [], pattern: null, ids: [], times: [] },
    forget_notifications: { max_rows: 1000 },
  }
  const who = as?.name ?? 'nobody'
  const asks = [
    ...Object.entries(tables).flatMap(([table, body]) => [
      { method: 'POST', path: `/rest/v1/${table}`, body },
      { method: 'PATCH', path: `/rest/v1/${table}?limit=1`, body },
      { method: 'DELETE', path: `/rest/v1/${table}` },
    ]),
    ...Object.entries(functions).map(([name, body]) => rpc(name, body)),
  ]
  return asks.flatMap((ask) =>
    ['social', 'social_private', 'realtime'].map(
      (schema): Attack => ({
        ...{ name: `${ask.method} ${ask.path} in ${schema} as ${who}`, as, ...ask },
        ...{ headers: { 'content-profile': schema, 'accept-profile': schema }, expects: 'denied' },
      }),
    ),
  )
}
