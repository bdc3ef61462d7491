import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

test('a mention of a person who is being deleted is not stored, and the comment does not wait', async () => {
  const [author, leaver] = await Promise.all([world.person('author'), world.person('leaver')])
  const post = await world.post(author)
  const name = await usernameOf(leaver.id)
  const deletion = postgres(process.env.SOCIAL_DATABASE_URL as string, { max: 1 })
  await deletion.begin(async (sql) => {
    await sql`delete from auth.users where id = ${leaver.id}`
    await author.sql`set lock_timeout = '2s'`
    expect(await author.attempt('add_comment', { post_id: post, body: `hi @${name}` })).toBe('ok')
  })
  await deletion.end()
  expect(await mentionsUnder(post)).toEqual([])
}, 120_000)

test('comments that mention the author of a post never deadlock with the deletion of the author', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, (_, i) => world.person(`p${i}`)))
  for (let round = 0; round < 20; round++) {
    const leaver = await world.person('leaver')
    const post = await world.post(leaver)
    const body = `bye @${await usernameOf(leaver.id)}`
    const [, ...outcomes] = await Promise.all([
      world.sql`delete from auth.users where id = ${leaver.id}`,
      ...people.map((person) => person.attempt('add_comment', { post_id: post, body })),
    ])
    expect(['ok', 'post_not_found']).toEqual(expect.arrayContaining(outcomes))
    expect(await mentionsUnder(post)).toEqual([])
    await leaver.sql.end()
  }
  await Promise.all(people.map(({ sql }) => sql.end()))
}, 120_000)

async function usernameOf(id: string): Promise<string> {
  const [profile] = await world.sql`select username from social.profiles where id = ${id}`
  return profile?.username
}

function mentionsUnder(postId: string): Promise<readonly object[]> {
  return world.sql`select * from social.comment_mentions
    join social.comments on comments.id = comment_id where post_id = ${postId}`
}
