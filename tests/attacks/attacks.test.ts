import { afterAll, describe, expect, it } from 'vitest'
import { type Attack, carryOut } from './attack.ts'
import { cost } from './cost.ts'
import { difference, everythingRead } from './differential.ts'
import { edge } from './edge.ts'
import { exportAttacks } from './exports.ts'
import { faults } from './faults.ts'
import { graph } from './graph.ts'
import { identity } from './identity.ts'
import { massAssignment } from './mass-assignment.ts'
import { setScene } from './scene.ts'
import { appoint, staff } from './staff.ts'
import { storageReading } from './storage-reading.ts'
import { storageWriting } from './storage-writing.ts'
import { logins, surface } from './surface.ts'
import { text } from './text.ts'
import { usernames } from './usernames.ts'
import { visibility } from './visibility.ts'
import { type Attacker, call, openWorld } from './world.ts'

/** Signing people up is hashing, most of all. */
process.env.LITE_AUTH_BCRYPT_COST ??= '4'
const world = await openWorld()
await setScene(world)
await appoint(world)
afterAll(() => world.close())

const count = { attacks: 0, successes: 0 }
afterAll(() => console.log(`${count.attacks} attacks, ${count.successes} successes`))

const headings: Record<string, Attack[]> = {
  'surface and grants': await surface(world),
  'identity, tokens, sessions': await identity(world),
  'mass assignment': massAssignment(world),
  'graph, IDOR, ownership': await graph(world),
  'visibility, blocks, inference': await visibility(world),
  'cost and denial of service': await cost(world),
  'text and values': [...usernames(world), ...text(world)],
  'storage and media': [...storageReading(world), ...storageWriting(world)],
  'edge functions': edge(world),
  exports: await exportAttacks(world),
  'staff and reports': await staff(world),
}

describe('the attack catalogue', { timeout: 300_000 }, () => {
  it.each(Object.entries(headings))('%s', async (_, attacks) => {
    const achieved = await carryOut(world, attacks)
    count.attacks += attacks.length
    count.successes += achieved.length
    expect(achieved).toEqual([])
  })

  it('logging in to Postgres as an API role', async () => {
    count.attacks += 3
    expect(await logins(world)).toEqual([])
  })

  it('a mute cannot be told from none', async () => {
    const mallory = world.people.mallory as Attacker
    const before = await everythingRead(world, mallory)
    await call(world, world.people.otto, 'mute_profile', { profile_id: mallory.id })
    expect(difference(before, await everythingRead(world, mallory))).toEqual([])
  })

  it('a block cannot be told from an account that is away', async () => {
    const { otto, xaver } = world.people as Record<string, Attacker>
    const blocked = await everythingRead(world, xaver as Attacker)
    await call(world, otto, 'unblock_profile', { profile_id: xaver?.id })
    await call(world, otto, 'deactivate_profile', {})
    const away = await everythingRead(world, xaver as Attacker)
    await call(world, otto, 'reactivate_profile', {})
    expect(difference(blocked, away)).toEqual([])
  })

  it.each(faults)('would notice %s', async (_, fault, which, achieves) => {
    await world.sql.unsafe(fault)
    const attacks = Object.values(headings).flat()
    const achieved = await carryOut(
      world,
      attacks.filter(({ name }) => which.test(name)),
    )
    expect(achieved.join('\n')).toMatch(achieves)
  })
})
