import { describe, expect, it } from 'vitest'
import { type FileKind, tell } from '../../src/sdk/file-kind.ts'
import { isAnimated, withoutExif } from '../../src/sdk/picture-file.ts'
import { chunk, gif, photograph, png } from '../support/files.ts'
import {
  animatedGif,
  animatedPng,
  animatedWebp,
  exifOf,
  halves,
  turnedPng,
  turnedWebp,
} from '../support/turned-files.ts'

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8]
const bytesOf = (file: Buffer) => new Uint8Array(file)
const kindOf = (file: Buffer) => tell(file).kind as FileKind
const stateOf = (file: Buffer) => isAnimated(kindOf(file), file)
const turnOf = (file: Buffer) => withoutExif(kindOf(file), bytesOf(file))

describe('a picture is an animation', () => {
  it.each([
    ['a GIF', animatedGif()],
    ['a GIF of many frames', animatedGif(30)],
    ['a WebP', animatedWebp()],
    ['a PNG', animatedPng()],
  ])('if it is %s with frames', (_, file) => expect(stateOf(file)).toBe(true))

  it.each([
    ['a GIF of one frame', animatedGif(1)],
    ['a GIF without a delay', gif],
    ['a still WebP', turnedWebp(1)],
    ['a still PNG', png(3, 3)],
    ['a PNG with other chunks', turnedPng(6)],
    ['a JPEG', photograph],
    ['a GIF that ends early', animatedGif().subarray(0, 20)],
    ['a WebP that ends early', animatedWebp().subarray(0, 18)],
    ['a PNG that ends early', animatedPng().subarray(0, 10)],
  ])('but not if it is %s', (_, file) => expect(stateOf(file)).toBe(false))
})

describe('the EXIF metadata of a picture', () => {
  it.each(ORIENTATIONS)('state its orientation %i, and leave a PNG and a WebP', (orientation) => {
    const flat = turnOf(turnedPng(orientation))
    expect(flat.orientation).toBe(orientation)
    expect(Buffer.from(flat.bytes).equals(halves())).toBe(true)
    const webp = turnOf(turnedWebp(orientation))
    expect(webp.orientation).toBe(orientation)
    const bytes = Buffer.from(webp.bytes)
    expect(bytes.includes('EXIF')).toBe(false)
    expect([bytes.readUInt32LE(4), bytes[20]]).toEqual([bytes.length - 8, 0])
  })

  it('may begin with the word Exif, and may be big-endian', () => {
    const little = Buffer.concat([Buffer.from('Exif\0\0'), exifOf(8)])
    expect(turnOf(halves({ before: [chunk('eXIf', little)] })).orientation).toBe(8)
    const big = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x05\0\0', 'latin1')
    expect(turnOf(halves({ before: [chunk('eXIf', big)] })).orientation).toBe(5)
  })

  it.each([
    ['of no orientation', exifOf(0)],
    ['of an unknown orientation', exifOf(9)],
    ['that end early', exifOf(6).subarray(0, 12)],
    ['that are empty', Buffer.alloc(0)],
  ])('%s turn nothing', (_, exif) => {
    expect(turnOf(halves({ before: [chunk('eXIf', exif)] })).orientation).toBe(1)
  })

  it('are ignored in a WebP that does not announce them, and in other files', () => {
    const file = turnedWebp(6)
    const hidden = Buffer.concat([file.subarray(0, 12), file.subarray(30)])
    expect(turnOf(hidden)).toEqual({ bytes: bytesOf(hidden), orientation: 1 })
    expect(turnOf(photograph).orientation).toBe(1)
  })
})
