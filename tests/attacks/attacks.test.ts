import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Attack, carryOut } from './attack.ts'
import { attackFaults } from './attack-faults.ts'
import { type Attacker, call, openAttackStack } from './attack-stack.ts'
import { cost } from './cost.ts'
import { difference, everythingRead } from './differential.ts'
import { edge, edgeBodies, edgeRequests } from './edge.ts'
import { exportAttacks } from './exports.ts'
import { graph } from './graph.ts'
import { defaultLimits, hammer } from './hammer.ts'
import { closedHarvest, harvest } from './harvest.ts'
import { hiddenAttributes, noticed, prepareHidden, VIEWERS } from './hidden.ts'
import { listsPrivatePosts } from './hidden-discovery.ts'
import { namesInactivePeople } from './hidden-notifications.ts'
import { identity } from './identity.ts'
import { massAssignment } from './mass-assignment.ts'
import { deceptiveNames, invisibleNames } from './names.ts'
import { notifications } from './notifications.ts'
import { rawUploads } from './raw-uploads.ts'
import { relationships } from './relationships.ts'
import { restored } from './restored.ts'
import { signing } from './signing.ts'
import { addStaff, staff } from './staff.ts'
import { storageReading } from './storage-reading.ts'
import { storageWriting } from './storage-writing.ts'
import { logins, surface } from './surface.ts'
import { createTargets } from './targets.ts'
import { text } from './text.ts'
import { foreignTopics } from './topics.ts'
import { usernames } from './usernames.ts'
import { visibility } from './visibility.ts'

// Password hashing is the slowest part of a sign-up, so the tests use the lowest bcrypt cost.
process.env.LITE_AUTH_BCRYPT_COST ??= '4'
const stack = await openAttackStack()
const limits = await defaultLimits(stack)
await createTargets(stack)
await addStaff(stack)
afterAll(() => stack.close())

const count = { attacks: 0, successes: 0 }
afterAll(() => console.log(`${count.attacks} attacks, ${count.successes} successes`))

const headings: Record<string, Attack[]> = {
  'requests to tables, functions and schemas that are not exposed': await surface(stack),
  'use of forged tokens and of ended sessions': await identity(stack),
  'passing values that only the server may set': massAssignment(stack),
  'changes to content of other people': await graph(stack),
  'search for hidden content': await visibility(stack),
  'collections of data about many people': await harvest(stack),
  'denial of service by expensive requests': await cost(stack),
  'use of deceptive usernames, names, texts and ids': [
    ...usernames(stack),
    ...invisibleNames(stack),
    ...text(stack),
  ],
  'access to files of other people in Storage': [
    ...storageReading(stack),
    ...storageWriting(stack),
  ],
  'access to raw uploads, and uploads without the quota': await rawUploads(stack),
  'calls of the worker without the secret key': edge(stack),
  'malformed requests to edge functions': [...edgeBodies(stack), ...edgeRequests(stack)],
  'access to exports of other people': await exportAttacks(stack),
  'creation of URLs that work longer than the operator allows': await signing(stack),
  'use of a right after the end of the relationship that gave it': await relationships(stack),
  'restoration of content that could not be created any more': await restored(stack),
  'access to notifications of other people, and forged notifications': await notifications(stack),
  'calls of staff functions and access to reports of other people': await staff(stack),
}

/** Leaves out public totals. They fall when an account becomes inactive, but not after a block. */
function withoutCounts(seen: Record<string, string>): Record<string, string> {
  const pairs = Object.entries(seen).map(([what, answer]) => [
    what,
    answer.replace(/"\w+_count":\d+/g, ''),
  ])
  return Object.fromEntries(pairs)
}

describe('the attack catalogue', { timeout: 300_000 }, () => {
  it.each(Object.entries(headings))('no attack of this kind succeeds: %s', async (_, attacks) => {
    const achieved = await carryOut(stack, attacks)
    count.attacks += attacks.length
    count.successes += achieved.length
    expect(achieved).toEqual([])
  })

  it('no attack reads a list, table or file that the operator has closed', async () => {
    await stack.sql`update social_private.config set allow_reading_without_login = false,
      directory_visibility = 'nobody', likes_visibility = 'author'`
    const attacks = await closedHarvest(stack)
    const achieved = await carryOut(stack, attacks)
    count.attacks += attacks.length
    count.successes += achieved.length
    await stack.sql`update social_private.config set allow_reading_without_login = default,
      directory_visibility = default, likes_visibility = default`
    expect(achieved).toEqual([])
  })

  it('every stored name is one visible line', async () => {
    const { tried, kept } = await deceptiveNames(stack)
    count.attacks += tried
    count.successes += kept.length
    expect(kept).toEqual([])
  })

  it('the API roles cannot log in to Postgres', async () => {
    count.attacks += 3
    expect(await logins(stack)).toEqual([])
  })

  it('nobody may join the topic of another person, or of a post that they may not see', async () => {
    const { asked, wrong } = await foreignTopics(stack)
    count.attacks += asked
    count.successes += wrong.length
    expect(wrong).toEqual([])
  })

  it('a muted person cannot notice the mute', async () => {
    const mallory = stack.people.mallory as Attacker
    const before = await everythingRead(stack, mallory)
    await call(stack, stack.people.otto, 'mute_profile', { profile_id: mallory.id })
    expect(difference(before, await everythingRead(stack, mallory))).toEqual([])
  })

  // Counts are public totals: they drop while an account is inactive, but not after a block.
  it('a blocked person cannot tell a block from an inactive account, except by counts', async () => {
    const { otto, xaver } = stack.people as Record<string, Attacker>
    const blocked = await everythingRead(stack, xaver as Attacker)
    await call(stack, otto, 'unblock_profile', { profile_id: xaver?.id })
    await call(stack, otto, 'deactivate_profile', {})
    const inactive = await everythingRead(stack, xaver as Attacker)
    await call(stack, otto, 'reactivate_profile', {})
    expect(difference(withoutCounts(blocked), withoutCounts(inactive))).toEqual([])
  })

  it('no call can be repeated without end, whether it fails, undoes another or has no login', async () => {
    const { attacks, endless } = await hammer(stack, limits)
    count.attacks += attacks
    count.successes += endless.length
    expect(endless).toEqual([])
  })

  describe('two worlds that differ only in something hidden', () => {
    beforeAll(() => prepareHidden(stack))

    it.each(VIEWERS)('give the same answers to %s', async (viewer) => {
      const { compared, found } = await hiddenAttributes(stack, viewer)
      count.attacks += compared
      count.successes += found.length
      expect(found.length > 0 ? [...(await noticed(stack, viewer)), ...found] : []).toEqual([])
    })

    it('give other answers if the names of inactive people stay in the search', async () => {
      await stack.sql`drop trigger sync_search_keys on social_private.accounts`
      const { found } = await hiddenAttributes(stack, 'nobody')
      expect(found.join('\n')).toMatch(/^search for "rosalin_": .*rosalin_t/m)
    })

    it('give other answers if notifications name inactive people', async () => {
      await stack.sql.unsafe(namesInactivePeople)
      const { found } = await hiddenAttributes(stack, 'mallory')
      expect(found.join('\n')).toMatch(/^notifications of nothing: .*rosalin_t/m)
    })

    it('give other answers if hashtags list posts of private accounts', async () => {
      await stack.sql.unsafe(listsPrivatePosts)
      const { found } = await hiddenAttributes(stack, 'mallory')
      expect(found.join('\n')).toMatch(/^hashtag_posts/m)
    })
  })

  it.each(attackFaults)(
    'finds a successful attack if the database has %s',
    async (_, fault, which, achieves) => {
      await stack.sql.unsafe(fault)
      const attacks = Object.values(headings).flat()
      const achieved = await carryOut(
        stack,
        attacks.filter(({ name }) => which.test(name)),
      )
      expect(achieved.join('\n')).toMatch(achieves)
    },
  )
})
