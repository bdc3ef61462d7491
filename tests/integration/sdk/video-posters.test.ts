import { randomUUID } from 'node:crypto'
import { StorageApiError } from '@supabase/supabase-js'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { mp4, photograph, png, withPlace } from '../../support/files.ts'
import { metadataOf } from '../../support/metadata.ts'
import { elsewhere, type Person, people } from '../../support/people.ts'
import { realFile } from '../../support/real-files.ts'
import { sql } from '../../support/stack.ts'

let alice: Person
let mallory: Person

beforeAll(async () => {
  ;[alice, mallory] = await people('alice', 'mallory')
})

/** Stores a raw file, and returns the id of its upload. */
async function put(person: Person, bytes: Buffer, extension: string): Promise<string> {
  const id = randomUUID()
  const { error } = await person.supabase.storage
    .from('social-uploads')
    .upload(`${person.id}/${id}.${extension}`, bytes, {
      contentType: extension === 'mp4' ? 'video/mp4' : 'image/jpeg',
    })
  if (error) throw error
  return id
}

async function ingest(body: { upload_id: string; poster_id?: string | undefined }) {
  const { data, error } = await alice.supabase.functions.invoke('social-ingest', { body })
  if (error) throw new Error(await error.context.text())
  return data
}

async function stored(path: string): Promise<Buffer> {
  const { data, error } = await alice.supabase.storage.from('social-media').download(path)
  if (error) throw error
  return Buffer.from(await data.arrayBuffer())
}

/** The files of an upload that nothing has queued for deletion. */
async function filesOf(id: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select bucket_id || '/' || substring(name from 75) as name from storage.objects
    where name like ${`${alice.id}/${id}%`} and (bucket_id, name) not in (
      select bucket_id, path from social_private.file_deletions)
    order by name`
  return rows.map(({ name }) => name)
}

describe('the thumbnail of a video', () => {
  it('is the picture that was uploaded as its poster, without its metadata', async () => {
    const upload_id = await put(alice, mp4(), 'mp4')
    const poster_id = await put(alice, withPlace(photograph), 'jpg')
    const video = await ingest({ upload_id, poster_id })
    expect(video).toMatchObject({
      thumbnail_path: `${alice.id}/${upload_id}/thumbnail.jpg`,
      thumbhash: expect.stringMatching(/^[\w+/]{20,}=*$/),
      mime_type: 'video/mp4',
      width: 1920,
      height: 1080,
    })
    expect(metadataOf(await stored(video.thumbnail_path))).toEqual([])
    expect(await filesOf(upload_id)).toEqual([
      'social-media/display.mp4',
      'social-media/thumbnail.jpg',
    ])
    expect(await filesOf(poster_id)).toEqual([])
    // A retry after a lost answer sends the poster again.
    expect(await ingest({ upload_id, poster_id })).toEqual(video)
  })

  it('is a tile if there is no usable poster, and every card of the post has it', async () => {
    const theirs = await put(mallory, photograph, 'jpg')
    const broken = await put(alice, Buffer.from('<svg/>'), 'jpg')
    for (const poster_id of [undefined, randomUUID(), theirs, broken]) {
      const id = await put(alice, mp4(), 'mp4')
      const video = await ingest({ upload_id: id, poster_id })
      expect(video.thumbnail_path).toBe(`${alice.id}/${id}/tile.jpg`)
      const post = unwrap(await alice.social.posts.create({ media: [{ id }] }))
      const { items } = unwrap(await alice.social.posts.listByAuthor(alice.id, { pageSize: 1 }))
      for (const [item] of [post.media, items[0]?.media ?? []]) {
        expect(item).toMatchObject({
          thumbnail_path: video.thumbnail_path,
          thumbhash: video.thumbhash,
        })
      }
      const urls = unwrap(await alice.social.media.createSignedUrls([post]))
      const picture = await fetch(urls[video.thumbnail_path] ?? '')
      expect(picture.headers.get('content-type')).toBe('image/jpeg')
    }
    expect(await filesOf(broken)).toEqual([])
    const [kept] = await sql`select from storage.objects where name like ${`%${theirs}%`}`
    expect(kept).toBeDefined()
  })

  it('is one picture if two calls disagree about the poster', async () => {
    const upload_id = await put(alice, mp4(), 'mp4')
    const poster_id = await put(alice, photograph, 'jpg')
    const [first, second] = await Promise.all([
      ingest({ upload_id }),
      ingest({ upload_id, poster_id }),
    ])
    expect(first).toEqual(second)
    expect(await filesOf(upload_id)).toEqual([
      'social-media/display.mp4',
      `social-media/${first.thumbnail_path.split('/').at(-1)}`,
    ])
  })
})

describe('the poster that an app passes with a video', () => {
  const video = new Blob([new Uint8Array(mp4())])
  const rawFiles = async () => {
    const files = await filesOf('')
    return files.filter((name) => name.startsWith('social-uploads/')).length
  }
  let before: number

  beforeAll(async () => {
    before = await rawFiles()
  })

  it.each([
    ['a Buffer', photograph, 'jpg'],
    ['a typed array of a PNG', new Uint8Array(png(90, 60, { alpha: 90 })), 'webp'],
    ['a Blob with a wrong type', new Blob([new Uint8Array(photograph)], { type: 'a/b' }), 'jpg'],
    ['a HEIC', realFile('iphone.heic'), 'jpg'],
  ])('is its thumbnail: %s', async (_, poster, extension) => {
    const id = randomUUID()
    const send = () => alice.social.media.upload(video, { id, poster })
    const upload = unwrap(await send())
    expect(upload.thumbnail_path).toBe(`${alice.id}/${id}/thumbnail.${extension}`)
    expect(upload.thumbhash).toMatch(/^[\w+/]{20,}=*$/)
    expect(unwrap(await send())).toEqual(upload)
    expect(await filesOf(id)).toEqual([
      'social-media/display.mp4',
      `social-media/thumbnail.${extension}`,
    ])
  })

  it.each([
    ['a text', video, Buffer.from('words'), 'file_type_invalid', /poster/],
    ['nothing', video, null, 'file_type_invalid', /poster/],
    ['a video', video, video, 'file_type_invalid', /poster/],
    ['too large', video, Buffer.alloc(11 * 1024 * 1024, photograph), 'file_too_large', /10 MB/],
    ['for a picture', photograph, photograph, 'invalid_input', /only with a video/],
  ])('is refused before anything is sent if it is %s', async (_, file, poster, code, says) => {
    const { error } = await alice.social.media.upload(file, { poster: poster as Blob })
    expect(error?.code).toBe(code)
    expect(`${error?.message} ${error?.hint}`).toMatch(says)
    expect(await rawFiles()).toBe(before)
  })

  it('makes the upload fail if it cannot be sent, and the upload can be repeated', async () => {
    const device = await elsewhere(alice)
    const { storage } = device.supabase
    const from = storage.from.bind(storage)
    let isBroken = true
    storage.from = (bucket) => {
      const api = from(bucket)
      const upload = api.upload.bind(api)
      const error = new StorageApiError('new row violates a policy', 403, '403')
      api.upload = async (path, ...rest) =>
        isBroken && path.endsWith('.jpg') ? { data: null, error } : upload(path, ...rest)
      return api
    }
    const id = randomUUID()
    const send = () => device.social.media.upload(video, { id, poster: photograph })
    await expectRefusal(send(), 'upload_quota_exceeded')
    expect(await sql`select from social_private.uploads where id = ${id}`).toHaveLength(0)
    isBroken = false
    expect(unwrap(await send()).thumbnail_path).toContain('/thumbnail.jpg')
    expect(await rawFiles()).toBe(before)
  })
})
