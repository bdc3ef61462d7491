import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { work } from '../../support/export-reading.ts'
import { png } from '../../support/files.ts'
import { imagesOf } from '../../support/images.ts'
import { metadataOf } from '../../support/metadata.ts'
import { befriend, type Person, people } from '../../support/people.ts'
import { sql } from '../../support/stack.ts'

let alice: Person
let bob: Person
let carol: Person

beforeAll(async () => {
  ;[alice, bob, carol] = await people('alice', 'bob', 'carol')
  await befriend(bob, alice)
})

const upload = async (width: number, height: number, purpose: 'post' | 'avatar' = 'post') => {
  const file = new Blob([png(width, height) as BlobPart], { type: 'image/png' })
  return unwrap(await alice.social.media.upload(file, { purpose }))
}

/** The files of an upload that Storage has in any bucket. */
async function filesOf(id: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select substring(name from 75) as name from storage.objects
    where name like ${`${alice.id}/${id}%`} order by name`
  return rows.map(({ name }) => name)
}

describe('the medium size of a picture', () => {
  it('is read by those who see the post, and goes with the post', async () => {
    const photo = await upload(1600, 1200)
    expect(photo.medium_path).toBe(`${alice.id}/${photo.id}/medium.jpg`)
    expect(await filesOf(photo.id)).toEqual(['display.jpg', 'medium.jpg', 'thumbnail.jpg'])
    const post = unwrap(
      await alice.social.posts.create({ media: [{ id: photo.id }], visibility: 'followers' }),
    )
    const medium = post.media[0]?.medium_path ?? ''
    expect(medium).toBe(photo.medium_path)
    const seen = unwrap(await bob.social.posts.get(post.id))
    const urls = unwrap(await bob.social.media.createSignedUrls([seen]))
    const response = await fetch(urls[medium] ?? '')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect((await imagesOf(bytes))[0]).toMatchObject({ width: 1080, height: 810 })
    expect(metadataOf(bytes)).toEqual([])
    expect(unwrap(await carol.social.media.createSignedUrls([medium]))).toEqual({ [medium]: null })
    const direct = await carol.supabase.storage.from('social-media').download(medium)
    expect(direct.error).not.toBeNull()
    await sql`delete from social.posts where id = ${post.id}`
    await work()
    expect(await filesOf(photo.id)).toEqual([])
  })

  it('is missing for small pictures and for profile pictures', async () => {
    const small = await upload(1080, 800)
    expect([small.medium_path, await filesOf(small.id)]).toEqual([
      null,
      ['display.jpg', 'thumbnail.jpg'],
    ])
    expect(await upload(1600, 1600, 'avatar')).toMatchObject({ medium_path: null, width: 512 })
  })

  it('leaves nothing behind if nobody attaches the upload', async () => {
    const { id } = await upload(1600, 1200)
    expect(await filesOf(id)).toHaveLength(3)
    await sql`update social_private.uploads set created_at = now() - interval '3 days' where id = ${id}`
    await work()
    expect(await filesOf(id)).toEqual([])
  })
})
