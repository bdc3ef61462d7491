import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { beforeAll, describe, expect, it } from 'vitest'
import { corpus, type RealFile } from '../support/ingest-corpus.ts'
import { type Person, person } from '../support/people.ts'
import { realFile } from '../support/real-files.ts'
import { sql, stack } from '../support/stack.ts'
import { metadataIn, WORDS } from '../support/stored-metadata.ts'

let anna: Person
let authorization: string
const project = createClient(stack.url, stack.secretKey)

beforeAll(async () => {
  anna = await person('anna')
  const { data } = await anna.supabase.auth.getSession()
  authorization = `Bearer ${data.session?.access_token}`
})

/** Sends a file as an app without the SDK does: to Storage, and then to the function. */
async function send(file: Pick<RealFile, 'extension' | 'type'>, bytes: Buffer) {
  const id = randomUUID()
  const headers = { authorization, apikey: stack.publishableKey }
  const to = `${stack.url}/storage/v1/object/social-uploads/${anna.id}/${id}.${file.extension}`
  const body = new Uint8Array(bytes)
  const raw = await fetch(to, {
    ...{ method: 'POST', body, headers: { ...headers, 'content-type': file.type } },
  })
  expect(raw.status, await raw.text()).toBe(200)
  const response = await fetch(`${stack.url}/functions/v1/social-ingest`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ upload_id: id }),
  })
  return { id, status: response.status, body: await response.json() }
}

async function storedFiles(id: string): Promise<Buffer[]> {
  const rows = await sql<{ bucket: string; name: string }[]>`
    select bucket_id as bucket, name from storage.objects where name like ${`%${id}%`}
    order by bucket_id, name`
  expect(rows.map(({ bucket }) => bucket)).toEqual(rows.map(() => 'social-media'))
  const files = rows.map(async ({ bucket, name }) => {
    const { data, error } = await project.storage.from(bucket).download(name)
    if (error) throw error
    return Buffer.from(await data.arrayBuffer())
  })
  return Promise.all(files)
}

const named = (files: RealFile[]) => files.map((file) => [file.name, file] as const)

describe('a file of a real device that is sent over plain HTTP', () => {
  it.each(named(corpus.filter(({ stored }) => stored)))(
    '%s is stored without metadata',
    async (_, file) => {
      const { id, status, body } = await send(file, file.make())
      expect(body).toMatchObject({ ...file.stored, thumbnail_path: expect.any(String) })
      expect(body.thumbhash).toMatch(/^[\w+/]{20,}=*$/)
      expect(status).toBe(200)
      const files = await storedFiles(id)
      expect(files).toHaveLength(2)
      expect(files.flatMap(metadataIn)).toEqual([])
      const text = Buffer.concat(files).toString('latin1')
      expect(WORDS.filter((word) => text.includes(word))).toEqual([])
    },
  )

  it.each(named(corpus.filter(({ refused }) => refused)))(
    '%s is refused with an error that names the kind and the remedy',
    async (_, file) => {
      const { id, status, body } = await send(file, file.make())
      expect(body).toMatchObject({ code: file.refused?.code })
      expect(`${body.message} ${body.hint}`).toMatch(file.refused?.says as RegExp)
      expect(status).toBe(415)
      expect(await storedFiles(id)).toEqual([])
    },
  )
})

describe('a file whose declared type is not the type of its bytes is stored', () => {
  const types = [
    ...['image/jpg', 'image/pjpeg', 'application/octet-stream', 'binary/octet-stream'],
    ...['text/plain', 'text/plain;charset=UTF-8', 'application/json', 'image/png', 'video/mp4'],
    ...['image/jpeg; charset=utf-8', 'multipart/form-data', 'IMAGE/JPEG', 'x', ''],
  ]
  it.each(types)('a JPEG that is declared as %j', async (type) => {
    const { status, body } = await send({ extension: 'jpg', type }, realFile('grey.jpg'))
    expect([status, body.mime_type]).toEqual([200, 'image/jpeg'])
  })

  it.each(['video/x-m4v', 'video/3gpp', 'application/octet-stream', 'image/jpeg'])(
    'an MP4 that is declared as %j',
    async (type) => {
      const { status, body } = await send({ extension: 'mp4', type }, realFile('faststart.mp4'))
      expect([status, body.mime_type]).toEqual([200, 'video/mp4'])
    },
  )

  it.each(['jpg', 'jpeg', 'png', 'gif', 'webp', 'mp4', 'mov', 'm4v', '3gp', 'heic', 'avif'])(
    'a JPEG whose name ends in .%s',
    async (extension) => {
      const { status, body } = await send({ extension, type: 'image/jpeg' }, realFile('grey.jpg'))
      expect([status, body.mime_type]).toEqual([200, 'image/jpeg'])
    },
  )
})
