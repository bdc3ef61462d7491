import { pageAt } from './pages.ts'
import type { Path } from './path.ts'
import type { Sessions } from './sessions.ts'
import { list, readSql } from './sql.ts'

/**
 * Benchmarks reads of tables with embedded rows, with and without policies. The statements are
 * those that PostgREST sends.
 */
export async function tablePaths(sessions: Sessions): Promise<Path[]> {
  const viewer = sessions.viewer('follows 500')
  const page = await pageAt(viewer, 'social.home_feed($1)', [])
  const reads = {
    explore: { filter: 'true', params: [] },
    'one author': {
      filter: 'posts.author_id = $1::uuid',
      params: [sessions.named.get('busiest') ?? ''],
    },
    '20 ids': { filter: 'posts.id = any ($1::uuid[])', params: [list(page.ids)] },
  }
  return Object.entries(reads).map(([name, { filter, params }]) => {
    const text = readSql('rest_page', { filter })
    return {
      name: `table with embeds, ${name}`,
      variants: [
        { name: 'RLS off', on: [sessions.owner], text, params: [params] },
        { name: 'ours', on: [viewer.sql], viewer, text, params: [params] },
      ],
      goals: [{ of: 'ours', to: 'RLS off', max: 2 }],
    }
  })
}
