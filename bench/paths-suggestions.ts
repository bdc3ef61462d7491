import type { Path, Variant } from './path.ts'
import type { Sessions, Viewer } from './sessions.ts'
import { cardsOf, list, readSql } from './sql.ts'

const CALL = 'select * from social.suggested_profiles()'
const MASTODON = 'as Mastodon'
/** `nobody` follows nobody. */
const VIEWERS = ['nobody', 'follows 500', 'follows 5,000']

interface Suggestion {
  id: string
  mutuals: { id: string }[]
}

/**
 * Benchmarks the suggestions of people, at the first call and again. The first call computes the
 * suggestions, and the next calls read the cache.
 */
export async function suggestionPaths(sessions: Sessions): Promise<Path[]> {
  await sessions.owner.unsafe('delete from social_private.popular_profiles')
  await sessions.owner.unsafe('select social_private.refresh_popular_profiles()')
  const paths: Path[] = []
  for (const name of VIEWERS) {
    const viewer = sessions.viewer(name)
    await viewer.become()
    const forget = () =>
      sessions.owner`delete from social_private.suggestion_caches where viewer_id = ${viewer.id}`
    const rows = await viewer.sql.unsafe<Suggestion[]>(CALL)
    const bottom = floor(sessions, viewer, rows)
    const ours: Variant = { name: 'ours', on: [viewer.sql], viewer, text: CALL, params: [[]] }
    const isCompared = name !== 'nobody'
    paths.push({
      name: `suggestions, ${name}, first`,
      variants: [
        bottom,
        { ...ours, before: forget },
        ...(isCompared ? [mastodon(sessions, viewer)] : []),
      ],
      goals: [
        { of: 'ours', to: 'floor', max: 8 },
        ...(isCompared ? [{ of: MASTODON, to: 'ours', min: 20 }] : []),
      ],
    })
    paths.push({
      name: `suggestions, ${name}, again`,
      variants: [bottom, ours],
      goals: [{ of: 'ours', to: 'floor', max: 1.5 }],
    })
  }
  return paths
}

function floor(sessions: Sessions, viewer: Viewer, rows: Suggestion[]): Variant {
  const mutuals = rows.flatMap((row, index) =>
    row.mutuals.map((mutual) => ({ id: mutual.id, place: index + 1 })),
  )
  return {
    name: 'floor',
    on: [sessions.floor],
    text: readSql('cards_suggestions'),
    params: [
      [
        viewer.id,
        list(rows.map((row) => row.id)),
        list(mutuals.map((mutual) => mutual.id)),
        list(mutuals.map((mutual) => String(mutual.place))),
      ],
    ],
  }
}

function mastodon(sessions: Sessions, viewer: Viewer): Variant {
  return {
    name: MASTODON,
    on: [sessions.custom, sessions.generic],
    text: cardsOf('profiles', readSql('suggestions_mastodon'), 'id'),
    params: [[viewer.id]],
  }
}
