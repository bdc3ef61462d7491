import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

/** Mass assignment: calls that pass values which only the server may set. */
export function massAssignment(stack: AttackStack): Attack[] {
  return [...extras(stack), ...values(stack), ...media(stack)]
}

/** Passes extra arguments that the called function does not have. */
function extras({ people, ids }: AttackStack): Attack[] {
  const own = ids["mallory's post"]
  const said = ids["mallory's comment"]
  const base: Record<string, Record<string, unknown>> = {
    create_post: { caption: 'x' },
    update_post: { post_id: own, caption: 'x' },
    add_comment: { post_id: ids["otto's post"], body: 'x' },
    update_comment: { comment_id: said, body: 'x' },
    update_profile: { bio: 'x' },
    follow_profile: { profile_id: ids.luna },
    like_post: { post_id: ids["otto's post"] },
    save_post: { post_id: ids["otto's post"] },
    block_profile: { profile_id: ids.luna },
    mute_profile: { profile_id: ids.luna },
    ring_bell: { profile_id: ids.luna },
    mute_post_notifications: { post_id: ids["otto's post"] },
    watch_post: { post_id: ids["otto's post"] },
    watch_notifications: {},
    mark_notifications_read: { ids: [] },
    set_notification_preference: { kind: 'post_like', from_whom: 'nobody' },
  }
  const server: Record<string, unknown> = {
    ...{ id: ids.otto, author_id: ids.otto, user_id: ids.otto, actor: ids.otto, viewer: ids.otto },
    ...{ follower_id: ids.fred, state: 'accepted', accepted_at: '2020-01-01' },
    ...{ created_at: '1970-01-01', edited_at: null, archived_at: null, pinned_at: '2999-01-01' },
    ...{
      hidden_at: null,
      deleted_by: null,
      deleted_at: null,
      audience: 'public',
      audience_level: 2,
    },
    ...{ like_count: 1e6, follower_count: 1e6, followers_count: 1e6, post_count: 1e6 },
    ...{ is_staff: true, role: 'admin', verified: true, email: 'x@y.z', suspended_at: null },
    ...{ recipient_id: ids.otto, recipient: ids.otto, topic: 'x', epoch: ids.otto, seen_at: null },
    ...{ limited_at: null, deactivated_at: null, is_pinned: true, root_id: said, depth: 0 },
  }
  return Object.entries(base).flatMap(([name, args]) =>
    Object.entries(server)
      .filter(([key]) => !(key in args))
      .map(
        ([key, value]): Attack => ({
          ...{ name: `${name} with ${key}`, method: 'POST', path: `/rest/v1/rpc/${name}` },
          ...{ as: people.mallory, body: { ...args, [key]: value }, expects: 'refused' },
        }),
      ),
  )
}

/** Passes values that an argument does not accept. */
function values({ people, ids }: AttackStack): Attack[] {
  const own = { post_id: ids["mallory's post"] }
  const calls: [string, Record<string, unknown>][] = [
    ...['everybody', '', 'PUBLIC', 'staff', null, 0, [], {}, 'public ', "public'--"].flatMap(
      (visibility): [string, Record<string, unknown>][] => [
        ['create_post', { caption: 'x', visibility }],
        ...(visibility === null
          ? []
          : ([['update_post', { ...own, visibility }]] as [string, object][] as [
              string,
              Record<string, unknown>,
            ][])),
      ],
    ),
    ...['all', null, 1, {}].map((comment_policy): [string, Record<string, unknown>] => [
      'create_post',
      { caption: 'x', comment_policy },
    ]),
    ...['yes please', 2, {}, [], null].map((is_sensitive): [string, Record<string, unknown>] => [
      'create_post',
      { caption: 'x', is_sensitive },
    ]),
    ...['yes please', {}, [1]].map((is_private): [string, Record<string, unknown>] => [
      'update_profile',
      { is_private },
    ]),
    ['update_profile', { followers_visibility: 'nobody' }],
    ['update_profile', { avatar_id: `../${ids.otto}/00000000-0000-4000-8000-000000000000` }],
    ['update_profile', { avatar_id: '../../etc/passwd' }],
    ['mute_profile', { profile_id: ids.otto, expires_at: '1970-01-01' }],
    ['mute_profile', { profile_id: ids.otto, expires_at: 'infinity' }],
    ['mute_profile', { profile_id: ids.otto, expires_at: '-infinity' }],
    ['mute_profile', { profile_id: ids.otto, expires_at: 'tomorrow at noon' }],
    ['claim_file_deletions', { max_count: 10 }],
    ['complete_file_deletions', { ids: [ids.otto] }],
    ['note_failed_work', { queue: 'files', row_ids: [ids.otto], error: 'invented' }],
    ['begin_ingest', { upload_id: ids.otto }],
    ['refuse_ingest', { upload_id: ids.otto }],
    ['claim_export', {}],
  ]
  return calls.map(
    ([name, body]): Attack => ({
      ...{ name: `${name} ${JSON.stringify(body)}`, method: 'POST', path: `/rest/v1/rpc/${name}` },
      ...{ as: people.mallory, body, expects: 'refused' },
    }),
  )
}

/** Passes invalid media to create_post. */
function media({ people, ids, files }: AttackStack): Attack[] {
  const idOf = (name: string) => files[name]?.split('/')[1]
  const id = idOf("mallory's post")
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
  const raw: [string, string][] = [
    ['nested ten thousand levels deep', `{"media": ${deep}}`],
    ['of 5 MB', JSON.stringify({ media: [{ id: 'x'.repeat(5_000_000) }] })],
    ['with a key twice', `{"media": [{"id": "a", "id": "${id}"}]}`],
    ['with an infinite number', '{"media": [{"id": 1e400}]}'],
    ['with a number of a thousand digits', `{"media": [{"id": ${'9'.repeat(1000)}}]}`],
    ['cut off', '{"media": [{"id"'],
    ['that is not JSON', 'caption=x'],
    ['that is a list of calls', `[{"caption": "x"}, {"caption": "y"}]`],
  ]
  const items: unknown[] = [
    ...['text', 1, true, {}, [[]], [null], ['x'], [{}], [{ id: null }], [{ id: 1 }], [{ id: 'x' }]],
    ...[
      [{ id, width: 4, height: 3 }],
      [{ id, path: files["luna's post"] }],
      [{ id, owner_id: id }],
    ],
    ...[[{ id: idOf("otto's post") }], [{ id: idOf("luna's post") }], [{ id: ids.mallory }]],
    [{ id: `${id}/../${idOf("luna's post")}` }],
    [{ id }],
    Array.from({ length: 11 }, () => ({ id })),
    Array.from({ length: 10_000 }, () => ({ id })),
  ]
  const attack = (name: string, body: unknown): Attack => ({
    ...{ name: `media ${name}`, method: 'POST', path: '/rest/v1/rpc/create_post' },
    ...{ as: people.mallory, body, expects: 'refused' },
  })
  return [
    ...raw.map(([name, body]) => attack(name, body)),
    ...items.map((item) => attack(JSON.stringify(item).slice(0, 80), { media: item })),
  ]
}
