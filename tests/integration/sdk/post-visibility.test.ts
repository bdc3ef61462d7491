import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { befriend, lock, nobody, people, publish } from '../../support/people.ts'

describe('the visibility of a post', () => {
  it('decides whether everybody, only followers or only the author can see the post', async () => {
    const [carol, fan, stranger] = await people('carol', 'fan', 'stranger')
    await befriend(fan, carol)
    const seenBy = async (id: string) => {
      const viewers = [carol, fan, stranger, nobody()]
      const results = await Promise.all(viewers.map(({ social }) => social.posts.get(id)))
      return results.map(({ error }) => error?.code ?? 'seen')
    }
    const hidden = 'post_not_found'
    const open = await publish(carol)
    const close = await publish(carol, { visibility: 'followers' })
    const own = await publish(carol, { visibility: 'only_me' })
    expect(await seenBy(open.id)).toEqual(['seen', 'seen', 'seen', 'seen'])
    expect(await seenBy(close.id)).toEqual(['seen', 'seen', hidden, hidden])
    expect(await seenBy(own.id)).toEqual(['seen', hidden, hidden, hidden])
    await lock(carol)
    expect(await seenBy(open.id)).toEqual(['seen', 'seen', hidden, hidden])
    unwrap(await carol.social.profiles.removeFollower(fan.id))
    expect(await seenBy(open.id)).toEqual(['seen', hidden, hidden, hidden])
  })
})
