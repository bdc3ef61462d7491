import { beforeAll, describe, expect, it, vi } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import {
  befriend,
  lock,
  nobody,
  type Person,
  pathOf,
  people,
  photo,
  publish,
  upload,
} from '../../support/people.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

async function statusOf(url: string | null | undefined): Promise<number> {
  return (await fetch(url ?? 'http://127.0.0.1:1')).status
}

describe('the address of a profile picture', () => {
  it('works for everybody, and is null if there is no picture', async () => {
    const path = `${alice.id}/${await upload(alice, 'avatar')}.jpg`
    expect(await statusOf(nobody().social.media.getAvatarUrl(path))).toBe(200)
    expect(alice.social.media.getAvatarUrl(null)).toBeNull()
    expect(alice.social.media.getAvatarUrl(undefined)).toBeNull()
  })
})

describe('signed addresses of media', () => {
  it('are created for the media of many posts in one request', async () => {
    const posts = [await publish(alice), await publish(alice)]
    const fetched = vi.spyOn(globalThis, 'fetch')
    const urls = unwrap(await bob.social.media.createSignedUrls(posts))
    expect(fetched).toHaveBeenCalledTimes(1)
    fetched.mockRestore()
    const paths = posts.flatMap(({ media }) => media.map(({ path }) => path))
    expect(Object.keys(urls)).toEqual(paths)
    for (const path of paths) {
      const response = await fetch(urls[path] ?? '')
      expect(response.headers.get('content-type')).toBe('image/jpeg')
      expect(await response.arrayBuffer()).toEqual(await photo().arrayBuffer())
    }
  })

  it('are null for hidden files, missing files and unpublished uploads of other people', async () => {
    const [carol, fan] = await people('carol', 'fan')
    await befriend(fan, carol)
    await lock(carol)
    const hidden = (await publish(carol)).media[0]?.path ?? ''
    const draft = pathOf(carol, await upload(carol))
    const paths = [hidden, draft, `${carol.id}/none.jpg`]
    const seen = async ({ social }: Person) =>
      Object.values(unwrap(await social.media.createSignedUrls(paths))).map((url) => url !== null)
    expect(await seen(carol)).toEqual([true, true, false])
    expect(await seen(fan)).toEqual([true, false, false])
    expect(await seen(bob)).toEqual([false, false, false])
    expect(await seen(nobody())).toEqual([false, false, false])
  })

  it('are created without a request if the list of media is empty', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch')
    expect(unwrap(await alice.social.media.createSignedUrls([]))).toEqual({})
    expect(fetched).not.toHaveBeenCalled()
    fetched.mockRestore()
  })

  it('expire after the requested time', async () => {
    const [post] = [await publish(alice)]
    const path = post.media[0]?.path ?? ''
    const expiry = async (options?: { expiresIn: number }) => {
      const urls = unwrap(await bob.social.media.createSignedUrls([path], options))
      const token = new URL(urls[path] ?? '').searchParams.get('token') ?? ''
      const { exp, iat } = JSON.parse(
        Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
      )
      return exp - iat
    }
    expect(await expiry()).toBe(300)
    expect(await expiry({ expiresIn: 60 })).toBe(60)
  })
})
