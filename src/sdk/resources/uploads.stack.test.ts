import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../result.ts'
import { expectRefusal } from '../test/expect.ts'
import { elsewhere, newcomer, nobody, type Person, people, photo, upload } from '../test/people.ts'
import { sql } from '../test/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

/** How many files somebody has. */
async function filesOf({ id }: Person): Promise<number> {
  const files = await sql`select from storage.objects where name like ${`${id}/%`}`
  return files.length
}

describe('an upload', () => {
  it('lies in the folder of its person, with the extension of its type', async () => {
    const { path } = unwrap(await alice.social.media.upload(photo()))
    expect(path).toMatch(new RegExp(`^${alice.id}/[0-9a-f-]{36}\\.jpg$`))
    const [file] = await sql`select metadata from storage.objects where name = ${path}`
    expect(file?.metadata).toMatchObject({ mimetype: 'image/jpeg', size: photo().size })
  })

  it('may be a Blob or bytes, which need a type', async () => {
    const bytes = await photo().arrayBuffer()
    const { media } = alice.social
    const contentType = 'image/webp'
    for (const body of [bytes, new Uint8Array(bytes), photo('')]) {
      const { path } = unwrap(await media.upload(body, { contentType }))
      expect(path).toMatch(/\.webp$/)
      const [file] = await sql`select metadata from storage.objects where name = ${path}`
      expect(file?.metadata).toMatchObject({ mimetype: contentType, size: bytes.byteLength })
    }
    await expectRefusal(media.upload(bytes), 'file_type_invalid')
  })

  it.each(['', 'text/html', 'image/svg+xml', 'image/gif', 'constructor'])(
    'of type %j is refused',
    async (type) => {
      const before = await filesOf(alice)
      await expectRefusal(alice.social.media.upload(photo(type)), 'file_type_invalid')
      await expectRefusal(alice.social.media.uploadAvatar(photo(type)), 'file_type_invalid')
      expect(await filesOf(alice)).toBe(before)
    },
  )

  it('of a video is refused as a profile picture', async () => {
    await expectRefusal(alice.social.media.uploadAvatar(photo('video/mp4')), 'file_type_invalid')
    unwrap(await alice.social.media.upload(photo('video/mp4')))
  })

  it('larger than the bucket takes is refused', async () => {
    const before = await filesOf(alice)
    const large = new Blob([new Uint8Array(5 * 1024 * 1024 + 1)], { type: 'image/png' })
    await expectRefusal(alice.social.media.uploadAvatar(large), 'file_too_large')
    expect(await filesOf(alice)).toBe(before)
  })

  it('of a picture larger than 10 MB can be stored, but not posted', async () => {
    const large = new Blob([new Uint8Array(10_485_761)], { type: 'image/png' })
    const { path } = unwrap(await alice.social.media.upload(large))
    const creating = alice.social.posts.create({ media: [{ path, width: 4, height: 3 }] })
    await expectRefusal(creating, 'media_too_large')
  })

  it.each([[null], [undefined], ['text'], [{}]])('of %j is refused', async (file) => {
    await expectRefusal(alice.social.media.upload(file as never), 'file_type_invalid')
  })

  it('wants somebody signed in, with a profile, in a session that has not ended', async () => {
    await expectRefusal(nobody().social.media.upload(photo()), 'not_signed_in')
    const login = await newcomer()
    await expectRefusal(login.social.media.upload(photo()), 'profile_missing')
    const [dave] = await people('dave')
    const phone = await elsewhere(dave)
    unwrap(await phone.social.auth.signOut({ scope: 'others' }))
    await expectRefusal(dave.social.media.upload(photo()), 'not_signed_in')
    expect([await filesOf(login), await filesOf(dave)]).toEqual([0, 0])
  })

  it('cannot be put into the folder of somebody else, changed or removed by hand', async () => {
    const path = await upload(alice)
    const bucket = bob.supabase.storage.from('media')
    const theirs = await bucket.upload(path.replace(/[0-9a-f]{4}\.jpg/, 'ffff.jpg'), photo())
    expect(theirs.error).not.toBeNull()
    const own = alice.supabase.storage.from('media')
    expect((await own.update(path, photo('image/png'))).error).not.toBeNull()
    await own.remove([path])
    await bucket.remove([path])
    const [file] = await sql`select metadata from storage.objects where name = ${path}`
    expect(file?.metadata).toMatchObject({ mimetype: 'image/jpeg' })
  })
})
