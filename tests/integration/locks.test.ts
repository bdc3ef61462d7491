import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Case, passing, type Who, waiting } from '../support/locks-cases.ts'
import { createLockFixtures, type LockFixtures } from '../support/locks-fixtures.ts'
import { ownDatabase } from '../support/own-database.ts'
import { openWorld } from '../support/world.ts'

const database = await ownDatabase()
const world = openWorld(database.url)
const holder = postgres(database.url, { max: 1, onnotice() {} })
let fixtures: LockFixtures

beforeAll(async () => {
  fixtures = await createLockFixtures(world)
})
afterAll(async () => {
  await Promise.all([world.close(), holder.end()])
  await database.stop()
})

const named = (text: string) => text.replace(/\$(\w+)/g, (_, name) => `'${fixtures.ids[name]}'`)
const sessionOf = (who: Who) => (who === 'operator' ? world.sql : fixtures.people[who].sql)

/**
 * Makes a call while the statement `held` of another session is uncommitted. Returns `ends`,
 * `waits` or the error message. Rolls both sessions back. The statement `held` conflicts with no
 * lock of the call except the lock under test.
 */
async function meet(held: string, who: Who, call: string): Promise<string> {
  const sql = sessionOf(who)
  await holder.unsafe(`begin; ${named(held)}`)
  try {
    await sql.unsafe(`begin; set local lock_timeout = '250ms'`)
    await sql.unsafe(named(call))
    return 'ends'
  } catch (error) {
    const { code, message } = error as postgres.PostgresError
    return code === '55P03' ? 'waits' : message
  } finally {
    await sql.unsafe('rollback')
    await holder.unsafe('rollback')
  }
}

it.each(waiting)(
  'while "%s" of another session is uncommitted, %s waits in the call "%s"',
  async (...[held, who, call]: Case) => {
    expect(await meet(held, who, call)).toBe('waits')
  },
)

it.each(passing)(
  'while "%s" of another session is uncommitted, %s does not wait in the call "%s"',
  async (...[held, who, call]: Case) => {
    expect(await meet(held, who, call)).toBe('ends')
  },
)

describe('after the wait for a lock of another session', () => {
  /**
   * Makes a call while the statement `change` of another session is uncommitted. Then commits the
   * change. Returns `ends` or the error of the call.
   */
  async function overtaken(change: string, who: Who, call: string): Promise<string> {
    await holder.unsafe(`begin; ${named(change)}`)
    const outcome = sessionOf(who)
      .unsafe(named(call))
      .then(
        ([row]) => row?.answer?.message ?? 'ends',
        (error) => error.message,
      )
    await new Promise((resolve) => setTimeout(resolve, 300))
    await holder.unsafe('commit')
    return outcome
  }

  it('restoring an account fails if the other session has begun to erase the account', async () => {
    await world.sql`update social_private.erasures set erases_at = now() + interval '1 day'`
    const begin = 'update social_private.erasures set started_at = now() where profile_id = $dan'
    expect(await overtaken(begin, 'dan', 'select social.restore_profile()')).toBe('restore_expired')
  })

  it('restoring a comment fails if the other session has erased the comment', async () => {
    const erase = 'delete from social.comments where id = $deep'
    const restore = 'select social.restore_comment($deep)'
    expect(await overtaken(erase, 'alice', restore)).toBe('comment_not_found')
  })

  it('changing a username fails if the other session has changed the username', async () => {
    const first = `update social.profiles set username = 'carol_the_second' where id = $carol`
    const second = `select social.change_username('carol_the_third') as answer`
    expect(await overtaken(first, 'carol', second)).toBe('username_changed_recently')
  })

  it('resolving a report fails if the other session has resolved the report', async () => {
    const first = `update social_private.reports set decision = 'dismissed', decided_at = now()
      where id = $report`
    const second = `select social.resolve_report($report, 'action_taken', 'Spam')`
    expect(await overtaken(first, 'carol', second)).toBe('report_resolved')
  })

  it('erasing a comment keeps a reply that the other session has added', async () => {
    const answer = `insert into social.comments (post_id, parent_id, root_id, depth, author_id, body)
      select post_id, id, id, 1, $carol, 'Late.' from social.comments where id = $lone`
    const erase = 'select social_private.erase_comments_of($bob, 10)'
    expect(await overtaken(answer, 'operator', erase)).toBe('ends')
    const replies = await world.sql`select from social.comments where body = 'Late.'`
    expect(replies).toHaveLength(1)
  })
})
