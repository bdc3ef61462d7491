import type { Path, Variant } from './path.ts'
import type { Sessions } from './sessions.ts'
import { readSql } from './sql.ts'

const TEXT = `select id from social.create_post('A walk along the river, and nobody about')`

/**
 * Benchmarks the publication of a post by two authors. Nearly everybody follows the first author,
 * and nobody follows the second author.
 */
export async function postingPaths(sessions: Sessions): Promise<Path[]> {
  const create = (name: string, variant: string): Variant => {
    const author = sessions.viewer(name)
    return {
      name: variant,
      on: [author.sql],
      viewer: author,
      text: TEXT,
      params: [[]],
      after: (id) => author.sql.unsafe('select social.delete_post($1)', [id]),
    }
  }
  const fanout: Variant = {
    name: 'fan-out on write',
    on: [sessions.owner],
    text: readSql('post_fanout'),
    params: [[sessions.named.get('celebrity') ?? '']],
    after: (id) => sessions.owner.unsafe(UNDO, [id]),
  }
  return [
    {
      name: 'posting',
      variants: [create('nobody', 'no follower'), create('celebrity', 'ours'), fanout],
      goals: [{ of: 'ours', to: 'no follower', max: 1.2 }],
    },
  ]
}

const UNDO = `
  with rows as (delete from bench.fanout where post_id = $1::uuid)
  delete from social.posts where id = $1::uuid`
