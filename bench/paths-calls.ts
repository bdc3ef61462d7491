import type { Path } from './path.ts'
import type { Sessions } from './sessions.ts'
import { readSql } from './sql.ts'

/**
 * Measures the fixed cost of a function call that reads no rows. Because of this cost, short lists
 * are slower than their lower bound.
 */
export async function callPaths(sessions: Sessions): Promise<Path[]> {
  await sessions.owner.unsafe(readSql('empty_call.setup'))
  const viewer = sessions.viewer('follows 500')
  return [
    {
      name: 'any call',
      variants: [
        { name: 'select 1', on: [sessions.owner], text: 'select 1', params: [[]] },
        {
          name: 'reads nothing',
          on: [viewer.sql],
          viewer,
          text: 'select * from bench.empty_call($1)',
          params: [[viewer.id]],
        },
      ],
      goals: [],
    },
  ]
}
