import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { mp4, photograph } from '../../support/files.ts'
import { type Person, people } from '../../support/people.ts'
import { ofOthers, ofPhones } from '../../support/upload-journey.ts'

let alice: Person

beforeAll(async () => {
  ;[alice] = await people('alice')
})

const bytes = new Uint8Array(photograph)
const inOther = (expression: string) => runInNewContext(expression, { bytes })

/** The forms in which apps and libraries hold the same picture. */
const forms: [name: string, file: unknown][] = [
  ['a Blob without a type', new Blob([bytes])],
  ['a Blob that says it is a text', new Blob([bytes], { type: 'text/plain;charset=utf-8' })],
  ['a Blob of an old name of its type', new Blob([bytes], { type: 'image/pjpeg' })],
  ['a File with a wrong name and type', new File([bytes], 'a.mp4', { type: 'video/mp4' })],
  ['an ArrayBuffer', bytes.buffer.slice(0)],
  ['a typed array', bytes],
  ['a part of a longer typed array', new Uint8Array([1, 2, ...bytes]).subarray(2)],
  ['a Buffer', photograph],
  ['a DataView', new DataView(bytes.buffer)],
  ['an ArrayBuffer of another window', inOther('new Uint8Array(bytes).buffer')],
  ['a typed array of another window', inOther('new Uint8Array(bytes)')],
  ['a Blob of another library', { size: bytes.length, arrayBuffer: async () => bytes.buffer }],
  ['an answer of the network', new Response(bytes)],
]

describe('an upload from Node', () => {
  it.each(forms)('is told by its bytes if it is %s', async (_, file) => {
    expect(unwrap(await alice.social.media.upload(file as Blob)).mime_type).toBe('image/jpeg')
  })

  it.each(ofPhones)('%s is stored', async (_, file) => {
    const upload = unwrap(await alice.social.media.upload(new Blob([new Uint8Array(file.make())])))
    expect(upload).toMatchObject({ ...file.stored, thumbnail_path: expect.any(String) })
  })

  it.each(ofOthers)('%s is refused with its name and a remedy', async (_, file) => {
    const { error } = await alice.social.media.upload(new Blob([new Uint8Array(file.make())]))
    expect(error?.code).toBe(file.refused?.code)
    expect(error?.hint).toMatch(file.refused?.says as RegExp)
  })

  it('is refused with a reason if it is empty, a video for an avatar, or cannot be read', async () => {
    const upload = (file: unknown, purpose?: 'avatar') =>
      alice.social.media.upload(file as Blob, { purpose })
    const broken = new Blob([bytes])
    broken.slice = () => {
      throw new DOMException('The file changed.', 'NotReadableError')
    }
    const refused = await Promise.all([
      upload(new Blob([])),
      upload(new Blob([new Uint8Array(mp4())]), 'avatar'),
      upload(broken),
    ])
    expect(refused.map(({ error }) => [error?.code, error?.message])).toEqual([
      ['file_type_invalid', 'The file is empty.'],
      ['file_type_invalid', 'A profile picture cannot be a video.'],
      ['file_damaged', 'The file cannot be read.'],
    ])
    for (const { error } of refused) expect(error?.hint).toMatch(/\.$/)
  })

  it('is refused as too large with the limit that the operator has set', async () => {
    const large = new Blob([bytes, new Uint8Array(13 * 1024 * 1024)])
    const { error } = await alice.social.media.upload(large)
    expect([error?.code, error?.hint]).toEqual([
      'file_too_large',
      'Reduce the file size: at most 10 MB.',
    ])
  })
})
