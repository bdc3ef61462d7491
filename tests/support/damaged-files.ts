import { pngChunk, realFile } from './real-files.ts'

/** A damaged picture. */
export interface Damaged {
  name: string
  type: string
  bytes: Buffer
  /** The picture before the damage. */
  whole: Buffer
}

/** Pictures in which each decoder makes other pixels of the bytes behind the damage. */
export const noise: string[] = [
  'a JPEG whose second half is zeros',
  'a JPEG without Huffman tables',
]

/** Damaged pictures like those that broken cards, aborted copies and old programs leave. */
export const damaged: Damaged[] = [
  ...[...jpegs(), ...progressiveJpegs(), ...restartedJpegs(), ...pngs()],
  ...[...gifs(), ...webps(), ...otherWebps()],
]

function of(type: string, whole: Buffer, files: Record<string, Buffer>): Damaged[] {
  return Object.entries(files).map(([name, bytes]) => ({ name, type, bytes, whole }))
}

function spliced(bytes: Buffer, from: number, to: number, ...middle: number[]): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(middle), bytes.subarray(to)])
}

/** Overwrites bytes of a copy. */
function set(bytes: Buffer, at: number, ...values: number[]): Buffer {
  const copy = Buffer.from(bytes)
  copy.set(values, at)
  return copy
}

function cut(bytes: Buffer, share: number): Buffer {
  return bytes.subarray(0, Math.round(bytes.length * share))
}

/** Returns the position of the nth marker of a JPEG, not counting those of the small picture. */
function marker(bytes: Buffer, code: number, nth = 0): number {
  let at = 2
  for (let seen = 0; at < bytes.length; ) {
    const found = bytes[at + 1] as number
    if (found === code && seen++ === nth) return at
    at += 2 + bytes.readUInt16BE(at + 2)
    if (found === 0xda) while (!isMarker(bytes, at)) at++
  }
  throw new Error(`no marker ${code.toString(16)}`)
}

function isMarker(bytes: Buffer, at: number): boolean {
  const next = bytes[at + 1] as number
  return bytes[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)
}

function jpegs(): Damaged[] {
  const plain = realFile('phone.jpg')
  const [scan, frame] = [marker(plain, 0xda), marker(plain, 0xc0)]
  const pixels = scan + 2 + plain.readUInt16BE(scan + 2)
  const middle = Math.round((pixels + plain.length) / 2)
  const comment = marker(plain, 0xfe)
  const tables = marker(plain, 0xc4)
  const quantities = marker(plain, 0xdb)
  const segmentEnd = (at: number) => at + 2 + plain.readUInt16BE(at + 2)
  return of('image/jpeg', plain, {
    'a JPEG without the end marker': plain.subarray(0, -2),
    'a JPEG whose last tenth is missing': cut(plain, 0.9),
    'a JPEG whose second half is missing': plain.subarray(0, middle),
    'a JPEG that ends after its header': plain.subarray(0, pixels),
    'a JPEG whose end marker follows its header': spliced(plain, pixels, plain.length - 2),
    'a JPEG that ends within its header': plain.subarray(0, frame),
    'a JPEG whose second half is zeros': set(
      plain,
      middle,
      ...Array(plain.length - middle).fill(0),
    ),
    'a JPEG with 200 zeros in its pixels': set(plain, middle, ...Array(200).fill(0)),
    'a JPEG with a flipped bit in its pixels': set(plain, middle, (plain[middle] as number) ^ 1),
    'a JPEG with 64 lost bytes in its pixels': spliced(plain, middle, middle + 64),
    'a JPEG with an unknown marker in its pixels': spliced(plain, middle, middle, 0xff, 0x02),
    'a JPEG with an end marker in the middle': spliced(plain, middle, middle, 0xff, 0xd9),
    'a JPEG with stray bytes between two segments': spliced(plain, frame, frame, 1, 2, 3, 4),
    'a JPEG with a comment that states too many bytes': set(plain, comment + 2, 0, 60),
    'a JPEG with a comment that states too few bytes': set(plain, comment + 2, 0, 6),
    'a JPEG with a comment behind the end of the file': set(plain, comment + 2, 0xff, 0xff),
    'a JPEG without Huffman tables': spliced(plain, tables, scan),
    'a JPEG without quantisation tables': spliced(plain, quantities, segmentEnd(quantities)),
    'a JPEG whose header states twice the height': set(plain, frame + 5, 2, 128),
    'a JPEG whose header states half the height': set(plain, frame + 5, 0, 160),
    'a JPEG whose header states no height': set(plain, frame + 5, 0, 0),
    'a JPEG with two frame headers': spliced(plain, frame, frame, ...plain.subarray(frame, scan)),
    'a JPEG with a line end in front': Buffer.concat([Buffer.from('\r\n'), plain]),
  })
}

function progressiveJpegs(): Damaged[] {
  const steps = realFile('progressive.jpg')
  return of('image/jpeg', steps, {
    'a progressive JPEG after its first scan': steps.subarray(0, marker(steps, 0xda, 1)),
    'a progressive JPEG whose second half is missing': cut(steps, 0.5),
  })
}

function restartedJpegs(): Damaged[] {
  const whole = realFile('restart.jpg')
  const restart = whole.indexOf(Buffer.from([0xff, 0xd1]), marker(whole, 0xda))
  return of('image/jpeg', whole, {
    'a JPEG with stray bytes before a restart marker': spliced(whole, restart, restart, 9, 9, 9),
    'a JPEG with a lost restart marker': spliced(whole, restart, restart + 2),
    'a JPEG with a wrong restart marker': set(whole, restart + 1, 0xd5),
  })
}

function pngs(): Damaged[] {
  const png = realFile('screenshot.png')
  const at = (type: string) => png.indexOf(type) - 4
  const [pixels, end] = [at('IDAT'), at('IEND')]
  const length = png.readUInt32BE(pixels)
  const inside = pixels + 8 + (length >> 1)
  const half = png.subarray(pixels + 8, inside)
  const bad = (position: number) => set(png, position, (png[position] as number) ^ 255)
  return of('image/png', png, {
    'a PNG without its last chunk': png.subarray(0, end),
    'a PNG whose second half is missing': png.subarray(0, inside),
    'a PNG with half of its rows': Buffer.concat([
      ...[png.subarray(0, pixels), pngChunk('IDAT', half), pngChunk('IEND', Buffer.alloc(0))],
    ]),
    'a PNG with a wrong checksum of its header': bad(29),
    'a PNG with a wrong checksum of its pixels': bad(pixels + 8 + length),
    'a PNG with a wrong checksum of its text': bad(at('tEXt') + 8 + png.readUInt32BE(at('tEXt'))),
    'a PNG with a flipped bit in its pixels': set(png, inside, (png[inside] as number) ^ 1),
    'a PNG with an unknown chunk that decoders need': spliced(
      ...([png, pixels, pixels] as const),
      ...pngChunk('ABCD', Buffer.from('text')),
    ),
    'a PNG with bytes between two chunks': spliced(png, pixels, pixels, 1, 2, 3, 4),
  })
}

function gifs(): Damaged[] {
  const [still, animated] = ['still.gif', 'animated.gif'].map(realFile) as [Buffer, Buffer]
  const end = still.length - 1
  return [
    ...of('image/gif', still, {
      'a GIF without its end byte': still.subarray(0, -1),
      'a GIF whose second half is missing': cut(still, 0.5),
      'a GIF with a flipped bit in its pixels': set(still, 4000, (still[4000] as number) ^ 1),
      'a GIF with an unknown block': spliced(still, end, end, 7, 7, 7),
    }),
    ...of('image/gif', animated, {
      'an animated GIF whose second half is missing': cut(animated, 0.5),
    }),
  ]
}

function webps(): Damaged[] {
  // Chromium ignores the orientation in a WebP, and ingest does not.
  const whole = sized(realFile('phone.webp'), 'VP8 ')
  const half = cut(whole, 0.5)
  return of('image/webp', whole, {
    'a WebP that states too few bytes': set(whole, 5, 1),
    'a WebP that states too many bytes': set(whole, 6, 1),
    'a WebP whose second half is missing': half,
    'a WebP whose second half is missing, with a right length': sized(half),
    'a WebP with a flipped bit in its pixels': set(whole, 8000, (whole[8000] as number) ^ 1),
  })
}

function otherWebps(): Damaged[] {
  const [exact, animated] = ['lossless.webp', 'animated.webp'].map(realFile) as [Buffer, Buffer]
  return [
    ...of('image/webp', exact, { 'a lossless WebP whose second half is missing': cut(exact, 0.5) }),
    ...of('image/webp', animated, {
      'an animated WebP whose second half is missing': cut(animated, 0.5),
    }),
  ]
}

/** Corrects the length in the header of a WebP. If a chunk is named, keeps only this chunk. */
function sized(webp: Buffer, chunk?: string): Buffer {
  const at = chunk ? webp.indexOf(chunk) : 12
  const end = chunk ? at + 8 + webp.readUInt32LE(at + 4) : webp.length
  const copy = Buffer.concat([webp.subarray(0, 12), webp.subarray(at, end + (end % 2))])
  copy.writeUInt32LE(copy.length - 8, 4)
  return copy
}
