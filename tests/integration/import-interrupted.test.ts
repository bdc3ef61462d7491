import '../support/own-stack.ts'

import { beforeAll, expect, it } from 'vitest'
import type { Archive } from '../../src/cli/import/archive.ts'
import { importArchive } from '../../src/cli/import/import.ts'
import { Project } from '../../src/cli/import/project.ts'
import { unwrap } from '../../src/sdk/result.ts'
import { archiveOf } from '../support/export-archive.ts'
import { exportOf, work } from '../support/export-reading.ts'
import { photograph } from '../support/files.ts'
import { type Person, person, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

let archive: Archive

beforeAll(async () => {
  const { social, ...alice } = await person('alice')
  const picture = new Blob([photograph as BlobPart], { type: 'image/jpeg' })
  const avatar = unwrap(await social.media.upload(picture, { purpose: 'avatar' }))
  unwrap(await social.account.update({ bio: 'I draw bridges', avatarId: avatar.id }))
  await publish({ social, ...alice }, { caption: 'A bridge' })
  archive = await archiveOf(await exportOf({ social, ...alice }))
  unwrap(await social.account.delete({ immediately: true }))
  await work()
}, 120_000)

/**
 * Simulates an import that dies after sending `requests` requests, before the last response
 * arrives.
 */
class Dying extends Project {
  #left: number

  constructor(requests: number) {
    super(stack.url, stack.secretKey)
    this.#left = requests
  }

  override async send(path: string, request?: RequestInit): Promise<Response> {
    const response = await super.send(path, request)
    if (--this.#left === 0) throw new Error('killed')
    return response
  }
}

/** Returns the imported rows of a person and the buckets of the person's files. */
async function resultOf({ id, social }: Person) {
  const files = await sql<{ bucket_id: string }[]>`
    select bucket_id from storage.objects where name like ${`${id}/%`} order by bucket_id, name`
  const uploads = await sql`select id from social_private.uploads where owner_id = ${id}`
  const { bio, avatar_path } = unwrap(await social.account.get())
  const { items } = unwrap(await social.posts.listByAuthor(id))
  const posts = items.map(({ caption, media }) => [caption, media.length])
  return { avatar_path, bio, posts, uploads, buckets: files.map(({ bucket_id }) => bucket_id) }
}

it('if an import is killed after any request, a repeated import gives the same result as one full import', async () => {
  let requests = 0
  for (let isKilled = true; isKilled; ) {
    const back = await person('alice')
    const message = await importArchive(new Dying(++requests), archive, back.id, () => {}).then(
      () => undefined,
      (error: Error) => error.message,
    )
    expect(['killed', undefined]).toContain(message)
    isKilled = message === 'killed'
    await work() // The worker deletes queued files before the import is repeated.
    const project = new Project(stack.url, stack.secretKey)
    const outcomes = await importArchive(project, archive, back.id, () => {})
    expect(outcomes.flatMap(({ skipped }) => Object.keys(skipped))).toEqual([])
    await work()
    const { avatar_path, ...rest } = await resultOf(back)
    expect(rest, `killed after request ${requests}`).toEqual({
      ...{ bio: 'I draw bridges', posts: [['A bridge', 1]] },
      ...{ uploads: [], buckets: ['social-avatars', 'social-media', 'social-media'] },
    })
    const { data } = await back.supabase.storage
      .from('social-avatars')
      .download(String(avatar_path))
    expect(data?.size).toBeGreaterThan(1000)
  }
  expect(requests).toBeGreaterThan(10)
}, 120_000)
