import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, openLab } from '../support/lab.ts'

type Person = Awaited<ReturnType<Lab['person']>>
let lab: Lab
let alice: Person
let mallory: Person

beforeAll(async () => {
  lab = await openLab()
  alice = await lab.person()
  mallory = await lab.person()
})
afterAll(() => lab?.stop())

const bytes = Buffer.from('\x89PNG\nnot really')
const contentType = 'image/png'
const upload = async (person: Person, name: string, bucket = 'lab') =>
  person.client.storage.from(bucket).upload(`${person.id}/${name}`, bytes, { contentType })

describe('an upload to the local Storage server', () => {
  it('can be downloaded unchanged, and its owner is recorded', async () => {
    const form = new Blob([bytes], { type: contentType })
    for (const [name, body] of Object.entries({ 'raw.png': bytes, 'form.png': form })) {
      const path = `${alice.id}/${name}`
      const storage = alice.client.storage.from('lab')
      expect(
        (await storage.upload(path, body, { contentType, cacheControl: '60' })).error,
      ).toBeNull()
      const { data } = await storage.download(path)
      expect(data?.type).toBe(contentType)
      expect(await data?.text()).toBe(bytes.toString())
      const [row] = await lab.sql`select * from storage.objects where name = ${path}`
      // As on the real server, the old column is null for an id that is a UUID of version 7.
      expect(row).toMatchObject({ owner: null, owner_id: alice.id })
      expect(row?.metadata).toMatchObject({ size: bytes.length, cacheControl: 'max-age=60' })
    }
  })

  it('is rejected if a policy forbids it, or if its type, size, path or bucket is not allowed', async () => {
    const storage = alice.client.storage.from('lab')
    const place = (name: string) => `${alice.id}/${name}`
    await upload(alice, 'here.png')
    const refused = [
      await storage.upload(`${mallory.id}/x.png`, bytes, { contentType }),
      await storage.upload(place('y.html'), bytes, { contentType: 'text/html' }),
      await storage.upload(place('z.png'), Buffer.alloc(1001), { contentType }),
      await storage.upload(place('here.png'), bytes, { contentType }),
      await lab.client().storage.from('nothing').upload('x', bytes),
    ]
    // The size limit applies to the file, not to the multipart form that contains the file.
    const largest = new Blob([Buffer.alloc(1000)], { type: contentType })
    expect((await storage.upload(place('largest.png'), largest)).error).toBeNull()
    const codes = refused.map(({ error }) => (error as { statusCode?: string })?.statusCode)
    expect(codes).toEqual(['403', '415', '413', '409', '404'])
  })
})

describe('signed URLs of the local Storage server', () => {
  it('are created in one request for all visible files, with an error for every other file', async () => {
    await upload(alice, 'a.png')
    await upload(alice, 'b.png')
    const paths = ['a.png', 'b.png', 'missing.png'].map((name) => `${alice.id}/${name}`)
    const { data } = await alice.client.storage.from('lab').createSignedUrls(paths, 60)
    expect(data?.map(({ path }) => path)).toEqual(paths)
    for (const { signedUrl } of data?.slice(0, 2) ?? []) {
      const response = await fetch(signedUrl ?? '')
      expect([response.status, response.headers.get('content-type')]).toEqual([200, contentType])
      expect(await response.text()).toBe(bytes.toString())
    }
    expect(data?.[2]).toMatchObject({ signedUrl: null })
    expect(data?.[2]?.error).toContain('does not exist or you do not have access')
    const others = await mallory.client.storage.from('lab').createSignedUrls(paths, 60)
    expect(others.data?.map(({ signedUrl }) => signedUrl)).toEqual([null, null, null])
  })

  it('can be created for a single file, work only for this file and expire', async () => {
    await upload(alice, 'c.png')
    const path = `${alice.id}/c.png`
    const { data } = await alice.client.storage.from('lab').createSignedUrl(path, 60)
    const url = data?.signedUrl ?? ''
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url.replace('c.png', 'a.png'))).status).toBe(400)
    expect((await fetch(`${url}x`)).status).toBe(400)
    expect((await alice.client.storage.from('lab').createSignedUrl(path, -1)).data).toBeNull()
    const short = await alice.client.storage.from('lab').createSignedUrl(path, 1)
    await wait(2000)
    expect((await fetch(short.data?.signedUrl ?? '')).status).toBe(400)
    expect(
      (await mallory.client.storage.from('lab').createSignedUrl(path, 60)).error,
    ).not.toBeNull()
  })

  it('can be used to upload a file', async () => {
    const path = `${alice.id}/signed.png`
    const { data } = await alice.client.storage.from('lab').createSignedUploadUrl(path)
    const body = new Blob([bytes], { type: contentType })
    const storage = lab.client().storage.from('lab')
    expect((await storage.uploadToSignedUrl(path, data?.token ?? '', body)).error).toBeNull()
    expect((await storage.uploadToSignedUrl(path, 'wrong', body)).error).not.toBeNull()
  })
})

it('a file has a public address only if its bucket is public', async () => {
  await upload(alice, 'p.png', 'lab-public')
  const address = (bucket: string) =>
    lab.client().storage.from(bucket).getPublicUrl(`${alice.id}/p.png`).data.publicUrl
  expect((await fetch(address('lab-public'))).status).toBe(200)
  expect((await fetch(address('lab'))).status).toBe(400)
})

it('a file can be deleted through the API with the secret key, but not by SQL', async () => {
  await upload(alice, 'd.png')
  const path = `${alice.id}/d.png`
  const remove = async (key?: string) =>
    (await lab.client(key).storage.from('lab').remove([path])).data?.length
  expect(await remove()).toBe(0)
  await expect(lab.sql`delete from storage.objects`).rejects.toMatchObject({ code: '42501' })
  expect(await remove(lab.stack.secretKey)).toBe(1)
  expect((await alice.client.storage.from('lab').download(path)).error).not.toBeNull()
})
