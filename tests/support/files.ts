import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import { root } from '../../tools/local-stack/paths.ts'

/** A photograph without metadata. */
export const photograph = readFileSync(`${root}supabase/seed/photos/espresso-cup.jpg`)

/**
 * Adds the metadata of a phone to a photograph: the orientation, and the location in EXIF, in XMP
 * and in a comment.
 */
export function withPlace(jpeg: Buffer): Buffer {
  const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><p exif:GPSLatitude="52,31N"/></x:xmpmeta>'
  return Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif()])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`)),
    segment(0xfe, Buffer.from('taken at home by Anna')),
    jpeg.subarray(2),
  ])
}

/** Returns one segment of a JPEG file. */
export function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/**
 * Returns EXIF data in big-endian TIFF: orientation 6, the maker Leica, and the latitude 52°31′.
 */
function exif(): Buffer {
  const tiff = Buffer.alloc(160)
  tiff.write('MM\0*\0\0\0\x08', 0, 'latin1')
  const entry = (at: number, values: [tag: number, type: number, count: number, value: number]) => {
    tiff.writeUInt16BE(values[0], at)
    tiff.writeUInt16BE(values[1], at + 2)
    tiff.writeUInt32BE(values[2], at + 4)
    tiff.writeUInt32BE(values[3], at + 8)
  }
  tiff.writeUInt16BE(3, 8)
  entry(10, [0x010f, 2, 6, 120])
  entry(22, [0x0112, 3, 1, 6 << 16])
  entry(34, [0x8825, 4, 1, 54])
  tiff.writeUInt16BE(2, 54)
  entry(56, [1, 2, 2, 0x4e000000])
  entry(68, [2, 5, 3, 96])
  for (const [place, degrees] of [52, 31, 0].entries()) {
    tiff.writeUInt32BE(degrees, 96 + 8 * place)
    tiff.writeUInt32BE(1, 100 + 8 * place)
  }
  tiff.write('Leica\0', 120, 'latin1')
  return tiff
}

/** Returns one chunk of a PNG file. */
export function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(body.length)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}

/**
 * Returns a PNG of one colour. Its header states `height` rows of pixels. If `rows` is given, the
 * file contains `rows` rows instead.
 */
export function png(
  width: number,
  height: number,
  options: { alpha?: number; rows?: number } = {},
) {
  const { alpha, rows = height } = options
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, alpha === undefined ? 2 : 6], 8)
  const pixel = alpha === undefined ? [90, 120, 150] : [90, 120, 150, alpha]
  const row = Buffer.concat([
    Buffer.from([0]),
    Buffer.alloc(width * pixel.length, Buffer.from(pixel)),
  ])
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array(rows).fill(row)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A GIF of one pixel. */
export const gif = Buffer.from('R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=', 'base64')

/**
 * An AVIF of 64 × 32 pixels. Its pixels are as transparent as those of a `png` with an alpha of 90.
 */
export const avif = Buffer.from(
  'AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAAXBtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAA' +
    'AAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAABlAABAAAAAAAAACkAAgAAAAABvQABAAAAAAAAABYAAAA4aWluZgAA' +
    'AAAAAgAAABVpbmZlAgAAAAABAABhdjAxAAAAABVpbmZlAgAAAAACAABhdjAxAAAAAA5waXRtAAAAAAABAAAAr2lwcn' +
    'AAAACKaXBjbwAAAAxhdjFDgQAMAAAAABRpc3BlAAAAAAAAAEAAAAAgAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgQAc' +
    'AAAAAA5waXhpAAAAAAEIAAAAOGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpzeXN0ZW1zOmF1eGlsaWFyeTphbH' +
    'BoYQAAAAAdaXBtYQAAAAAAAAACAAEDgQIDAAIEhAIFhgAAABppcmVmAAAAAAAAAA5hdXhsAAIAAQABAAAAR21kYXQS' +
    'AAoJGBU/+0QENBoQMhoZR4eGIYeeeeaAAADcrAEDFbAMZhJH1A1pgBIACgYYFT/7CoAyChgAKKEAtTvs4Eg=',
  'base64',
)

/** Returns one box of an MP4 file. A box is a block of data. */
export function box(type: string, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** Returns the MP4 container of a video of 1920 × 1080 pixels. Its metadata contains a location. */
export function mp4(handler = 'vide', brand = 'isom'): Buffer {
  const header = Buffer.alloc(84)
  header.writeUInt32BE(123456, 4)
  header.writeInt32BE(0x10000, 40)
  header.writeUInt32BE(1920 << 16, 76)
  header.writeUInt32BE(1080 << 16, 80)
  const kind = box('hdlr', Buffer.alloc(8), handler, Buffer.alloc(12), 'Camera of Anna\0')
  const place = box('udta', box('\xa9xyz', '\0\x12\x15\xc7+52.5163+013.3777/'))
  return Buffer.concat([
    box('ftyp', brand, '\0\0\0\0', brand),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      box('trak', box('tkhd', header), box('mdia', kind)),
      place,
    ),
    box('mdat', 'frames'),
  ])
}
