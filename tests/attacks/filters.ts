import type { Attack } from './attack.ts'
import type { AttackStack } from './attack-stack.ts'

/**
 * Requests that try to find hidden rows with filters, counts and sort orders on readable tables.
 */
export function filters(stack: AttackStack): Attack[] {
  const { people, ids } = stack
  const none = ({ text }: { text: string }) =>
    text === '[]' ? undefined : `it tells ${text.slice(0, 99)}`
  const empty = [
    ...["luna's post", "otto's own post", "otto's archived post", "susi's post"].flatMap((name) => [
      ...[
        `posts?id=eq.${ids[name]}`,
        `post_media?post_id=eq.${ids[name]}`,
        `likes?post_id=eq.${ids[name]}`,
      ],
      ...[`comments?post_id=eq.${ids[name]}`, `post_counts?post_id=eq.${ids[name]}`],
      `posts?or=(id.eq.${ids[name]},caption.is.null)&caption=like.*secret*`,
    ]),
    ...['luna', 'susi', 'dora'].flatMap((name) => [
      ...[`posts?author_id=eq.${ids[name]}`, `follows?followee_id=eq.${ids[name]}`],
      ...[`follows?follower_id=eq.${ids[name]}`, `profile_counts?profile_id=eq.${ids[name]}`],
    ]),
    ...['susi', 'dora'].flatMap((name) => [
      ...[`profiles?id=eq.${ids[name]}`, `profiles?username=like.${name}*`],
      ...[`comments?author_id=eq.${ids[name]}`, `likes?user_id=eq.${ids[name]}`],
    ]),
    ...['posts?caption=ilike.*secret*', 'posts?caption=match.secret', 'posts?caption=fts.secret'],
    ...[
      'comments?body=eq.secret%20comment',
      'comments?body=imatch.SECRET',
      'saves?user_id=not.is.null',
    ],
    ...[
      'posts?not.and=(visibility.eq.public)',
      'posts?audience=neq.public',
      'posts?hidden_at=not.is.null',
    ],
    ...['posts?archived_at=not.is.null', 'post_edits?select=*', 'comment_edits?select=*'],
    `saves?user_id=eq.${ids.otto}`,
  ]
  const counts = ['exact', 'planned', 'estimated'].map(
    (count): Attack => ({
      ...{ name: `count=${count} of hidden posts`, as: people.mallory, expects: 'harmless' },
      ...{
        path: `/rest/v1/posts?author_id=eq.${ids.luna}&limit=0`,
        headers: { prefer: `count=${count}` },
      },
      holds: ({ headers }) => {
        const total = headers.get('content-range')?.split('/')[1]
        return count !== 'exact' || total === '0' || total === '*'
          ? undefined
          : `it counts ${total}`
      },
    }),
  )
  const asked = empty.map(
    (path): Attack => ({
      ...{
        name: `filter ${path}`,
        path: `/rest/v1/${path}`,
        as: people.mallory,
        expects: 'harmless',
      },
      holds: ({ status, text }) => (status === 200 ? none({ text }) : undefined),
    }),
  )
  const lists = ['profile_posts', 'home_feed', 'profile_search', 'post_comments']
  const found = [
    'hashtag_posts',
    'post_search',
    'explore_posts',
    'suggested_profiles',
    'for_you_feed',
  ]
  const own = ['notifications', 'bells', 'muted_posts', 'muted_words', 'followed_hashtags']
  const functions = [...lists, ...found, ...own].flatMap((name) =>
    [
      'select=*,author:profiles(*)',
      'caption=like.*secret*',
      'order=id.desc&limit=1000000',
      'offset=1',
    ].map(
      (query): Attack => ({
        ...{ name: `${name}?${query}`, method: 'POST', path: `/rest/v1/rpc/${name}?${query}` },
        ...{ as: people.mallory, expects: 'harmless' },
        body:
          {
            profile_posts: { profile_id: ids.luna },
            post_comments: { post_id: ids["luna's post"] },
            hashtag_posts: { hashtag: 'secret' },
            post_search: { query: 'secret' },
          }[name] ?? {},
      }),
    ),
  )
  return [...asked, ...counts, ...functions, ...embeds(stack)]
}

/** Requests that embed other tables in order to read hidden rows or private tables. */
function embeds({ people }: AttackStack): Attack[] {
  const paths = [
    ...[
      'profiles?select=*,posts(*)',
      'profiles?select=*,comments(*)',
      'profiles?select=*,users(*)',
    ],
    ...['profiles?select=*,accounts(*)', 'posts?select=*,profiles!posts_author_id_fkey(*)'],
    ...[
      'posts?select=*,likes(*,profiles(*))',
      'posts?select=*,post_edits(*)',
      'posts?select=*,saves(*)',
    ],
    ...[
      'comments?select=*,posts(*)',
      'comments?select=*,hidden_comments(*)',
      'likes?select=posts!inner(*)',
    ],
    ...['profiles?select=followers:follows!follows_followee_id_fkey(*)', 'posts?select=count()'],
    ...['profiles?select=id,blocks!blocks_blocked_id_fkey(*)', 'profiles?select=*,mutes(*)'],
    ...[
      'posts?select=caption.max()',
      'posts?select=author_id,id.count()',
      'posts?select=tableoid,ctid,xmin',
    ],
    ...[
      'posts?select=caption::text,secret:caption->x',
      'posts?select=*&order=caption.desc.nullslast',
    ],
  ]
  return paths.map(
    (path): Attack => ({
      ...{
        name: `embed ${path}`,
        path: `/rest/v1/${path}`,
        as: people.mallory,
        expects: 'harmless',
      },
    }),
  )
}
