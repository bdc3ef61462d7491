import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { gif, mp4, photograph, png, segment, withPlace } from '../../support/files.ts'
import { metadataOf } from '../../support/metadata.ts'
import { elsewhere, newcomer, nobody, type Person, people, photo } from '../../support/people.ts'
import { sql } from '../../support/stack.ts'

let alice: Person

beforeAll(async () => {
  ;[alice] = await people('alice')
})

const file = (bytes: Buffer, type = 'image/jpeg') => new Blob([bytes as BlobPart], { type })

async function stored(bucket: string, path: string | null): Promise<Buffer> {
  const { data, error } = await alice.supabase.storage.from(bucket).download(path ?? '')
  if (error) throw error
  return Buffer.from(await data.arrayBuffer())
}

describe('an upload', () => {
  it('SEC-70 is stored without the location and the other metadata of the photograph', async () => {
    const raw = withPlace(photograph)
    expect(metadataOf(raw)).toEqual(expect.arrayContaining(['exif', 'gps', 'xmp', 'Leica', 'Anna']))
    const progress: number[] = []
    const onProgress = (done: number) => progress.push(done)
    const upload = unwrap(await alice.social.media.upload(file(raw), { onProgress }))
    const folder = `${alice.id}/${upload.id}`
    expect(upload).toMatchObject({
      path: `${folder}/display.jpg`,
      thumbnail_path: `${folder}/thumbnail.jpg`,
      mime_type: 'image/jpeg',
    })
    expect(upload.thumbhash).toMatch(/^[\w+/]{20,}=*$/)
    expect(Math.max(upload.width, upload.height)).toBeLessThanOrEqual(2048)
    for (const path of [upload.path, upload.thumbnail_path]) {
      expect(metadataOf(await stored('social-media', path))).toEqual([])
    }
    // The EXIF metadata of the raw file rotate the photo, so the stored photo is rotated.
    const upright = unwrap(await alice.social.media.upload(file(photograph)))
    expect([upload.width, upload.height]).toEqual([upright.height, upright.width])
    const avatar = unwrap(await alice.social.media.upload(file(raw), { purpose: 'avatar' }))
    expect(avatar).toMatchObject({
      path: `${folder.slice(0, 37)}${avatar.id}.jpg`,
      width: 400,
      height: 400,
    })
    expect(metadataOf(await stored('social-avatars', avatar.path))).toEqual([])
    expect([progress[0], progress.at(-1)]).toEqual([0, 1])
    expect(progress).toEqual([...progress].sort())
    expect(
      await sql`select from storage.objects where bucket_id = 'social-uploads'
      and name like ${`${alice.id}/%`}`,
    ).toHaveLength(0)
  })

  it('keeps the transparency of a picture, the first frame of a GIF and the frames of a video', async () => {
    const clear = unwrap(
      await alice.social.media.upload(file(png(600, 400, { alpha: 90 }), 'image/png')),
    )
    expect(clear).toMatchObject({ mime_type: 'image/webp', width: 600, height: 400 })
    const still = unwrap(await alice.social.media.upload(file(gif, 'image/gif')))
    expect(still).toMatchObject({ mime_type: 'image/jpeg', width: 1, height: 1 })
    const video = unwrap(await alice.social.media.upload(file(mp4(), 'video/mp4')))
    expect(video).toMatchObject({
      mime_type: 'video/mp4',
      width: 1920,
      height: 1080,
      thumbnail_path: `${alice.id}/${video.id}/tile.jpg`,
      is_animation_dropped: false,
    })
    const bytes = await stored('social-media', video.path)
    expect(bytes.length).toBe(mp4().length)
    expect(bytes.toString('latin1')).not.toMatch(/\+52\.5|Anna|udta/)
    expect(bytes.toString('latin1')).toContain('frames')
  })

  it('SEC-71 is stored once, even if it is sent twice in parallel and again later', async () => {
    const id = randomUUID()
    const send = () => alice.social.media.upload(photo(), { id })
    const both = await Promise.all([send(), send()])
    const [first, second] = both.map(unwrap)
    expect(first).toEqual(second)
    expect(unwrap(await send())).toEqual(first)
    const rows = await sql`select id from social_private.uploads where id = ${id}`
    expect(rows).toHaveLength(1)
    unwrap(await alice.social.posts.create({ media: [{ id }] }))
    await expectRefusal(alice.social.posts.create({ media: [{ id }] }), 'media_in_use')
  })

  it('of a video is stored only once, even if the video is sent twice in parallel', async () => {
    const id = randomUUID()
    const send = () => alice.social.media.upload(file(mp4(), 'video/mp4'), { id })
    const [first, second] = (await Promise.all([send(), send()])).map(unwrap)
    expect(first).toEqual(second)
    expect((await stored('social-media', first?.path ?? null)).toString('latin1')).toContain(
      'frames',
    )
  })

  it('of a picture is accepted up to the maximum size of the project, and a larger picture is rejected', async () => {
    const comments = Array(170).fill(segment(0xfe, Buffer.alloc(65_000)))
    const large = Buffer.concat([photograph.subarray(0, 2), ...comments, photograph.subarray(2)])
    await expectRefusal(alice.social.media.upload(file(large)), 'file_too_large')
    const [before] = await sql<{ bytes: number }[]>`
      update social_private.config set image_bytes = 12 * 1024 * 1024
      from (select image_bytes as bytes from social_private.config) as old returning old.bytes`
    try {
      expect(unwrap(await alice.social.media.upload(file(large))).mime_type).toBe('image/jpeg')
    } finally {
      await sql`update social_private.config set image_bytes = ${before?.bytes ?? 0}`
    }
  })

  it.each(['', 'text/html', 'image/svg+xml', 'constructor'])(
    'is rejected before it is sent if its bytes are no picture or video, whatever its type: %j',
    async (type) => {
      const page = Buffer.from('<!doctype html><svg onload="alert(1)"/>')
      await expectRefusal(alice.social.media.upload(file(page, type)), 'file_type_invalid')
      const video = alice.social.media.upload(file(mp4(), type), { purpose: 'avatar' })
      await expectRefusal(video, 'file_type_invalid')
    },
  )

  it.each([[null], [undefined], ['text'], [{}]])(
    'is rejected if %j is passed instead of a file',
    async (thing) => {
      await expectRefusal(alice.social.media.upload(thing as never), 'file_type_invalid')
    },
  )

  it('is not sent if it is too large, has a malformed id or is aborted', async () => {
    const large = file(Buffer.concat([photograph, Buffer.alloc(13 * 1024 * 1024)]))
    await expectRefusal(alice.social.media.upload(large), 'file_too_large')
    await expectRefusal(alice.social.media.upload(photo(), { id: 'x' }), 'invalid_input')
    const signal = AbortSignal.abort()
    await expectRefusal(alice.social.media.upload(photo(), { signal }), 'aborted')
  })

  it('is refused with a reason if the person has used up the quota, and accepted again later', async () => {
    const [greedy] = await people('greedy')
    await sql`
      insert into storage.objects (bucket_id, name, metadata)
      select 'social-uploads', ${greedy.id} || '/' || gen_random_uuid() || '.jpg', '{"size": 9}'
      from generate_series(1, (select upload_count_max from social_private.config))`
    await expectRefusal(greedy.social.media.upload(photo()), 'upload_quota_exceeded')
    await sql.begin(async (own) => {
      await own`select set_config('storage.allow_delete_query', 'true', true)`
      await own`delete from storage.objects where name like ${`${greedy.id}/%`}`
    })
    unwrap(await greedy.social.media.upload(photo()))
  })

  it('cannot be read back before it is processed, not even by its owner', async () => {
    const path = `${alice.id}/${randomUUID()}.JPG`
    const bucket = alice.supabase.storage.from('social-uploads')
    expect((await bucket.upload(path, photo())).error).toBeNull()
    const attempts = [
      await bucket.download(path),
      await bucket.info(path),
      await bucket.createSignedUrl(path, 60),
      await bucket.copy(path, `${alice.id}/${randomUUID()}.jpg`),
      await bucket.move(path, `${alice.id}/${randomUUID()}.jpg`),
      await bucket.createSignedUploadUrl(`${alice.id}/${randomUUID()}.jpg`),
      await bucket.upload(path, photo(), { upsert: true }),
      await bucket.update(path, photo()),
    ]
    expect(attempts.map(({ error }) => error?.message)).toEqual(
      attempts.map(() => expect.any(String)),
    )
    expect((await bucket.list(alice.id)).data).toEqual([])
    expect((await bucket.remove([path])).data).toEqual([])
    const [signed] = (await bucket.createSignedUrls([path], 60)).data ?? []
    expect(signed?.signedUrl).toBeFalsy()
    const { error } = await alice.supabase.functions.invoke('social-ingest', {
      body: { upload_id: path.slice(37, -4) },
    })
    expect(error).toBeNull()
  })

  it('requires a signed-in caller with a profile and an active session', async () => {
    await expectRefusal(nobody().social.media.upload(photo()), 'not_signed_in')
    const login = await newcomer()
    await expectRefusal(login.social.media.upload(photo()), 'profile_missing')
    const [dave] = await people('dave')
    const phone = await elsewhere(dave)
    unwrap(await phone.social.auth.signOut({ scope: 'others' }))
    await expectRefusal(dave.social.media.upload(photo()), 'not_signed_in')
  })
})
