import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../support/chromium.ts'
import { corpus, type RealFile } from '../support/ingest-corpus.ts'
import { person } from '../support/people.ts'
import { type Declared, type RawSender, rawSender } from '../support/raw-sender.ts'
import { realFile } from '../support/real-files.ts'
import { openScreen, type Screen } from '../support/shown.ts'
import { sql, stack } from '../support/stack.ts'
import { metadataIn, WORDS } from '../support/stored-metadata.ts'

let anna: RawSender
const project = createClient(stack.url, stack.secretKey)
const chromium = await startChromium()
let screen: Screen | undefined

beforeAll(async () => {
  anna = await rawSender(stack, (await person('anna')).supabase)
  screen = chromium ? await openScreen(chromium) : undefined
})
afterAll(() => chromium?.close())

async function send(declared: Declared, bytes: Buffer) {
  const id = await anna.upload(bytes, declared)
  return { id, ...(await anna.ingest(id)) }
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

/** Whether Chromium shows a file as its camera meant it. Chromium ignores the EXIF of a WebP. */
function isShown({ extension, stored }: RealFile): boolean {
  return /^(jpg|png|gif|webp|avif)$/.test(extension) && !(extension === 'webp' && isTall(stored))
}

function isTall(stored?: RealFile['stored']): boolean {
  return (stored?.height ?? 0) > (stored?.width ?? 0)
}

const named = (files: RealFile[]) => files.map((file) => [file.name, file] as const)

describe('a file of a real device that is sent over plain HTTP', () => {
  it.each(named(corpus.filter(({ stored }) => stored)))(
    '%s is stored without metadata, and looks the same',
    async (_, file) => {
      const { id, status, body } = await send(file, file.make())
      expect(body).toMatchObject({ ...file.stored, thumbnail_path: expect.any(String) })
      expect(body.thumbhash).toMatch(/^[\w+/]{20,}=*$/)
      expect(status).toBe(200)
      const files = await storedFiles(id)
      const hasMedium = Math.max(body.width, body.height) > 1080
      expect(typeof body.medium_path).toBe(hasMedium ? 'string' : 'object')
      expect(files).toHaveLength(hasMedium ? 3 : 2)
      expect(files.flatMap(metadataIn)).toEqual([])
      const text = Buffer.concat(files).toString('latin1')
      expect(WORDS.filter((word) => text.includes(word))).toEqual([])
      if (!isShown(file)) return
      // A compressed picture blurs the dots of a few colours.
      const most = file.extension === 'gif' ? 0.05 : 0.03
      for (const stored of files) {
        const shown = await screen?.show(file.make(), file.type, stored)
        expect(shown?.difference ?? 0, 'the difference to what Chromium shows').toBeLessThan(most)
      }
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
    ...['image/jpeg; charset=utf-8', 'IMAGE/JPEG', 'image/*', ''],
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
