import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { mp4, photograph, withPlace } from '../../support/files.ts'
import { metadataOf } from '../../support/metadata.ts'
import { type Person, people } from '../../support/people.ts'
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
