import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { openWorld, type Person, type World } from '../support/world.ts'

const ROUNDS = 15

// A separate database, in which no other test adds administrators.
let database: Database
let world: World

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  world = openWorld(database.url)
})

afterAll(async () => {
  await world?.close()
  await database?.stop()
})

async function administrator(name: string): Promise<Person> {
  const member = await world.person(name)
  await world.sql`insert into social_private.staff (profile_id, role)
    values (${member.id}, 'administrator')`
  return member
}

const ways: [string, (me: Person, other: Person) => Promise<string>][] = [
  ['remove each other', (me, other) => me.attempt('remove_staff_member', { profile_id: other.id })],
  ['remove themselves', (me) => me.attempt('remove_staff_member', { profile_id: me.id })],
  ['deactivate their accounts', (me) => me.attempt('deactivate_profile')],
  ['delete their accounts', (me) => me.attempt('delete_profile')],
]

test.each(ways)(
  'when the last two administrators %s at the same time, one administrator remains',
  async (_, go) => {
    for (let round = 0; round < ROUNDS; round++) {
      const two = [await administrator('ada'), await administrator('eve')] as [Person, Person]
      await world.sql`update social_private.staff set role = 'moderator'
      where profile_id not in (${two[0].id}, ${two[1].id})`
      const outcomes = await Promise.all([go(two[0], two[1]), go(two[1], two[0])])
      expect(outcomes).toContain('ok')
      expect(outcomes).toContainEqual(expect.stringMatching(/^(last_administrator|not_staff)$/))
      const left = await world.sql`
      select from social_private.staff join social_private.accounts using (profile_id)
      where role = 'administrator' and audience_level > 0`
      expect(left).toHaveLength(1)
      await Promise.all(two.map(({ sql }) => sql.end()))
    }
  },
  120_000,
)
