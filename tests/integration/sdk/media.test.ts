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
import { sql, stack } from '../../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

async function statusOf(url: string | null | undefined): Promise<number> {
  return (await fetch(url ?? 'http://127.0.0.1:1')).status
}

/** Returns for each path whether the person gets a URL. */
async function seenBy({ social }: Person, paths: string[]): Promise<boolean[]> {
  const urls = unwrap(await social.media.createSignedUrls(paths))
  return paths.map((path) => urls[path] !== null)
}

/** Gives a person a profile picture, and returns its path. */
async function portray(person: Person): Promise<string> {
  const avatarId = await upload(person, 'avatar')
  return unwrap(await person.social.account.update({ avatarId })).avatar_path ?? ''
}

describe('signed addresses of profile pictures', () => {
  it('are created together with those of posts, comments and people, in one request', async () => {
    const [erin, frank] = await people('erin', 'frank')
    const [hers, his] = [await portray(erin), await portray(frank)]
    const post = await publish(erin)
    const comment = unwrap(await frank.social.comments.create(post.id, 'Nice'))
    const profile = unwrap(await bob.social.profiles.get(erin.id))
    const fetched = vi.spyOn(globalThis, 'fetch')
    const urls = unwrap(await bob.social.media.createSignedUrls([post, comment, profile, null]))
    expect(fetched).toHaveBeenCalledTimes(1)
    fetched.mockRestore()
    expect(Object.keys(urls).toSorted()).toEqual([hers, his, post.media[0]?.path].toSorted())
    for (const url of Object.values(urls)) expect(await statusOf(url)).toBe(200)
  })

  it('are null after a block, a deactivation and a replacement', async () => {
    const [gina] = await people('gina')
    const first = await portray(gina)
    expect(await seenBy(bob, [first])).toEqual([true])
    unwrap(await gina.social.profiles.block(bob.id))
    expect(await seenBy(bob, [first])).toEqual([false])
    expect(await seenBy(nobody(), [first])).toEqual([true])
    const second = await portray(gina)
    expect(await seenBy(nobody(), [first, second])).toEqual([false, true])
    unwrap(await gina.social.account.deactivate())
    expect(await seenBy(nobody(), [first, second])).toEqual([false, false])
  })

  it('are the only public way to a picture: the address without a signature gives 400', async () => {
    const path = await portray(alice)
    const open = `${stack.url}/storage/v1/object/public/social-avatars/${path}`
    expect((await fetch(open)).ok).toBe(false)
  })
})

describe('signed addresses of media', () => {
  it('are created for the media of many posts in one request', async () => {
    const posts = [await publish(alice), await publish(alice)]
    const fetched = vi.spyOn(globalThis, 'fetch')
    const paths = posts.flatMap(({ media }) => media.map(({ path }) => path))
    const urls = unwrap(await bob.social.media.createSignedUrls(paths))
    expect(fetched).toHaveBeenCalledTimes(1)
    fetched.mockRestore()
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
    expect(await seenBy(carol, paths)).toEqual([true, true, false])
    expect(await seenBy(fan, paths)).toEqual([true, false, false])
    expect(await seenBy(bob, paths)).toEqual([false, false, false])
    expect(await seenBy(nobody(), paths)).toEqual([false, false, false])
  })

  it('are created without a request if the list of media is empty', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch')
    expect(unwrap(await alice.social.media.createSignedUrls([]))).toEqual({})
    expect(fetched).not.toHaveBeenCalled()
    fetched.mockRestore()
  })

  it('are created in several requests for more than 200 files', async () => {
    const path = (await publish(alice)).media[0]?.path ?? ''
    const paths = [...Array.from({ length: 200 }, (_, i) => `${alice.id}/${i}/none.jpg`), path]
    expect((await seenBy(bob, paths)).filter(Boolean)).toHaveLength(1)
  })

  it('are refused for a lifetime that is no positive number of seconds', async () => {
    const { error } = await alice.social.media.createSignedUrls(['x'], { expiresIn: 0 })
    expect(error?.code).toBe('invalid_input')
  })

  it('expire after the requested time, or after the maximum of the operator', async () => {
    const post = await publish(alice)
    const path = post.media[0]?.path ?? ''
    const expiry = async (expiresIn?: number) => {
      const urls = unwrap(await bob.social.media.createSignedUrls([path], { expiresIn }))
      const token = new URL(urls[path] ?? '').searchParams.get('token') ?? ''
      const { exp, iat } = JSON.parse(
        Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
      )
      return exp - iat
    }
    expect(await expiry()).toBe(300)
    expect(await expiry(60)).toBe(60)
    expect(await expiry(31 * 365 * 86_400)).toBe(300)
    const setMaximum = (seconds: number) =>
      sql`update social_private.config set signed_url_seconds = ${seconds}`
    await setMaximum(90)
    expect(await expiry()).toBe(90)
    await setMaximum(300)
  })
})

describe('Storage', () => {
  it('creates no URL for anybody, in any bucket', async () => {
    const path = (await publish(alice)).media[0]?.path ?? ''
    const avatar = await portray(alice)
    const id = crypto.randomUUID()
    const raw = `${alice.id}/${id}.jpg`
    await alice.supabase.storage.from('social-uploads').upload(raw, photo())
    for (const [bucket, file] of [
      ['social-media', path],
      ['social-avatars', avatar],
      ['social-uploads', raw],
    ] as const) {
      for (const { supabase } of [alice, bob, nobody()]) {
        const storage = supabase.storage.from(bucket)
        expect((await storage.createSignedUrl(file, 31 * 365 * 86_400)).data).toBeNull()
        const many = await storage.createSignedUrls([file], 60)
        expect(many.data?.[0]?.signedUrl ?? null).toBeNull()
      }
    }
  })

  it('gives a visible file to everybody who asks with the own token or without a login', async () => {
    const path = (await publish(alice)).media[0]?.path ?? ''
    const avatar = await portray(alice)
    for (const { supabase } of [alice, bob, nobody()]) {
      expect((await supabase.storage.from('social-media').download(path)).error).toBeNull()
      expect((await supabase.storage.from('social-avatars').download(avatar)).error).toBeNull()
    }
  })
})
