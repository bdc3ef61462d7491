import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/index.ts'
import { gif, mp4, photograph, png, withPlace } from '../../support/files.ts'
import { metadataOf } from '../../support/metadata.ts'
import { type Person, people } from '../../support/people.ts'
import {
  after,
  inserted,
  markerAt,
  markup,
  trailers,
  withSegment,
} from '../../support/picture-files.ts'
import { sql } from '../../support/stack.ts'

let mallory: Person

beforeAll(async () => {
  ;[mallory] = await people('mallory')
})

const text = (words: string) => Buffer.from(words, 'latin1')
const files: [name: string, bytes: Buffer, code: string][] = [
  [
    'an SVG',
    text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    'file_type_invalid',
  ],
  ['an HTML page', text('<!doctype html><script>alert(1)</script>'), 'file_type_invalid'],
  ['an empty file', Buffer.alloc(0), 'file_type_invalid'],
  ['random text', Buffer.alloc(5000, 'x'), 'file_type_invalid'],
  ['an ELF program', text('\x7fELF\x02\x01\x01'), 'file_type_invalid'],
  [
    'an ImageMagick script',
    text('push graphic-context\nimage over 0,0 0,0 "/etc/passwd"'),
    'file_type_invalid',
  ],
  ['a HEIC picture', mp4('vide', 'heic'), 'file_type_invalid'],
  ['a JPEG without pixels', photograph.subarray(0, 200), 'file_damaged'],
  ['a PNG without pixels', png(300, 200).subarray(0, 33), 'file_damaged'],
  ['a GIF without pixels', gif.subarray(0, 22), 'file_damaged'],
  [
    'a WebP shorter than its declared length',
    text('RIFF\xff\xff\0\0WEBPVP8 \x10\0\0\0aaaaaaaaaaaaaaaa'),
    'file_damaged',
  ],
  ['a small PNG file of 400 megapixels', png(20_000, 20_000, { rows: 1 }), 'image_too_many_pixels'],
  [
    'a video without a track',
    Buffer.concat([text('\0\0\0\x10ftypisom\0\0\0\0'), text('\0\0\0\x09mdatx')]),
    'file_damaged',
  ],
  ['a truncated video', mp4().subarray(0, -20), 'file_damaged'],
  ['a video with only a location track', mp4('meta'), 'file_type_invalid'],
]

describe('SEC-72 a hostile file is rejected and removed, and no upload is registered', () => {
  it.each(files)('rejects %s', async (_, bytes, code) => {
    const id = randomUUID()
    const path = `${mallory.id}/${id}.jpg`
    const body = new Blob([bytes as BlobPart], { type: 'image/jpeg' })
    const uploads = mallory.supabase.storage.from('social-uploads')
    expect((await uploads.upload(path, body, { contentType: 'image/jpeg' })).error).toBeNull()
    const { error } = await mallory.supabase.functions.invoke('social-ingest', {
      body: { upload_id: id },
    })
    const answer = await error?.context.json()
    expect(answer).toMatchObject({ code, message: expect.any(String), hint: expect.any(String) })
    expect(Object.keys(answer)).toHaveLength(3)
    expect(await sql`select from storage.objects where name like ${`%${id}%`}`).toHaveLength(0)
    expect(await sql`select from social_private.uploads where id = ${id}`).toHaveLength(0)
  })
})

const xmp = (text: string) => withSegment(photograph, 0xe1, `http://ns.adobe.com/xap/1.0/\0${text}`)
const harmless: [name: string, bytes: Buffer][] = [
  ...Object.entries(trailers).map(([name, bytes]): [string, Buffer] => [
    `a JPEG with ${name} behind it`,
    after(withPlace(photograph), bytes),
  ]),
  ...Object.entries(markup).flatMap(([name, text]): [string, Buffer][] => [
    [`a JPEG with ${name} in its comment`, withSegment(photograph, 0xfe, text)],
    [`a JPEG with ${name} in its settings`, withSegment(photograph, 0xed, text)],
    [`a JPEG with ${name} in its XMP`, xmp(text)],
  ]),
  ['a PNG with a page behind it', after(png(3, 3), '<html><body>Anna')],
  ['a GIF with a program behind it', after(gif, '<?php system($_GET["Anna"]); ?>')],
  [
    'a JPEG with stray bytes before its pixels',
    inserted(photograph, markerAt(photograph, 0xdb), 'Anna'),
  ],
]

/** Words of the data that the files contain beside a picture. */
const WORDS = [
  ...['DOCTYPE', 'doctype', 'html', 'script', 'onload', 'PDF-1'],
  ...['system', 'ftyp', 'SEFT', 'and more'],
]

describe('SEC-72 what a file contains beside a picture is not stored', () => {
  it.each(harmless)('stores the picture of %s', async (_, bytes) => {
    const upload = unwrap(
      await mallory.social.media.upload(new Blob([bytes as BlobPart], { type: 'image/jpeg' })),
    )
    for (const path of [upload.path, upload.thumbnail_path]) {
      const { data } = await mallory.supabase.storage.from('social-media').download(String(path))
      const stored = Buffer.from(await (data as Blob).arrayBuffer())
      expect(metadataOf(stored)).toEqual([])
      const text = stored.toString('latin1')
      expect(WORDS.filter((word) => text.includes(word))).toEqual([])
    }
  })
})
