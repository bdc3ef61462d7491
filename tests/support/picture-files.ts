import { chunk, gif, mp4, photograph, png, segment } from './files.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')

/** Adds bytes or text behind the end of a file. */
export function after(file: Buffer, ...parts: (Buffer | string)[]): Buffer {
  return Buffer.concat([file, ...parts.map((part) => latin(part.toString('latin1')))])
}

/** Inserts bytes or text at this position of a file. */
export function inserted(file: Buffer, at: number, part: Buffer | string): Buffer {
  return Buffer.concat([file.subarray(0, at), latin(part.toString('latin1')), file.subarray(at)])
}

/** Adds a segment behind the first marker of a JPEG. */
export function withSegment(jpeg: Buffer, marker: number, text: string): Buffer {
  return inserted(jpeg, 2, segment(marker, latin(text)))
}

/** Returns the position of the first marker with this code in a JPEG without metadata. */
export function markerAt(jpeg: Buffer, code: number): number {
  return jpeg.indexOf(Buffer.from([0xff, code]))
}

/** The data that phones and cameras write behind the pixels of a JPEG. */
export const trailers: Record<string, Buffer> = {
  'a line end': latin('\r\n'),
  'padding of 0xFF': Buffer.alloc(300, 0xff),
  zeros: Buffer.alloc(300),
  'the video of a motion photo of Google': mp4(),
  'zeros and a video': Buffer.concat([Buffer.alloc(8), mp4()]),
  'a gain map and a video': Buffer.concat([photograph, mp4()]),
  'the video and the trailer of a motion photo of Samsung': Buffer.concat([
    latin('\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data'),
    mp4(),
    latin('SEFHk\0\0\0\x01\0\0\0\0\0\x30\x0a\x20\0\0\0\x20\0\0\0\x18\0\0\0SEFT'),
  ]),
  'the trailer of another vendor': latin('vivo{"place":"52.5163","by":"Anna"}cameraAlbum'),
  'a ZIP archive': latin('PK\x03\x04 and more'),
  'a page': latin('<html><script>alert(1)</script>'),
  'a program': latin('<?php system($_GET["x"]); ?>'),
}

/** Texts that are harmless, because ingest does not store metadata. */
export const markup: Record<string, string> = {
  'printer settings': '<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN">',
  'a page': '<!doctype html><html><script>alert(document.cookie)</script>',
  'a drawing': '<svg onload="alert(1)"/>',
  'a document': '%PDF-1.7 %!PS-Adobe-3.0',
  'a program': '<?php system($_GET["x"]); ?>',
}

/** A frame of one pixel of an animated GIF, at this place of the canvas. */
function gifFrame(left: number, top: number, isClear = false): Buffer {
  const control = Buffer.from([0x21, 0xf9, 4, isClear ? 1 : 0, 10, 0, 0, 0])
  const frame = Buffer.from(gif.subarray(gif.indexOf(0x2c, 19), -1))
  frame.writeUInt16LE(left, 1)
  frame.writeUInt16LE(top, 3)
  return Buffer.concat([control, frame])
}

/** Returns a GIF whose frames of one pixel lie at these places of the canvas. */
export function gifOf(width: number, height: number, places: [left: number, top: number][]) {
  const header = Buffer.from(gif.subarray(0, 19))
  header.writeUInt16LE(width, 6)
  header.writeUInt16LE(height, 8)
  const loop = latin('\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0')
  const comment = latin('\x21\xfe\x04Anna\0')
  const frames = places.map(([left, top]) => gifFrame(left, top))
  return Buffer.concat([header, loop, comment, ...frames, latin(';')])
}

/** Returns an animated PNG of two frames, of which the second one lies at this place. */
export function apng(width: number, height: number, left = 0, top = 0): Buffer {
  const still = png(width, height)
  const pixels = still.indexOf('IDAT') - 4
  const end = still.indexOf('IEND') - 4
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const control = (place: number, wide: number, high: number, x: number, y: number) =>
    chunk(
      'fcTL',
      Buffer.concat([...[place, wide, high, x, y].map(number), Buffer.from([0, 1, 0, 10, 0, 0])]),
    )
  const data = png(1, 1)
  const second = data.subarray(data.indexOf('IDAT') + 4, data.indexOf('IEND') - 8)
  return Buffer.concat([
    still.subarray(0, pixels),
    chunk('acTL', Buffer.concat([number(2), number(0)])),
    control(0, width, height, 0, 0),
    still.subarray(pixels, end),
    control(1, 1, 1, left, top),
    chunk('fdAT', Buffer.concat([number(2), second])),
    still.subarray(end),
  ])
}

/** A lossless WebP of one pixel. */
export const webp = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')

/** Returns one chunk of a WebP file. */
export function webpChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

/** Returns an extended WebP with a canvas of this size, and these chunks. */
export function webpOf(width: number, height: number, flags: number, chunks: Buffer[]): Buffer {
  const canvas = Buffer.alloc(10)
  canvas[0] = flags
  canvas.writeUIntLE(width - 1, 4, 3)
  canvas.writeUIntLE(height - 1, 7, 3)
  const body = Buffer.concat([latin('WEBP'), webpChunk('VP8X', canvas), ...chunks])
  return webpChunk('RIFF', body)
}

/** Returns an animated WebP with this number of frames. */
export function animatedWebp(frames: number): Buffer {
  const header = Buffer.alloc(16)
  header[12] = 100
  const frame = webpChunk('ANMF', Buffer.concat([header, webp.subarray(12)]))
  const control = webpChunk('ANIM', Buffer.alloc(6))
  return webpOf(9, 6, 0x02, [control, ...Array(frames).fill(frame)])
}
