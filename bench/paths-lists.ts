import { floor, ours, type Page, pageAfter, pageAt } from './pages.ts'
import type { Path } from './path.ts'
import type { Sessions } from './sessions.ts'

interface List {
  name: string
  kind: 'posts' | 'profiles' | 'comments'
  viewer: string
  call: string
  of: string
  /**
   * A query that returns the cursor of the row in the middle of the list. Null if the cursors of
   * the list are encrypted. Then the deep page is the page with number DEEP.
   */
  middle: string | null
}

const DEEP = 20

const idCursor = (table: string, where: string) => `
  select encode(uuid_send(id), 'hex') as cursor from social.${table}
  where ${where} order by id desc
  offset (select count(*) / 2 from social.${table} where ${where}) limit 1`

const LISTS: List[] = [
  {
    name: 'profile grid',
    kind: 'posts',
    viewer: 'follows 500',
    call: 'social.profile_posts($1, $2)',
    of: 'busiest',
    middle: idCursor('posts', 'author_id = $1'),
  },
  {
    name: 'comments',
    kind: 'comments',
    viewer: 'follows 500',
    call: 'social.post_comments($1, $2)',
    of: 'discussed post',
    middle: idCursor('comments', 'post_id = $1 and root_id is null'),
  },
  {
    name: 'replies',
    kind: 'comments',
    viewer: 'follows 500',
    call: 'social.comment_replies($1, $2)',
    of: 'discussed comment',
    middle: idCursor('comments', 'root_id = $1'),
  },
  {
    name: 'likers',
    kind: 'profiles',
    viewer: 'follows 500',
    call: 'social.post_likers($1, $2)',
    of: 'liked post',
    middle: null,
  },
  {
    name: 'followers',
    kind: 'profiles',
    viewer: 'follows 500',
    call: 'social.profile_followers($1, $2)',
    of: 'celebrity',
    middle: null,
  },
  {
    name: 'following',
    kind: 'profiles',
    viewer: 'follows 500',
    call: 'social.profile_following($1, $2)',
    of: 'follows 5,000',
    middle: null,
  },
  {
    name: 'follow requests',
    kind: 'profiles',
    viewer: 'requested',
    call: 'social.follow_requests($1)',
    of: '',
    middle: null,
  },
]

/**
 * Benchmarks all lists except the home feed: the first page, and a page in the middle of the list.
 */
export async function listPaths(sessions: Sessions): Promise<Path[]> {
  const paths: Path[] = []
  for (const list of LISTS) {
    const viewer = sessions.viewer(list.viewer)
    const args = list.of ? [sessions.named.get(list.of) ?? ''] : []
    const first = await pageAt(viewer, list.call, args)
    const deep =
      list.middle === null
        ? await pageAt(viewer, list.call, args, DEEP)
        : await pageAfter(first, await middleOf(sessions, list.middle, list.name, args))
    for (const [depth, page] of [['first page', first] as const, ['deep', deep] as const]) {
      paths.push(path(sessions, `${list.name}, ${depth}`, list, page))
    }
  }
  return paths
}

function path(sessions: Sessions, name: string, list: List, page: Page): Path {
  return {
    name,
    variants: [floor(sessions, list.kind, page.viewer, [page.ids]), ours(page)],
    goals: [{ of: 'ours', to: 'floor', max: 1.5 }],
  }
}

async function middleOf(sessions: Sessions, middle: string, name: string, args: string[]) {
  const [row] = await sessions.owner.unsafe<{ cursor: string }[]>(middle, args)
  if (!row) throw new Error(`The generated data has no rows for the list "${name}".`)
  return row.cursor
}
