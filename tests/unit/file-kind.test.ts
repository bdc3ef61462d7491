import { describe, expect, it } from 'vitest'
import { tell } from '../../src/sdk/file-kind.ts'
import { avif, box, gif, mp4, photograph, png } from '../support/files.ts'
import { animatedGif, turnedPng, turnedWebp } from '../support/turned-files.ts'

const text = (words: string) => Buffer.from(words, 'latin1')
const ftyp = (major: string, ...others: string[]) => box('ftyp', major, '\0\0\0\0', ...others)

describe('the bytes of a file tell', () => {
  it.each([
    ['a JPEG', photograph, 'jpeg'],
    ['a JPEG of which only the first bytes came', photograph.subarray(0, 3), 'jpeg'],
    ['a PNG', png(3, 3), 'png'],
    ['a PNG with EXIF metadata', turnedPng(6), 'png'],
    ['a WebP', turnedWebp(6), 'webp'],
    ['a GIF', gif, 'gif'],
    ['an animated GIF', animatedGif(), 'gif'],
    ['an AVIF', avif, 'avif'],
    ['an AVIF sequence', ftyp('avis', 'avif', 'msf1'), 'avif'],
    ['an AVIF with a general brand', ftyp('mif1', 'miaf', 'avif'), 'avif'],
    ['an AVIF with the brand of its profile', ftyp('MA1B', 'mif1', 'avif'), 'avif'],
    ['an AVIF with the brand of a larger profile', ftyp('MA1A', 'mif1', 'avif'), 'avif'],
    ['an AVIF sequence of still pictures', ftyp('avio', 'avis', 'msf1'), 'avif'],
    ['a HEIC of an iPhone', ftyp('heic', 'mif1', 'MiHE', 'MiPr', 'heic'), 'heic'],
    ['a HEIF with a general brand', ftyp('mif1', 'heic'), 'heic'],
    ['a HEIC sequence', ftyp('hevc', 'msf1', 'hevc'), 'heic'],
    ['an MP4', mp4(), 'mp4'],
    ['an MP4 of a phone', ftyp('mp42', 'isom', 'mp42'), 'mp4'],
    ['a 3GP', ftyp('3gp4', 'isom', '3gp4'), 'mp4'],
    ['an M4V', ftyp('M4V ', 'M4V ', 'mp42'), 'mp4'],
    ['a fragmented MP4', ftyp('iso5', 'dash'), 'mp4'],
    ['a MOV of an iPhone', ftyp('qt  ', 'qt  '), 'mov'],
    ['an old MOV without a brand', Buffer.concat([box('wide'), box('mdat', 'x')]), 'mov'],
    ['an old MOV whose index comes first', box('moov', box('mvhd')), 'mov'],
  ])('the kind of %s', (_, bytes, kind) => {
    expect(tell(bytes).kind).toBe(kind)
  })

  it.each([
    ['an AVIF sequence', ftyp('avis', 'avif', 'msf1'), true],
    ['a HEIC sequence', ftyp('hevc', 'msf1', 'hevc'), true],
    ['an AVIF sequence of still pictures', ftyp('avio', 'avis', 'msf1'), true],
    ['an AVIF', avif, undefined],
    ['a HEIC of an iPhone', ftyp('heic', 'mif1', 'heic'), undefined],
  ])('whether the file is a sequence: %s', (_, bytes, isSequence) => {
    expect(tell(bytes).isSequence).toBe(isSequence)
  })

  it.each([
    ['a TIFF', text('II*\0\x08\0\0\0'), 'a TIFF picture, or the RAW file of a camera'],
    ['a RAW', text('MM\0*\0\0\0\x08'), 'a TIFF picture, or the RAW file of a camera'],
    ['a RAW in the container of an MP4', ftyp('crx ', 'crx ', 'isom'), 'the RAW file of a camera'],
    ['a JPEG XL', text('\xff\x0a\xfa'), 'a JPEG XL picture'],
    ['a JPEG XL in its container', text('\0\0\0\x0cJXL \r\n\x87\n'), 'a JPEG XL picture'],
    ['a BMP', text('BM\x3a\0\0\0\0\0\0\0'), 'a BMP picture'],
    ['an SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'an SVG drawing'],
    [
      'an SVG with a head',
      text('\xef\xbb\xbf<?xml version="1.0"?>\n<svg width="9"/>'),
      'an SVG drawing',
    ],
    ['a PDF', text('%PDF-1.7'), 'a PDF document'],
    ['a WebM', text('\x1aE\xdf\xa3\x01'), 'a WebM or Matroska video'],
    ['an AVI', text('RIFF\x10\0\0\0AVI LIST'), 'an AVI video'],
  ])('that %s is of another kind, and the remedy', (_, bytes, is) => {
    const remedy = /video/.test(is) ? /^Convert it to an MP4 / : /^Save or export it as JPEG/
    expect(tell(bytes)).toMatchObject({ is, remedy: expect.stringMatching(remedy) })
    expect(tell(bytes).kind).toBeUndefined()
  })

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text', text('Hello')],
    ['an HTML page', text('<!doctype html><script>alert(1)</script>')],
    ['a program', text('\x7fELF\x02\x01\x01')],
    ['a WAV', text('RIFF\x10\0\0\0WAVEfmt ')],
  ])('nothing of %s', (_, bytes) => {
    expect(tell(bytes)).toEqual({})
  })
})
