import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

/**
 * Unusual direct writes to tables. tests/integration/sdk/table-reads.test.ts tries plain writes on
 * every table.
 */
export function writing({ people, ids }: AttackStack): Attack[] {
  const row = { user_id: ids.mallory, post_id: ids["otto's post"] }
  const writes: [string, string, string, unknown, Record<string, string>?][] = [
    ['delete all likes', 'DELETE', 'likes', undefined],
    ['empty the captions of posts by a filter', 'PATCH', 'posts?id=gt.0', { caption: '' }],
    ['empty the caption of every post', 'PATCH', 'posts', { caption: '' }],
    ['insert nothing', 'POST', 'likes', []],
    ['insert an empty row', 'POST', 'likes', {}],
    ['like as another person', 'POST', 'likes', { ...row, user_id: ids.fred }],
    ['like a hidden post', 'POST', 'likes', { ...row, post_id: ids["luna's post"] }],
    ['insert several likes', 'POST', 'likes', [row, row, row]],
    ['like and merge duplicates', 'POST', 'likes', row, { prefer: 'resolution=merge-duplicates' }],
    [
      'like and ignore duplicates',
      'POST',
      'likes?on_conflict=user_id,post_id',
      row,
      { prefer: 'resolution=ignore-duplicates' },
    ],
    ['like with chosen columns', 'POST', 'likes?columns=user_id,post_id', row],
    ['like and return the row', 'POST', 'likes?select=*', row, { prefer: 'return=representation' }],
    ['like and demand a commit', 'POST', 'likes', row, { prefer: 'tx=commit' }],
    [
      'insert likes as CSV',
      'POST',
      'likes',
      `user_id,post_id\n${row.user_id},${row.post_id}`,
      { 'content-type': 'text/csv' },
    ],
    [
      'insert an accepted follow',
      'POST',
      'follows',
      { follower_id: ids.mallory, followee_id: ids.luna, state: 'accepted' },
    ],
    [
      'replace a profile',
      'PUT',
      `profiles?id=eq.${ids.mallory}`,
      { id: ids.mallory, username: 'root' },
    ],
    [
      'rename the profile of a stranger',
      'PATCH',
      `profiles?id=eq.${ids.otto}`,
      { username: 'taken' },
    ],
    ['delete the profile of a stranger', 'DELETE', `profiles?id=eq.${ids.otto}`, undefined],
    [
      'post as another person',
      'POST',
      'posts',
      { author_id: ids.otto, caption: 'x', visibility: 'public' },
    ],
    ['comment as another person', 'POST', 'comments', { ...row, author_id: ids.otto, body: 'x' }],
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
          // An insert of zero rows may succeed, because it changes nothing.
          expects: name === 'insert nothing' ? 'harmless' : 'refused',
        },
        ...(body !== undefined && { body }),
      }),
    ),
  )
}
