import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import type { ListVisibility } from '../../../src/sdk/types.ts'
import { expectRefusal } from '../../support/expect.ts'
import { befriend, nobody, type Person, people, person } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

describe.each([
  ['listFollowers', 'followersVisibility', 'followers_visibility'],
  ['listFollowing', 'followingVisibility', 'following_visibility'],
] as const)('the list that profiles.%s returns', (list, input, column) => {
  it.each<[ListVisibility, owner: number, follower: number, other: number]>([
    ['public', 1, 1, 1],
    ['followers', 1, 1, 0],
    ['only_me', 1, 0, 0],
  ])(
    'with the visibility %s is visible only to the viewers that this setting allows, but everybody sees the count',
    async (visibility, ...expected) => {
      const [owner, follower, listed, other] = await people('owner', 'follower', 'listed', 'other')
      const edge = list === 'listFollowers' ? [listed, owner] : [owner, listed]
      await befriend(edge[0] as Person, edge[1] as Person)
      // Followers always see themselves in a list of followers, so the test looks for another
      // person.
      await befriend(follower, owner)
      const page = unwrap(await owner.social.account.update({ [input]: visibility }))
      expect(page[column]).toBe(visibility)
      const seen = [owner, follower, other].map(async ({ social }) => {
        const { items } = unwrap(await social.profiles[list](owner.id))
        return items.filter(({ id }) => id === listed.id).length
      })
      expect(await Promise.all(seen)).toEqual(expected)
      expect(unwrap(await nobody().social.profiles[list](owner.id)).items.length > 0).toBe(
        visibility === 'public',
      )
      const seenPage = unwrap(await other.social.profiles.get(owner.id))
      expect(seenPage[list === 'listFollowers' ? 'follower_count' : 'following_count']).toBe(
        list === 'listFollowers' ? 2 : 1,
      )
      expect(seenPage[column]).toBe(visibility)
    },
  )

  it('keeps its visibility when other fields change, and rejects an unknown visibility', async () => {
    const { id, social } = await person('alice')
    unwrap(await social.account.update({ [input]: 'only_me' }))
    expect(unwrap(await social.account.update({ bio: 'Hello' }))[column]).toBe('only_me')
    const unchanged = await watch(id)
    const bad = { bio: 'Changed', [input]: 'close_friends' }
    await expectRefusal(social.account.update(bad), 'invalid_input')
    expect(await unchanged()).toEqual([])
  })
})
