import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

/** Unusual writes; tests/integration/sdk/tables.test.ts tries plain ones on every table. */
export function writing({ people, ids }: AttackStack): Attack[] {
  const row = { user_id: ids.mallory, post_id: ids["otto's post"] }
  const writes: [string, string, string, unknown, Record<string, string>?][] = [
    ['delete all likes', 'DELETE', 'likes', undefined],
    ['empty a post', 'PATCH', 'posts?id=gt.0', { caption: '' }],
    ['empty every post', 'PATCH', 'posts', { caption: '' }],
    ['insert nothing', 'POST', 'likes', []],
    ['insert an empty row', 'POST', 'likes', {}],
    ['like as another', 'POST', 'likes', { ...row, user_id: ids.fred }],
    ['like a hidden post', 'POST', 'likes', { ...row, post_id: ids["luna's post"] }],
    ['insert many', 'POST', 'likes', [row, row, row]],
    ['merge', 'POST', 'likes', row, { prefer: 'resolution=merge-duplicates' }],
    [
      'ignore',
      'POST',
      'likes?on_conflict=user_id,post_id',
      row,
      { prefer: 'resolution=ignore-duplicates' },
    ],
    ['choose columns', 'POST', 'likes?columns=user_id,post_id', row],
    ['have it returned', 'POST', 'likes?select=*', row, { prefer: 'return=representation' }],
    ['commit it', 'POST', 'likes', row, { prefer: 'tx=commit' }],
    [
      'insert as csv',
      'POST',
      'likes',
      `user_id,post_id\n${row.user_id},${row.post_id}`,
      { 'content-type': 'text/csv' },
    ],
    [
      'accept by hand',
      'POST',
      'follows',
      { follower_id: ids.mallory, followee_id: ids.luna, state: 'accepted' },
    ],
    [
      'put a profile',
      'PUT',
      `profiles?id=eq.${ids.mallory}`,
      { id: ids.mallory, username: 'root' },
    ],
    ['rename a stranger', 'PATCH', `profiles?id=eq.${ids.otto}`, { username: 'taken' }],
    ['delete a stranger', 'DELETE', `profiles?id=eq.${ids.otto}`, undefined],
    [
      'post as another',
      'POST',
      'posts',
      { author_id: ids.otto, caption: 'x', visibility: 'public' },
    ],
    ['comment as another', 'POST', 'comments', { ...row, author_id: ids.otto, body: 'x' }],
    ['set a counter', 'PATCH', `post_counts?post_id=eq.${row.post_id}`, { like_count: 1e6 }],
  ]
  const whose = { nobody: undefined, mallory: people.mallory, otto: people.otto }
  return Object.entries(whose).flatMap(([who, as]) =>
    writes.map(
      ([name, method, path, body, headers = {}]): Attack => ({
        ...{
          name: `${name} as ${who}`,
          method,
          path: `/rest/v1/${path}`,
          as,
          headers,
          // A success must change nothing.
          expects: name === 'insert nothing' ? 'harmless' : 'refused',
        },
        ...(body !== undefined && { body }),
      }),
    ),
  )
}
