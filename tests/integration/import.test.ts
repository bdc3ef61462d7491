import '../support/own-stack.ts'

import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { importArchive, type Outcome } from '../../src/cli/import/import.ts'
import { Project } from '../../src/cli/import/project.ts'
import { unwrap } from '../../src/sdk/result.ts'
import { archiveOf } from '../support/export-archive.ts'
import { live, rowsOfOthers, withoutIds } from '../support/export-life.ts'
import { type Exported, exportOf, work } from '../support/export-reading.ts'
import { mp4, photograph } from '../support/files.ts'
import { befriend, type Person, people, person, publish } from '../support/people.ts'
import { distance } from '../support/pictures.ts'
import { sql, stack } from '../support/stack.ts'

const project = new Project(stack.url, stack.secretKey)

let alice: Person
let others: Person[]
let before: Exported
let ofOthers: string[]
let again: Person

/**
 * Exports and permanently deletes the content of a person, who then signs up with another
 * username.
 */
beforeAll(async () => {
  const everybody = await people('alice', 'bob', 'carol', 'dave')
  ;[alice, ...others] = everybody
  await live(alice, others as [Person, Person, Person])
  before = await exportOf(alice)
  expect(before.documents.notifications).toMatchObject([
    { kind: 'follow', profile: { id: others[0]?.id }, is_seen: false, is_read: false },
    { kind: 'post_like', profile: { id: others[0]?.id }, is_seen: false, is_read: false },
  ])
  const { receipt_id } = unwrap(await alice.social.account.delete({ immediately: true }))
  await work()
  const receipt = unwrap(await (others[0] as Person).social.account.getErasureReceipt(receipt_id))
  expect(receipt).toMatchObject({
    ...{ erased_at: expect.any(String), post_count: 6, notification_count: 2 },
  })
  ofOthers = await rowsOfOthers(others)
  again = await person('alice')
}, 120_000)

const nothing = (outcomes: Outcome[]) =>
  outcomes.map(({ name, imported, skipped }) => [name, imported, Object.keys(skipped)])

it('an interrupted import resumes, and a repeated import is idempotent', async () => {
  const archive = await archiveOf(before)
  let lines = 0
  const interrupted = importArchive(project, archive, again.id, () => {
    if (++lines === 2) throw new Error('killed')
  })
  await expect(interrupted).rejects.toThrow('killed')
  const rest = await importArchive(project, archive, again.id, () => {})
  const posts = rest.find(({ name }) => name === 'posts')
  expect(posts).toMatchObject({
    existing: 2,
    imported: before.documents.posts.length - 2,
    skipped: {},
  })
  expect(rest.flatMap(({ skipped }) => Object.keys(skipped))).toEqual([])

  const count = async () => {
    const [row] = await sql`select count(*) from storage.objects where name like ${`${again.id}/%`}`
    return row?.count
  }
  const files = await count()
  const third = await importArchive(project, archive, again.id, () => {})
  expect(nothing(third)).toEqual(rest.map(({ name }) => [name, 0, []]))
  expect(await count()).toBe(files)
}, 120_000)

it('after the permanent deletion, importing the export restores everything except the ids', async () => {
  const after = await exportOf(again)
  expect(withoutIds(after, again)).toEqual(withoutIds(before, alice))
  const avatars = [before, after].map(({ files }) => files.get('avatar.jpg') ?? Buffer.of())
  expect(await distance(...(avatars as [Buffer, Buffer]))).toBeLessThan(0.02)
  for (const [index, post] of before.documents.posts.entries()) {
    for (const [place, { file }] of post.media.entries()) {
      const back = after.documents.posts[index]?.media[place]?.file
      // The import encodes the picture again, so the test checks only that both files are JPEG.
      const [was, is] = [before.files.get(file), after.files.get(String(back))]
      for (const bytes of [was, is]) expect(bytes?.subarray(0, 3).toString('hex')).toBe('ffd8ff')
    }
  }
}, 120_000)

it('the profile shows the pinned post first and the other imported posts in their old order', async () => {
  const { items } = unwrap(await again.social.posts.listByAuthor(again.id))
  const shown = before.documents.posts.filter(({ archived_at }) => !archived_at).reverse()
  const pinned = shown.filter(({ pinned_at }) => pinned_at)
  expect(items.map(({ caption }) => caption)).toEqual(
    [...pinned, ...shown.filter(({ pinned_at }) => !pinned_at)].map(({ caption }) => caption),
  )
  const { items: archived } = unwrap(await again.social.posts.listArchived())
  expect(archived).toHaveLength(1)
})

it('an import changes no row of other people, and all counters are exact afterwards', async () => {
  expect(await rowsOfOthers(others)).toEqual(ofOthers)
  expect(await sql`select * from social_private.verify_counters()`).toEqual([])
})

it('an import skips and counts follows, comments and likes whose person or post no longer exists', async () => {
  const [erin, frank] = await people('erin', 'frank')
  const post = await publish(frank)
  unwrap(await erin.social.posts.like(post.id))
  unwrap(await erin.social.comments.create(post.id, 'Lovely'))
  await befriend(erin, frank)
  const archive = await archiveOf(await exportOf(erin))
  unwrap(await erin.social.account.delete())
  unwrap(await frank.social.account.delete())
  const back = await person('erin')
  const outcomes = await importArchive(project, archive, back.id, () => {})
  const skipped = Object.fromEntries(outcomes.map((outcome) => [outcome.name, outcome.skipped]))
  expect(skipped).toEqual({
    ...{ profile: {}, posts: {}, blocks: {}, saves: {}, muted_posts: {}, discovery: {} },
    ...{ follows: { profile_not_found: 1 }, comments: { post_not_found: 1 } },
    likes: { post_not_found: 1 },
  })
}, 120_000)

it('an imported video has its poster again', async () => {
  const [gina] = await people('gina')
  const uploads = gina.supabase.storage.from('social-uploads')
  const [upload_id, poster_id] = [randomUUID(), randomUUID()]
  await uploads.upload(`${gina.id}/${upload_id}.mp4`, mp4(), { contentType: 'video/mp4' })
  await uploads.upload(`${gina.id}/${poster_id}.jpg`, photograph, { contentType: 'image/jpeg' })
  const body = { upload_id, poster_id }
  expect((await gina.supabase.functions.invoke('social-ingest', { body })).error).toBeNull()
  unwrap(await gina.social.posts.create({ media: [{ id: upload_id }] }))
  const exported = await exportOf(gina)
  unwrap(await gina.social.account.delete({ immediately: true }))
  await work()
  const back = await person('gina')
  await importArchive(project, await archiveOf(exported), back.id, () => {})
  const { items } = unwrap(await back.social.posts.listByAuthor(back.id))
  const [video] = items[0]?.media ?? []
  expect(video).toMatchObject({
    mime_type: 'video/mp4',
    thumbnail_path: `${back.id}/${video?.id}/thumbnail.jpg`,
  })
  const raw = await sql`select from storage.objects
    where bucket_id = 'social-uploads' and name like ${`${back.id}/%`}`
  expect(raw).toHaveLength(0)
}, 120_000)
