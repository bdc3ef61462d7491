import { describe, expect, it } from 'vitest'
import { box, photograph, segment } from '../support/files.ts'
import { profile, realFile, samsungMotionPhoto, withSegments, xmp } from '../support/real-files.ts'
import { metadataIn } from '../support/stored-metadata.ts'

describe('the search for metadata in stored files', () => {
  it('finds nothing in a picture that is only pixels', () => {
    expect(metadataIn(photograph)).toEqual([])
  })

  it('finds metadata in every raw file that a device makes', () => {
    const names = [
      ...['phone.jpg', 'progressive.jpg', 'grey.jpg', 'cmyk.jpg', 'restart.jpg', 'camera.jpg'],
      ...['phone.webp', 'lossless.webp', 'animated.webp', 'uhd.webp'],
      ...['iphone.mov', 'iphone-hevc.mov', 'camera.mov', 'mjpeg.mov', 'android.mp4'],
      ...['faststart.mp4', 'fragmented.mp4', 'timecode.mp4', 'subtitles.mp4', 'chapters.mp4'],
      ...['phone.3gp', 'itunes.m4v'],
    ]
    expect(names.filter((name) => metadataIn(realFile(name)).length === 0)).toEqual([])
  })

  it.each<[string, Buffer, string]>([
    ['a comment', withSegments(photograph, segment(0xfe, Buffer.from('home'))), 'segment fe'],
    ['XMP', withSegments(photograph, xmp('')), 'segment e1'],
    ['a colour profile', withSegments(photograph, profile('RGB ')), 'segment e2'],
    ['a line end behind the picture', Buffer.concat([photograph, Buffer.from('\n')]), '1 bytes'],
    ['a video behind the picture', samsungMotionPhoto(photograph, box('ftyp')), 'the word ftyp'],
  ])('finds %s in a JPEG', (_, bytes, found) => {
    expect(metadataIn(bytes).join()).toContain(found)
  })

  it('finds EXIF, XMP and their flags in a WebP', () => {
    const found = metadataIn(realFile('phone.webp'))
    expect(found).toEqual(expect.arrayContaining(['chunk EXIF', 'flags of VP8X']))
  })

  it('finds the boxes, the dates, the names and the third track of a video', () => {
    const found = metadataIn(realFile('camera.mov'))
    expect(found).toEqual(
      expect.arrayContaining([
        ...['times in mvhd', 'times in tkhd', 'times in mdhd', 'a name in hdlr', 'a track tmcd'],
        ...['the name of an encoder', 'box gmhd', 'box udta'],
      ]),
    )
  })

  it('finds bytes in a box that players skip', () => {
    const video = Buffer.concat([box('ftyp', 'isom'), box('free', 'home'), box('mdat', 'frames')])
    expect(metadataIn(video)).toEqual(['bytes in free'])
  })

  it('accepts zeros behind a video, and finds other bytes there', () => {
    const video = Buffer.concat([box('ftyp', 'isom'), box('mdat', 'frames')])
    expect(metadataIn(Buffer.concat([video, Buffer.alloc(6)]))).toEqual([])
    expect(metadataIn(Buffer.concat([video, box('home')]))).toEqual(['box home'])
    expect(() => metadataIn(Buffer.concat([video, Buffer.from('home')]))).toThrow()
  })

  it('refuses a file that is not whole', () => {
    for (const name of ['phone.jpg', 'phone.webp', 'android.mp4']) {
      expect(() => metadataIn(realFile(name).subarray(0, 5000))).toThrow()
    }
  })
})
