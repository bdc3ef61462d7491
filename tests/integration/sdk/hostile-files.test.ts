import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { gif, mp4, photograph, png, segment } from '../../support/files.ts'
import { type Person, people } from '../../support/people.ts'
import { sql } from '../../support/stack.ts'

let mallory: Person

beforeAll(async () => {
  ;[mallory] = await people('mallory')
})

const text = (words: string) => Buffer.from(words, 'latin1')
const after = (bytes: Buffer, words: string) => Buffer.concat([bytes, text(words)])
const script = text('<script>alert(document.cookie)</script>')
const commented = [photograph.subarray(0, 2), segment(0xfe, script), photograph.subarray(2)]

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
  ['a truncated JPEG', photograph.subarray(0, photograph.length >> 1), 'file_damaged'],
  [
    'a truncated JPEG with an end marker',
    Buffer.concat([photograph.subarray(0, photograph.length >> 1), text('\xff\xd9')]),
    'file_damaged',
  ],
  ['a truncated PNG', png(300, 200).subarray(0, 90), 'file_damaged'],
  ['a PNG with missing rows', png(300, 200, { rows: 20 }), 'file_damaged'],
  ['a GIF without an end marker', gif.subarray(0, -1), 'file_damaged'],
  [
    'a WebP shorter than its declared length',
    text('RIFF\xff\xff\0\0WEBPVP8 \x10\0\0\0aaaaaaaaaaaaaaaa'),
    'file_damaged',
  ],
  ['a ZIP appended to a JPEG', after(photograph, 'PK\x03\x04 and more'), 'file_suspicious'],
  ['an HTML page appended to a PNG', after(png(3, 3), '<html><body>'), 'file_suspicious'],
  ['a PHP script appended to a GIF', after(gif, '<?php system($_GET["x"]); ?>'), 'file_suspicious'],
  ['a script in a JPEG comment', Buffer.concat(commented), 'file_suspicious'],
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
