import { afterAll, expect, test } from 'vitest'
import { openWorld, type Person } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

const ROUNDS = 15

async function staff(name: string, role: string): Promise<Person> {
  const member = await world.person(name)
  await world.sql`insert into social_private.staff (profile_id, role) values (${member.id}, ${role})`
  return member
}

async function leave(...people: Person[]): Promise<void> {
  await Promise.all(people.map(({ sql }) => sql.end()))
}

test('when two moderators resolve a report or decide an appeal at the same time, exactly one succeeds', async () => {
  const [mona, otto] = [await staff('mona', 'moderator'), await staff('otto', 'moderator')]
  const [alice, bob] = [await world.person('alice'), await world.person('bob')]
  const ada = await staff('ada', 'administrator')
  for (let round = 0; round < ROUNDS; round++) {
    const post = await world.post(bob)
    const [report] = await alice.call('report_post', { post_id: post, reason: 'spam' })
    const closing = { report_id: report?.id, reason: 'because' }
    const closed = await Promise.all([
      mona.attempt('resolve_report', { ...closing, decision: 'action_taken' }),
      otto.attempt('resolve_report', { ...closing, decision: 'dismissed' }),
    ])
    expect(closed.sort()).toEqual(['ok', 'report_resolved'])

    await ada.call('moderate_post', { post_id: post, action: 'hide', reason: 'because' })
    const [sanction] = await bob.call('my_sanctions', { page_size: 1 })
    await bob.call('appeal_sanction', { sanction_id: sanction?.id, reason: 'No' })
    const [appeal] = await world.sql`
      select id from social_private.appeals where sanction_id = ${sanction?.id as string}`
    const deciding = { appeal_id: appeal?.id, reason: 'because' }
    const decided = await Promise.all([
      mona.attempt('decide_appeal', { ...deciding, decision: 'upheld' }),
      otto.attempt('decide_appeal', { ...deciding, decision: 'overturned' }),
    ])
    expect(decided.sort()).toEqual(['appeal_decided', 'ok'])
    const [told] = await bob.call('my_sanctions', { page_size: 1 })
    expect(told?.is_in_force).toBe(told?.decision === 'upheld')
  }
  await leave(mona, otto, alice, bob, ada)
}, 120_000)

test('if a person reports again while staff resolve the first report, a new report is opened', async () => {
  const [mona, alice, bob] = [
    await staff('mona', 'moderator'),
    await world.person('alice'),
    await world.person('bob'),
  ]
  const target = { profile_id: bob.id, reason: 'spam' }
  const [first] = await alice.call('report_profile', target)
  await mona.sql`begin`
  await mona.call('resolve_report', {
    report_id: first?.id,
    decision: 'action_taken',
    reason: 'because',
  })
  const reporting = alice.call('report_profile', target)
  await new Promise((resolve) => setTimeout(resolve, 300))
  await mona.sql`commit`
  const [again] = await reporting
  expect(again).toMatchObject({ decision: null })
  expect(again?.id).not.toBe(first?.id)
  await leave(mona, alice, bob)
})

test('the audit log stays one hash chain under concurrent writers', async () => {
  const team = await Promise.all(
    Array.from({ length: 12 }, (_, place) => staff(`mona${place}`, 'moderator')),
  )
  const [alice, bob] = [await world.person('alice'), await world.person('bob')]
  const post = await world.post(bob)
  const [report] = await alice.call('report_post', { post_id: post, reason: 'spam' })
  const outcomes = await Promise.all(
    team.flatMap((member) =>
      Array.from({ length: ROUNDS }, (_, round) => [
        member.attempt('review_report', { report_id: report?.id }),
        member.attempt('moderate_post', {
          post_id: post,
          action: round % 2 ? 'restore' : 'hide',
          reason: 'because',
        }),
      ]).flat(),
    ),
  )
  expect(new Set(outcomes)).toEqual(new Set(['ok']))
  expect(await world.sql`select * from social_private.verify_audit_log()`).toEqual([])
  const reviews = await world.sql`
    select from social_private.audit_log where target_id = ${report?.id as string}`
  expect(reviews).toHaveLength(team.length * ROUNDS)
  const steps = await world.sql`
    select action from social_private.audit_log where target_id = ${post} order by number`
  const turns = steps.map(({ action }, place) => action === (place % 2 ? 'restore' : 'hide'))
  expect(turns.length).toBeGreaterThan(1)
  expect(turns).not.toContain(false)
  await leave(...team, alice, bob)
}, 120_000)
