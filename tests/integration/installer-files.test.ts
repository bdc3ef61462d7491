import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import { type HostProject, type HostUser, startHostProject } from '../support/host-project.ts'
import { photo } from '../support/photo.ts'

/**
 * Two policies of the host let every signed-in person do everything with every file and bucket.
 */
const policies = ['objects', 'buckets'].map(
  (table) => `create policy "All" on storage.${table} to authenticated using (true)`,
)

let host: HostProject
let reader: HostUser
let path: string
let bucketsBefore: unknown

const text = (content: string) => new Blob([content], { type: 'text/plain' })
const buckets = () =>
  host.sql`select id, public, file_size_limit, allowed_mime_types from storage.buckets
    where id not like 'social-%' order by id`

beforeAll(async () => {
  host = await startHostProject()
  bucketsBefore = [...(await buckets())]
  for (const policy of policies) await host.sql.unsafe(policy)
  await host.cli('init')
  await host.push()
  await host.configure()
  await host.deploy()
  const author = await host.signUp({ social_username: 'author' })
  const social = createSocial(author.supabase)
  const { id } = unwrap(await social.media.upload(photo()))
  await social.account.update({ isPrivate: true })
  const post = await social.posts.create({ caption: 'Private', media: [{ id, altText: 'A dot' }] })
  path = unwrap(post).media[0]?.path ?? ''
  reader = await host.signUp({ social_username: 'reader' })
}, 120_000)
afterAll(() => host?.stop())

it('the buckets of the host have the same settings as before the installation', async () => {
  expect([...(await buckets())]).toEqual(bucketsBefore)
})

describe('a file of a private post, in a project whose own policy opens every file', () => {
  const media = () => reader.supabase.storage.from('social-media')

  it('cannot be downloaded, signed or listed by a stranger', async () => {
    expect((await media().download(path)).data).toBeNull()
    expect((await media().createSignedUrl(path, 60)).data).toBeNull()
    const signed = await media().createSignedUrls([path], 60)
    expect(signed.data?.map(({ signedUrl }) => signedUrl ?? null)).toEqual([null])
    const [folder, ...rest] = path.split('/')
    expect((await media().list(folder)).data ?? []).toEqual([])
    expect((await media().list([folder, ...rest.slice(0, -1)].join('/'))).data ?? []).toEqual([])
    const search = await media().list('', { search: folder ?? '' })
    expect(search.data ?? []).toEqual([])
  })

  it('cannot be moved, copied, overwritten or removed by a stranger', async () => {
    const target = `${reader.id}/stolen.jpg`
    expect((await media().move(path, target)).error).not.toBeNull()
    expect((await media().copy(path, target)).error).not.toBeNull()
    for (const destinationBucket of ['media', 'avatars']) {
      expect((await media().copy(path, target, { destinationBucket })).error).not.toBeNull()
      expect((await media().move(path, target, { destinationBucket })).error).not.toBeNull()
    }
    expect((await media().upload(path, new Blob(['x']), { upsert: true })).error).not.toBeNull()
    await media().remove([path])
    const [row] = await host.sql`select name from storage.objects where name = ${path}`
    expect(row?.name).toBe(path)
  })

  it('is in a bucket that a stranger cannot make public', async () => {
    await reader.supabase.storage.updateBucket('social-media', { public: true })
    await reader.supabase.storage.deleteBucket('social-media')
    const [bucket] = await host.sql`select public from storage.buckets where id = 'social-media'`
    expect(bucket?.public).toBe(false)
  })

  it('cannot be replaced by a file that a stranger moves or copies from the host', async () => {
    const [jo] = host.users
    const own = reader.supabase.storage.from('media')
    expect((await own.upload(`${reader.id}/mine.txt`, text('mine'))).error).toBeNull()
    const options = { destinationBucket: 'social-media' }
    expect((await own.move(`${reader.id}/mine.txt`, path, options)).error).not.toBeNull()
    expect(
      (await own.copy(`${reader.id}/mine.txt`, `${jo?.id}/x.jpg`, options)).error,
    ).not.toBeNull()
  })
})

describe('a file of the host', () => {
  it('is still open to everybody who is signed in', async () => {
    const [jo] = host.users
    const avatars = reader.supabase.storage.from('avatars')
    const { data } = await avatars.download(`${jo?.id}/me.txt`)
    expect(await data?.text()).toBe('crumbs')
    expect((await avatars.createSignedUrl(`${jo?.id}/me.txt`, 60)).data).not.toBeNull()
    expect((await avatars.list(jo?.id)).data?.map(({ name }) => name)).toEqual(['me.txt'])
  })

  it('can still be uploaded, changed and removed as the policies of the host allow', async () => {
    const own = reader.supabase.storage.from('media')
    const name = `${reader.id}/bread.txt`
    expect((await own.upload(name, text('bread'))).error).toBeNull()
    expect((await own.move(name, `${name}.old`)).error).toBeNull()
    expect((await own.remove([`${name}.old`])).data).toHaveLength(1)
  })
})
