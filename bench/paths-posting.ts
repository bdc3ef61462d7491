import type { Path, Variant } from './path.ts'
import type { Sessions } from './sessions.ts'
import { readSql } from './sql.ts'

const TEXT = `select id from social.create_post('A walk along the river, and nobody about')`

/**
 * Benchmarks the publication of a post by three authors. Nearly everybody follows the first author,
 * nobody follows the second author, and 1,000 people rang the bell of the third author.
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
  await ringBells(sessions)
  return [
    {
      name: 'posting',
      variants: [
        ...[create('nobody', 'no follower'), create('celebrity', 'ours'), fanout],
        create('busiest', '1,000 bells'),
      ],
      goals: [
        { of: 'ours', to: 'no follower', max: 1.2 },
        { of: '1,000 bells', to: 'ours', max: 1.1 },
      ],
    },
  ]
}

const UNDO = `
  with rows as (delete from bench.fanout where post_id = $1::uuid)
  delete from social.posts where id = $1::uuid`

/** Lets 1,000 people ring the bell of an author. Earlier builds have no bells. */
async function ringBells({ owner, named }: Sessions): Promise<void> {
  const [found] = await owner`select to_regclass('social_private.bells') is not null as exists`
  if (!found?.exists) return
  await owner.unsafe(
    `insert into social_private.bells (ringer_id, author_id)
     select profiles.id, $1::uuid from social.profiles where profiles.id <> $1
     order by profiles.id limit 1000 on conflict do nothing`,
    [named.get('busiest') ?? ''],
  )
}
