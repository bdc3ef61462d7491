import { floor } from './pages.ts'
import type { Path, Variant } from './path.ts'
import type { Sessions, Viewer } from './sessions.ts'
import { cardsOf, readSql } from './sql.ts'

const CALL = 'social.profile_search($1)'
const P95 = 5

// A prefix search takes a first name and the start of a last name. A typeahead search takes the
// start of a first name. A fuzzy search takes a full name with one wrong letter.
const WORDS = `
  select distinct on (word) word from (
    select case $1
      when 'prefix' then first_name || '.' || left(last_name, 3)
      when 'typeahead' then left(first_name, 3)
      else overlay(first_name placing 'x' from 3 for 1) || ' ' || last_name
    end as word
    from bench.people where n % 50 = 0
  ) as words
  limit 50`

/** Benchmarks the profile search. Each run searches for another person. */
export async function searchPaths(sessions: Sessions): Promise<Path[]> {
  const viewer = sessions.viewer('follows 500')
  await viewer.become()
  const paths: Path[] = []
  for (const kind of ['typeahead', 'prefix', 'fuzzy']) {
    const words = await sessions.owner.unsafe<{ word: string }[]>(WORDS, [kind])
    const texts = words.map((row) => row.word)
    const pages: string[][] = []
    for (const text of texts) {
      const rows = await viewer.sql.unsafe<{ id: string }[]>(`select id from ${CALL}`, [text])
      pages.push(rows.map((row) => row.id))
    }
    paths.push({
      name: `search, ${kind}`,
      variants: [
        floor(sessions, 'profiles', viewer, pages),
        {
          name: 'ours',
          on: [viewer.sql],
          viewer,
          text: `select * from ${CALL}`,
          params: texts.map((text) => [text]),
        },
        naive(sessions, viewer, texts),
      ],
      goals: [
        { of: 'ours', p95: P95 },
        ...(kind === 'typeahead' ? [{ of: 'ours', to: 'floor', max: 2 }] : []),
      ],
    })
  }
  return paths
}

function naive(sessions: Sessions, viewer: Viewer, texts: string[]): Variant {
  return {
    name: 'ilike %…%',
    on: [sessions.custom, sessions.generic],
    text: cardsOf('profiles', readSql('search_ilike'), 'username'),
    params: texts.map((text) => [viewer.id, text]),
  }
}
