import { Buffer } from 'node:buffer'
import { gif, photograph, png, segment, withPlace } from '../../../tests/support/files.ts'
import {
  after,
  animatedWebp,
  apng,
  gifOf,
  inserted,
  markerAt,
  markup,
  trailers,
  webp,
  webpChunk,
  webpOf,
  withSegment,
} from '../../../tests/support/picture-files.ts'
import { type Inspected, inspect } from './inspect.ts'
import { Refusal } from './refusal.ts'

function equal(actual: unknown, expected: unknown, name = '') {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${name}: ${a} is not ${b}`)
}

function same(actual: Uint8Array, expected: Uint8Array, name = '') {
  if (!Buffer.from(actual).equals(Buffer.from(expected)))
    throw new Error(`${name}: ${actual.length} bytes are not the expected ${expected.length}`)
}

function refusalOf(bytes: Uint8Array): Refusal {
  try {
    inspect(bytes)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('The file is accepted.')
}

const sizeOf = ({ width, height }: Inspected) => [width, height]
const bare = inspect(photograph).picture

Deno.test('what follows a JPEG is left out', () => {
  for (const [name, bytes] of Object.entries(trailers)) {
    same(inspect(after(photograph, bytes)).picture, bare, name)
  }
})

Deno.test('what follows a PNG, GIF or WebP is left out', () => {
  for (const file of [png(9, 6), gif, webp]) {
    const { picture } = inspect(file)
    for (const [name, bytes] of Object.entries(trailers)) {
      same(inspect(after(file, bytes)).picture, picture, name)
    }
  }
})

Deno.test('a file without anything to leave out is not copied', () => {
  for (const file of [photograph, png(9, 6), webp])
    equal(inspect(file).picture.buffer === file.buffer, true)
})

Deno.test('markup in metadata is left out, also in the metadata that the decoder reads', () => {
  for (const [name, text] of Object.entries(markup)) {
    const lost = [0xfe, 0xed, 0xe5].map((marker) => withSegment(photograph, marker, text))
    const xmp = withSegment(photograph, 0xe1, `http://ns.adobe.com/xap/1.0/\0${text}`)
    for (const file of [...lost, xmp]) same(inspect(file).picture, bare, name)
    inspect(withSegment(photograph, 0xe1, `Exif\0\0MM\0*\0\0\0\x08\0\0${text}`))
    inspect(withSegment(photograph, 0xe2, `ICC_PROFILE\0\x01\x01${text}`))
    const still = inspect(png(9, 6)).picture
    for (const type of ['tEXt', 'iTXt', 'zTXt', 'tIME', 'vpAg', 'orNT']) {
      const noted = inserted(png(9, 6), 33, pngChunk(type, text))
      same(inspect(noted).picture, still, name)
    }
    const commented = inserted(gif, 19, `\x21\xfe${String.fromCharCode(text.length)}${text}\0`)
    same(inspect(commented).picture, inspect(gif).picture, name)
    const pixels = webp.subarray(12)
    const described = webpOf(1, 1, 0x04, [pixels, webpChunk('XMP ', Buffer.from(text))])
    same(inspect(described).picture, webpOf(1, 1, 0, [pixels]), name)
  }
})

function pngChunk(type: string, text: string): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(text.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, Buffer.from(text, 'latin1'), Buffer.alloc(4)])
}

Deno.test('the decoder gets the orientation of EXIF and no other metadata', () => {
  const { picture } = inspect(withPlace(photograph))
  const text = Buffer.from(picture).toString('latin1')
  equal(
    [text.includes('Leica'), text.includes('xmpmeta'), text.includes('Anna')],
    [true, false, false],
  )
})

Deno.test('a JPEG with damage that decoders skip is accepted', () => {
  const tables = markerAt(photograph, 0xdb)
  same(inspect(inserted(photograph, tables, 'stray bytes')).picture, bare, 'stray bytes')
  same(inspect(inserted(photograph, tables, '\xff\xff\xff')).picture, bare, 'padding')
  same(inspect(inserted(photograph, tables, '\xff\xd3\xff\x01\xff\0')).picture, bare, 'markers')
  const short = withSegment(photograph, 0xfe, 'a comment of Anna')
  short.writeUInt16BE(9, 4)
  same(inspect(short).picture, bare, 'a length that is too small')
  const empty = inserted(photograph, 2, '\xff\xfe\0\0')
  same(inspect(empty).picture, bare, 'a length of zero')
  const scan = markerAt(photograph, 0xda)
  for (const end of [
    photograph.length - 2,
    photograph.length - 1,
    photograph.length >> 1,
    scan + 40,
  ]) {
    equal(sizeOf(inspect(photograph.subarray(0, end))), sizeOf(inspect(photograph)))
  }
})

Deno.test('a JPEG is refused if it has no pixels, or if decoders do not skip its damage', () => {
  const [tables, scan] = [markerAt(photograph, 0xdb), markerAt(photograph, 0xda)]
  const long = withSegment(photograph, 0xfe, 'a comment')
  long.writeUInt16BE(0xffff, 4)
  const files = {
    'an end before the pixels': photograph.subarray(0, scan),
    'an end after the header of the pixels': photograph.subarray(0, scan + 14),
    'an end in a table': photograph.subarray(0, tables + 20),
    'only a start': photograph.subarray(0, 4),
    'a second start': inserted(photograph, tables, '\xff\xd8'),
    'an early end marker': inserted(photograph, tables, '\xff\xd9'),
    'an unknown marker': inserted(photograph, tables, '\xff\x05'),
    'no frame header': inserted(photograph.subarray(scan), 0, '\xff\xd8'),
    'a segment beyond the end': long.subarray(0, 60_000),
  }
  for (const [name, file] of Object.entries(files))
    equal(refusalOf(file).code, 'file_damaged', name)
})

Deno.test('a JPEG whose scans are all needed for its first row ends before damage between them', () => {
  const at = photograph.length - 1000
  const tables = segment(0xc4, Buffer.from(`\x10${'\0'.repeat(15)}\x01\x05`, 'latin1'))
  for (const [name, bytes] of Object.entries({
    'an unknown marker': '\xff\x05',
    'the tables of another file': '\xff\xc4\x01\xa2\0\0\x01\x05\x01',
    'tables with a wrong length': `\xff\xc4\0\x15${'\0'.repeat(30)}`,
    'a scan without components': '\xff\xda\0\x06\0\0\x3f\0',
    'a scan with a wrong length': '\xff\xda\0\x08\x02\x01\0\0\x3f\0',
    'a second frame': '\xff\xc2\0\x0b\x08\0\x09\0\x09\x01\x01\x11\0',
    'a segment beyond the end': '\xff\xe1\xff\xff',
  })) {
    const damaged = inserted(photograph, at, bytes)
    same(inspect(damaged).picture, photograph.subarray(0, at), name)
    const restarts = inserted(damaged, 2, '\xff\xdd\0\x04\0\x08')
    equal(inspect(restarts).picture.length > at + 6, true, name)
  }
  for (const right of [
    tables,
    segment(0xfe, Buffer.from('Anna')),
    segment(0xdd, Buffer.alloc(2)),
  ]) {
    equal(inspect(inserted(photograph, at, right)).picture.length, photograph.length + right.length)
  }
})

Deno.test('a JPEG with so many scans that decoding takes long is refused', () => {
  const scan = segment(0xda, Buffer.from('\x01\x01\0\0\x3f\0', 'latin1'))
  const many = (count: number) =>
    inserted(photograph, photograph.length - 2, Buffer.concat(Array(count).fill(scan)))
  inspect(many(90))
  equal(refusalOf(many(110)).code, 'file_damaged')
})

/** Returns the photograph with another type of frame. */
function withFrame(marker: number): Buffer {
  const file = Buffer.from(photograph)
  file[markerAt(file, 0xc2) + 1] = marker
  return file
}

Deno.test('a file of so many parts that reading them takes long is refused', () => {
  const segments = Buffer.alloc(6 * 1_000_000, Buffer.from('\xff\xdd\0\x04\0\0', 'latin1'))
  equal(refusalOf(inserted(photograph, 2, segments)).code, 'file_damaged')
  const chunks = Buffer.concat(Array(60_000).fill(pngChunk('IDAT', '')))
  equal(refusalOf(inserted(png(9, 6), 33, chunks)).code, 'file_damaged')
  const blocks = Buffer.alloc(3 * 1_000_000, Buffer.from('\x21\xfe\0', 'latin1'))
  equal(refusalOf(inserted(gif, 19, blocks)).code, 'file_damaged')
  const frames = Buffer.concat(Array(60_000).fill(webpChunk('ALPH', Buffer.alloc(0))))
  equal(refusalOf(webpOf(1, 1, 0, [frames, webp.subarray(12)])).code, 'file_damaged')
})

Deno.test('the decoder may reduce only a JPEG whose pixels it need not keep', () => {
  equal(inspect(withFrame(0xc0)).isScalable, true)
  equal(inspect(withFrame(0xc1)).isScalable, true)
  equal(inspect(withFrame(0xc2)).isScalable, false)
  const parts = withFrame(0xc0)
  parts[markerAt(parts, 0xda) + 4] = 1
  equal(inspect(parts).isScalable, false)
})

Deno.test('a JPEG that the decoder cannot read is refused with its kind', () => {
  for (const [marker, words] of [
    [0xc3, 'a lossless JPEG'],
    [0xc7, 'a lossless JPEG'],
    [0xc9, 'a JPEG with arithmetic coding'],
    [0xca, 'a JPEG with arithmetic coding'],
  ] as const) {
    const { code, hint } = refusalOf(withFrame(marker))
    equal([code, hint.startsWith(`This is ${words}. `)], ['file_type_invalid', true], hint)
  }
  const deep = withFrame(0xc1)
  deep[markerAt(deep, 0xc1) + 4] = 12
  equal(refusalOf(deep).hint.startsWith('This is a JPEG with 12 bits per color. '), true)
})

Deno.test('a file of another kind is refused with its kind and what to do', () => {
  for (const [start, words, format] of [
    ['II*\0\x08\0\0\0', 'TIFF', 'JPEG'],
    ['MM\0*\0\0\0\x08', 'RAW', 'JPEG'],
    ['IIRO\x08\0\0\0', 'RAW', 'JPEG'],
    ['\0\0\0\x18ftypcrx \0\0\0\x01crx isom', 'RAW', 'JPEG'],
    ['FUJIFILMCCD-RAW 0201', 'RAW', 'JPEG'],
    ['\xff\x0a\xfa\x7f', 'JPEG XL', 'JPEG'],
    ['\0\0\0\x0cJXL \r\n\x87\n', 'JPEG XL', 'JPEG'],
    ['\0\0\0\x0cjP  \r\n\x87\n', 'JPEG 2000', 'JPEG'],
    ['BM\x36\0\0\0', 'BMP', 'PNG'],
    ['8BPS\0\x01', 'Photoshop', 'PNG'],
    ['%PDF-1.7', 'PDF', 'PNG'],
    ['<?xml version="1.0"?>\n<!-- x --><svg xmlns="x">', 'SVG', 'PNG'],
    ['\xef\xbb\xbf<svg/><svg >', 'SVG', 'PNG'],
    ['\x1aE\xdf\xa3\x01', 'WebM', 'MP4'],
    ['RIFF\0\0\0\0AVI LIST', 'AVI', 'MP4'],
    ['0&\xb2u\x8ef', 'Windows Media', 'MP4'],
  ] as const) {
    const { code, hint } = refusalOf(Buffer.from(start, 'latin1'))
    equal(
      [code, hint.includes(words), hint.includes(format)],
      ['file_type_invalid', true, true],
      words,
    )
  }
  const { hint } = refusalOf(Buffer.from('nothing known'))
  for (const kind of ['JPEG', 'PNG', 'WebP', 'GIF', 'HEIC', 'AVIF', 'MP4', 'MOV', 'M4V', '3GP'])
    equal(hint.includes(kind), true, kind)
})

Deno.test('an animation is recognised and keeps its frames', () => {
  for (const file of [
    gifOf(9, 6, [
      [0, 0],
      [3, 3],
    ]),
    apng(9, 6),
    animatedWebp(2),
  ]) {
    const inspected = inspect(file)
    equal([inspected.isAnimated, ...sizeOf(inspected)], [true, 9, 6])
  }
  const text = Buffer.from(
    inspect(
      gifOf(9, 6, [
        [0, 0],
        [3, 3],
      ]),
    ).picture,
  ).toString('latin1')
  equal([text.includes('NETSCAPE'), text.includes('Anna')], [true, false])
  same(inspect(apng(9, 6)).picture, apng(9, 6))
  same(inspect(animatedWebp(2)).picture, animatedWebp(2))
})

Deno.test('a picture with one frame is not an animation', () => {
  for (const file of [gif, gifOf(9, 6, [[0, 0]]), png(9, 6), webp, animatedWebp(1)]) {
    equal(inspect(file).isAnimated, false)
  }
})

Deno.test('the size of a GIF is its canvas, or its first frame if that is larger', () => {
  equal(sizeOf(inspect(gifOf(9, 6, [[2, 2]]))), [9, 6])
  equal(sizeOf(inspect(gifOf(9, 6, [[20, 30]]))), [21, 31])
  equal(sizeOf(inspect(gifOf(0, 0, [[0, 0]]))), [1, 1])
})

Deno.test('a frame beyond the canvas does not make an animation', () => {
  equal(
    inspect(
      gifOf(9, 6, [
        [0, 0],
        [60_000, 60_000],
      ]),
    ).isAnimated,
    false,
  )
  equal(
    inspect(
      gifOf(9, 6, [
        [0, 0],
        [8, 5],
        [9, 5],
      ]),
    ).isAnimated,
    true,
  )
  equal(inspect(apng(9, 6, 8, 5)).isAnimated, true)
  equal(inspect(apng(9, 6, 9, 5)).isAnimated, false)
})

Deno.test('a PNG that ends early is accepted', () => {
  const file = png(300, 200)
  const end = file.indexOf('IEND') - 4
  same(inspect(file.subarray(0, end)).picture, file, 'no end')
  same(inspect(file.subarray(0, end + 6)).picture, file, 'half an end')
  for (const length of [end - 1, end - 10, file.indexOf('IDAT') + 30]) {
    same(inspect(file.subarray(0, length)).picture, file.subarray(0, length), `${length}`)
  }
  equal(refusalOf(file.subarray(0, 33)).code, 'file_damaged')
  equal(refusalOf(Buffer.concat([file.subarray(0, 8), file.subarray(33)])).code, 'file_damaged')
})

Deno.test('a GIF without an end, or with a last frame that ends early, is accepted', () => {
  const two = gifOf(9, 6, [
    [0, 0],
    [3, 3],
  ])
  equal(inspect(two.subarray(0, -1)).isAnimated, true)
  equal(inspect(two.subarray(0, -4)).isAnimated, false)
  same(inspect(gif.subarray(0, -1)).picture, gif)
  equal(sizeOf(inspect(gif.subarray(0, -4))), [1, 1])
  equal(refusalOf(gif.subarray(0, 22)).code, 'file_damaged')
})

Deno.test('a WebP whose pixels do not begin as they must is refused', () => {
  for (const type of ['VP8 ', 'VP8L']) {
    const file = webpChunk(
      'RIFF',
      Buffer.concat([Buffer.from('WEBP'), webpChunk(type, Buffer.alloc(40, 'a'))]),
    )
    equal(refusalOf(file).code, 'file_damaged')
  }
})

Deno.test('a WebP with a wrong size is accepted if all its pixels are there', () => {
  const file = webpOf(1, 1, 0, [webp.subarray(12)])
  for (const right of [webp, file]) {
    const wrong = Buffer.from(right)
    wrong.writeUInt32LE(right.length + 100, 4)
    same(inspect(wrong).picture, right)
    equal(refusalOf(right.subarray(0, -4)).code, 'file_damaged')
  }
  const cut = webpOf(1, 1, 0, [webp.subarray(12), webpChunk('EXIF', Buffer.alloc(50))])
  same(inspect(cut.subarray(0, -20)).picture, file)
})
