import type { Path, Variant } from './path.ts'
import type { Sessions } from './sessions.ts'
import { readSql } from './sql.ts'

/** Compares a write that has a rate limit with the same write without a rate limit. */
export async function limitPaths(sessions: Sessions): Promise<Path[]> {
  const { owner } = sessions
  await owner.unsafe(readSql('unlimited.setup'))
  const viewer = sessions.viewer('follows 500')
  const [post] = await owner<{ id: string }[]>`
    select posts.id from social.posts join social.profiles on profiles.id = posts.author_id
    where posts.visibility = 'public' and not profiles.is_private and not exists (
      select from social.likes where likes.post_id = posts.id and likes.user_id = ${viewer.id}
    ) limit 1`
  const id = post?.id ?? ''
  const unlike = () =>
    owner`delete from social.likes where post_id = ${id} and user_id = ${viewer.id}`
  const remove = (table: string) => (made: string) =>
    owner.unsafe(`delete from social.${table} where id = $1`, [made])
  const writes: [name: string, call: string, undo: Variant['after']][] = [
    ['like', `like_post('${id}')`, unlike],
    ['comment', `add_comment('${id}', 'A bridge I know')`, remove('comments')],
    ['post', `create_post('A bridge over the river')`, remove('posts')],
  ]
  return writes.map(([name, call, after]) => {
    const variant = (kind: string, fn: string): Variant => {
      const text = `select ${name === 'like' ? '*' : 'id'} from ${fn}${call}`
      return { name: kind, on: [viewer.sql], viewer, text, params: [[]], after }
    }
    return {
      name: `rate limit of a ${name}`,
      variants: [variant('no limit', 'bench.unlimited_'), variant('ours', 'social.')],
      goals: [{ of: 'ours', to: 'no limit', max: 1.2 }],
    }
  })
}
