import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import { root } from '../../tools/local-stack/paths.ts'
import { box, segment } from './files.ts'

/** Returns a file of `tests/files`. */
export function realFile(name: string): Buffer {
  return readFileSync(`${root}tests/files/${name}`)
}

/** Adds segments behind the first marker of a JPEG. */
export function withSegments(jpeg: Buffer, ...segments: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** Returns XMP as a segment of a JPEG. */
export function xmp(properties: string): Buffer {
  const text = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ${properties}/></rdf:RDF></x:xmpmeta>`
  return segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${text}`))
}

const MOTION = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"'
const GAIN_MAP = 'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"'

/** A motion photo of Google: a video follows the picture, or the picture and its gain map. */
export function googleMotionPhoto(jpeg: Buffer, video: Buffer, gainMap?: Buffer): Buffer {
  const size = `GCamera:MicroVideo="1" GCamera:MicroVideoOffset="${video.length}"`
  return Buffer.concat([
    withSegments(jpeg, xmp(`${MOTION} ${size}`)),
    ...(gainMap ? [gainMap] : []),
    video,
  ])
}

/** A motion photo of Samsung: blocks with names follow the picture, and a directory of the blocks. */
export function samsungMotionPhoto(jpeg: Buffer, video: Buffer): Buffer {
  const blocks = [
    samsungBlock(0x0a01, 'Image_UTC_Data', Buffer.from('1777889472000')),
    samsungBlock(0x0a30, 'MotionPhoto_Data', video),
  ]
  // A block is found by its distance to the directory.
  const from = (place: number) => Buffer.concat(blocks.slice(place).map(({ bytes }) => bytes))
  const entries = blocks.map(({ type, bytes }, place) => {
    const entry = Buffer.alloc(12)
    entry.writeUInt16LE(type, 2)
    entry.writeUInt32LE(from(place).length, 4)
    entry.writeUInt32LE(bytes.length, 8)
    return entry
  })
  const numbers = (...values: number[]) => Buffer.from(new Uint32Array(values).buffer)
  const directory = [Buffer.from('SEFH'), numbers(106, blocks.length), ...entries]
  const size = numbers(Buffer.concat(directory).length)
  const trailer = [...directory, size, Buffer.from('SEFT')]
  return Buffer.concat([jpeg, ...blocks.map(({ bytes }) => bytes), ...trailer])
}

function samsungBlock(type: number, name: string, body: Buffer): { type: number; bytes: Buffer } {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(type, 2)
  head.writeUInt32LE(name.length, 4)
  return { type, bytes: Buffer.concat([head, Buffer.from(name), body]) }
}

/** A picture of an Android phone with a gain map, a second picture that makes light parts brighter. */
export function ultraHdr(jpeg: Buffer, gainMap: Buffer): Buffer {
  const first = withSegments(jpeg, xmp(GAIN_MAP), multiPicture(gainMap.length))
  return Buffer.concat([first, withSegments(gainMap, xmp(`${GAIN_MAP} hdrgm:GainMapMax="3"`))])
}

/** Returns the list of the pictures of a file (MPF), with one picture behind the first. */
export function multiPicture(length: number): Buffer {
  const tiff = Buffer.alloc(82)
  tiff.write('MM\0*\0\0\0\x08\0\x03', 0, 'latin1')
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    tiff.writeUInt16BE(tag, at)
    tiff.writeUInt16BE(type, at + 2)
    tiff.writeUInt32BE(count, at + 4)
    tiff.writeUInt32BE(value, at + 8)
  }
  entry(10, 0xb000, 7, 4, 0x30313030)
  entry(22, 0xb001, 4, 1, 2)
  entry(34, 0xb002, 7, 32, 50)
  tiff.writeUInt32BE(0x030000, 50)
  tiff.writeUInt32BE(length, 70)
  return segment(0xe2, Buffer.concat([Buffer.from('MPF\0'), tiff]))
}

/** The printer settings of a desktop program, as Adobe Photoshop writes them into a picture. */
export function printerSettings(): Buffer {
  const plist = Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" ' +
      '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict>' +
      '<key>com.apple.print.PrinterName</key><string>Anna Beispiel</string></dict></plist>\n',
  )
  const head = Buffer.from('Photoshop 3.0\x008BIM\x03\xf3\0\0\0\0\0\0', 'latin1')
  head.writeUInt32BE(plist.length, head.length - 4)
  return segment(0xed, Buffer.concat([head, plist]))
}

/** Returns a colour profile as a segment of a JPEG. A missing space makes a profile of garbage. */
export function profile(space?: 'RGB ' | 'CMYK' | 'GRAY'): Buffer {
  const body = Buffer.alloc(400, space ? 0 : 'garbage')
  if (space) {
    body.writeUInt32BE(body.length)
    body.writeUInt32BE(0x02400000, 8)
    body.write(`prtr${space}Lab `, 12, 'latin1')
    body.write('acsp', 36, 'latin1')
  }
  return segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), body]))
}

/** Returns one chunk of a PNG. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(body.length)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}

/** A grey PNG of 64 × 48 pixels with stripes. One grey, of 1 or 16 bits, is transparent. */
export function greyPng(bits: 1 | 16, transparent: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(64)
  head.writeUInt32BE(48, 4)
  head.set([bits, 0], 8)
  const row = Buffer.alloc(1 + 8 * bits)
  for (let x = 1; x < row.length; x++) row[x] = bits === 1 ? 0xf0 : x % 32 < 16 ? 0xff : 0x20
  const key = Buffer.alloc(2)
  key.writeUInt16BE(transparent)
  return Buffer.concat([
    ...[Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), pngChunk('IHDR', head), pngChunk('tRNS', key)],
    pngChunk('IDAT', deflateSync(Buffer.concat(Array(48).fill(row)))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/**
 * A JPEG of one grey in any size. Its tables give the codes of one bit, 0, to "no change" and to the
 * end of a block, so all pixels are zeros.
 */
export function flatJpeg(width: number, height: number, isProgressive = false): Buffer {
  const head = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  head.writeUInt16BE(height, 1)
  head.writeUInt16BE(width, 3)
  const codes = Buffer.concat([Buffer.from([1]), Buffer.alloc(15), Buffer.from([0])])
  const table = (kind: number) => segment(0xc4, Buffer.concat([Buffer.from([kind]), codes]))
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const bits = isProgressive ? blocks : 2 * blocks
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    segment(isProgressive ? 0xc2 : 0xc0, head),
    ...[table(0x00), table(0x10)],
    segment(0xda, Buffer.from([1, 1, 0, 0, isProgressive ? 0 : 63, 0])),
    Buffer.alloc(bits >> 3),
    // The bits of the last byte that no block needs are ones.
    ...(bits % 8 ? [Buffer.from([0xff >> (bits % 8)])] : []),
    Buffer.from([0xff, 0xd9]),
  ])
}

/** The trailers of Samsung videos and of other phones: a box that no standard knows. */
export function vendorBox(type = 'sefd'): Buffer {
  return box(type, 'Anna Beispiel, Leica, +52.5163+013.3777/')
}
