import { floor } from './pages.ts'
import type { Goal, Path, Variant } from './path.ts'
import type { Sessions, Viewer } from './sessions.ts'
import { cardsOf, readSql } from './sql.ts'

const CALL = 'social.post_search($1, $2)'
/** Above this scale, a search under an ordinary policy takes longer than the timeout. */
const LARGEST_RLS_SCALE = 4

// Words that a few captions have; a word that a quarter of the captions have; a common and a rarer
// word; two neighbouring Chinese characters.
const RARE = `
  select distinct substring(caption from ' (w[0-9]{6})( |$)') as text from social.posts
  where caption ~ ' w1[5-9][0-9]{4}( |$)' limit 10`
const HAN = `
  select distinct substring(caption from '([一-鿿]{2})') as text from (
    select caption from social.posts where caption ~ '[一-鿿]{2}' limit 2000) as chinese
  limit 10`

interface Search {
  name: string
  texts: string[]
  sort: 'newest' | 'relevance'
  goals: Goal[]
}

/** Benchmarks the search of posts. Each run searches for the next text. */
export async function postSearchPaths(
  sessions: Sessions,
  scale: number,
  isCompared = true,
): Promise<Path[]> {
  const viewer = sessions.viewer('follows 500')
  await viewer.become()
  const withRls = isCompared && scale <= LARGEST_RLS_SCALE
  if (withRls) await sessions.owner.unsafe(readSql('post_search_rls.setup'))
  const texts = async (query: string) =>
    (await sessions.owner.unsafe<{ text: string }[]>(query)).map(({ text }) => text)
  const near: Goal = { of: 'ours', to: 'floor', max: 5 }
  const far: Goal[] = isCompared ? [{ of: 'ilike %…%', to: 'ours', min: 50 }] : []
  const rare = await texts(RARE)
  const searches: Search[] = [
    { name: 'rare word', texts: rare, sort: 'newest', goals: [near, ...far] },
    { name: 'common word', texts: ['harbour'], sort: 'newest', goals: [near] },
    { name: 'two words', texts: ['harbour w1', 'harbour w2'], sort: 'newest', goals: [near] },
    { name: 'two Han characters', texts: await texts(HAN), sort: 'newest', goals: [near, ...far] },
    // No caption has this phrase, but a quarter of them have both words.
    { name: 'phrase without a match', texts: ['"harbour walk"'], sort: 'newest', goals: [] },
    { name: 'common word, by relevance', texts: ['harbour'], sort: 'relevance', goals: [] },
  ]
  const paths: Path[] = []
  for (const search of searches) {
    const pages = await pagesOf(viewer, search)
    paths.push({
      name: `post search, ${search.name}`,
      variants: [
        floor(sessions, 'posts', viewer, pages),
        ours(viewer, search),
        ...(isCompared ? [ilike(sessions, viewer, search)] : []),
        ...(withRls ? [underRls(viewer, search)] : []),
      ],
      goals: search.goals,
    })
  }
  return paths
}

async function pagesOf(viewer: Viewer, { texts, sort }: Search): Promise<string[][]> {
  const pages: string[][] = []
  for (const text of texts) {
    const rows = await viewer.sql.unsafe<{ id: string }[]>(`select id from ${CALL}`, [text, sort])
    pages.push(rows.map((row) => row.id))
  }
  return pages
}

function ours(viewer: Viewer, { texts, sort }: Search): Variant {
  return {
    name: 'ours',
    on: [viewer.sql],
    viewer,
    text: `select * from ${CALL}`,
    params: texts.map((text) => [text, sort]),
  }
}

function ilike(sessions: Sessions, viewer: Viewer, { texts }: Search): Variant {
  const patterns = (text: string) => {
    const words = text.startsWith('"') ? [text.replaceAll('"', '')] : text.split(' ')
    return `{${words.map((word) => `"%${word}%"`).join(',')}}`
  }
  return {
    name: 'ilike %…%',
    on: [sessions.custom, sessions.generic],
    text: cardsOf('posts', readSql('post_search_ilike'), 'id desc'),
    params: texts.map((text) => [viewer.id, patterns(text)]),
  }
}

function underRls(viewer: Viewer, { texts }: Search): Variant {
  return {
    name: 'full text under RLS',
    on: [viewer.sql],
    viewer,
    text: `select id, caption from bench.searched_posts
      where words @@ websearch_to_tsquery('simple', $1) order by id desc limit 20`,
    params: texts.map((text) => [text]),
  }
}
