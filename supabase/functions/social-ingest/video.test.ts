import { Buffer } from 'node:buffer'
import { box, mp4, table } from '../../../tests/support/files.ts'
import {
  fragmented,
  type Layout,
  movie,
  type Part,
  pictureFormat,
  soundFormat,
} from '../../../tests/support/video-files.ts'
import { applyPatches } from './patches.ts'
import { Refusal } from './refusal.ts'
import { Source } from './source.ts'
import { inspectVideo, isVideo } from './video.ts'

/** Returns the bytes of a file as a stream, in chunks of the given size. */
function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + size))
      at += size
    },
  })
}

async function clean(bytes: Uint8Array, size = 65_536): Promise<Buffer> {
  const { patches } = await inspectVideo(new Source(inPieces(bytes, size)))
  const cleaned = inPieces(bytes, size).pipeThrough(applyPatches(patches))
  return Buffer.from(await new Response(cleaned).arrayBuffer())
}

async function refusalOf(bytes: Uint8Array): Promise<{ code: string; hint: string }> {
  try {
    await inspectVideo(new Source(inPieces(bytes, 65_536)))
    return { code: 'accepted', hint: '' }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  return (await refusalOf(bytes)).code
}

function equal(actual: unknown, expected: unknown) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

/** Creates an MP4 box with a 64-bit size, as in long videos. */
function large(type: string, body: string): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32BE(1)
  head.write(type, 4, 'latin1')
  head.writeBigUInt64BE(BigInt(body.length + 16), 8)
  return Buffer.concat([head, Buffer.from(body)])
}

const whole = Buffer.concat([
  mp4(),
  box('free', 'a secret'),
  large('uuid', 'another secret'),
  large('mdat', 'a secret that is no frame'),
  box('meta', 'the last secret'),
])

Deno.test('the metadata of a video is overwritten in place, for every chunk size', async () => {
  const expected = await clean(whole)
  equal(expected.length, whole.length)
  equal(/secret|Anna|52\.5|udta|uuid|meta/.exec(expected.toString('latin1')), null)
  for (const words of ['vide', 'mdatframes']) equal(expected.includes(words), true)
  for (const size of [1, 7, 100]) equal((await clean(whole, size)).equals(expected), true)
})

Deno.test('a video whose last box extends to the end of the file is accepted', async () => {
  const open = Buffer.concat([mp4(), box('uuid', 'a secret')])
  open.writeUInt32BE(0, open.length - 16)
  const cleaned = await clean(open)
  equal([cleaned.length, cleaned.includes('secret')], [open.length, false])
})

/** Frames and sound, between them the places of a camera, times, words and data of no track. */
const parts: Part[] = [
  ['', 'secret zero'],
  ['vide', 'frame 1,'],
  ['soun', 'sound 1,'],
  ['meta', 'secret +52.5163'],
  ['vide', 'the second frame,'],
  ['tmcd', 'secret time'],
  ['text', 'secret words'],
  ['soun', 'sound 2,'],
  ['vide', 'frame 3,'],
  ['', 'freeGPS secret'],
]

/**
 * Cleans a video, and checks that exactly the secrets are gone, and that nothing has moved. The
 * last bytes of the video may be no box, and are left out.
 */
async function checkSecrets(
  bytes: Buffer,
  kept = ['frame 1,', 'sound 1,', 'the second frame,', 'sound 2,'],
  noBox = 0,
) {
  const cleaned = await clean(bytes)
  equal(cleaned.length, bytes.length - noBox)
  equal(/secret|Anna|Camera|52\.5|appl|\xe2\x5e\x32\xa9/.exec(cleaned.toString('latin1')), null)
  for (const words of kept) equal(cleaned.indexOf(words), bytes.indexOf(words))
}

const layouts: Layout[] = [
  {},
  { isIndexFirst: true },
  { size: 'large', positions: 'co64' },
  { size: 'none', isIndexFirst: true },
  { sizes: 'stz2' },
  { sizes: 1 },
  { brand: Buffer.alloc(0), before: [box('wide')] },
  { brand: Buffer.alloc(0), isIndexFirst: true },
  { brand: box('ftyp', '3gp4', '\0\0\x02\0', 'isom3gp4') },
  { brand: box('ftyp', 'M4V ', '\0\0\0\x01', 'M4V mp42isom') },
  { before: [box('pnot', 'secret'), box('PICT', 'secret'), box('abcd', 'secret')] },
  { after: [box('uuid', 'secret'), box('MCPS', 'secret'), box('free', 'secret')] },
  { index: [box('meta', 'mdta secret'), box('udta', 'secret', '\0\0\0\0'), box('iods', 'secret')] },
  { inTrack: [box('udta', 'secret'), box('meta', 'secret'), box('uuid', 'secret'), box('load')] },
  {
    inTrack: [box('tref', box('cdsc', '\0\0\0\x01')), box('tapt', box('clef', '\0\0\0\0\0\0\0\0'))],
  },
]

Deno.test('of a video only frames and sound remain, whatever its layout is', async () => {
  for (const layout of layouts) await checkSecrets(movie(parts, layout))
})

Deno.test('bytes after the last box are left out', async () => {
  const trailers = [
    Buffer.from('\x01\x02'),
    Buffer.from('\0\0\0\0'),
    Buffer.alloc(1000),
    Buffer.from('\0\0\0\x07secret'),
    Buffer.from('a secret text that is no box'),
    large('secr', 'secret').subarray(0, -2),
  ]
  for (const trailer of trailers) {
    const bytes = movie(parts, { after: [box('uuid', 'secret'), trailer] })
    await checkSecrets(bytes, undefined, trailer.length)
    equal((await clean(bytes, 1)).equals(await clean(bytes)), true)
  }
})

Deno.test('a video keeps its boxes that players need, and what turns it', async () => {
  const turned = movie(parts, { turned: true, inTrack: [box('tapt', box('clef', 'a size'))] })
  const { width, height } = await inspectVideo(new Source(inPieces(turned, 100)))
  equal([width, height], [1080, 1920])
  const cleaned = await clean(turned)
  for (const words of ['a size', 'avcC', 'configuration', 'alis', 'stco']) {
    equal(cleaned.indexOf(words), turned.indexOf(words))
  }
  equal(
    ['meta', 'tmcd', 'text'].some((words) => cleaned.includes(words)),
    false,
  )
})

Deno.test('a brand and an encoder that name the camera are overwritten', async () => {
  const brand = box('ftyp', 'CAEP', '\0\0\0\x01', 'CAEPisomavc1')
  const named = movie(parts, {
    brand,
    formats: { vide: pictureFormat('hvc1', box('uuid', 'secret')) },
  })
  await checkSecrets(named)
  equal((await clean(named)).toString('latin1', 0, 28), '\0\0\0\x1cftypisom\0\0\0\0isomisomavc1')
})

Deno.test('a profile of colours goes, and lists that end with zeros are accepted', async () => {
  const profile = [box('colr', 'prof secret'), box('colr', 'nclx and colours')]
  const vide = pictureFormat('avc1', ...profile, Buffer.alloc(4))
  const bytes = movie(parts, { formats: { vide } })
  await checkSecrets(bytes, ['nclx and colours', 'frame 1,'])
})

Deno.test('sound is kept whole, whatever the version of its format is', async () => {
  // Two channels of 16 bits: QuickTime states one byte for each sample, which has four.
  const sound = 'four'.repeat(17)
  const more: Part[] = [
    ['soun', sound],
    ['meta', 'secret'],
  ]
  const formats: [format: Buffer, samples: number][] = [
    [soundFormat('sowt', 0), 17],
    // A packet of 64 samples has 34 bytes for each channel.
    [soundFormat('ima4', 0), 64],
    // These versions state the samples and the bytes of a packet.
    [soundFormat('ima4', 1, [1, 2, 4, 2], 1), 17],
    [soundFormat('lpcm', 2, [72, 0, 0, 2, 0x7f000000, 16, 12, 4, 1], 1), 17],
  ]
  for (const [soun, samples] of formats) {
    const bytes = movie([...more, ['vide', 'a frame of a video']], { sizes: 1, formats: { soun } })
    const at = bytes.indexOf(table('stsc', 1, 1, sound.length, 1), bytes.indexOf('soun'))
    bytes.writeUInt32BE(samples, at + 20)
    await checkSecrets(bytes, [sound, 'a frame of a video'])
  }
})

Deno.test('only the first enabled track of frames is kept', async () => {
  const twice = movie([
    ['vide', 'frame 1,'],
    ['VIDE', 'secret'],
    ['vide', 'frame 2,'],
  ])
  twice.write('vide', twice.lastIndexOf('VIDE'))
  await checkSecrets(twice, ['frame 1,', 'frame 2,'])
  const off = movie(
    [
      ['VIDE', 'secret'],
      ['vide', 'frame 1,'],
    ],
    { disabled: ['VIDE'] },
  )
  off.write('vide', off.indexOf('VIDE'))
  await checkSecrets(off, ['frame 1,'])
})

Deno.test('of a video in fragments only frames and sound remain', async () => {
  for (const base of ['fragment', 'position', 'none'] as const) {
    const bytes = fragmented(
      parts.filter(([handler]) => handler),
      base,
    )
    await checkSecrets(bytes)
    await checkSecrets(Buffer.concat([bytes, box('emsg', 'secret'), box('prft', 'secret')]))
  }
})

/** Returns a unit of a frame: its length and its bytes. */
function unit(...bytes: (number | string)[]): Buffer {
  const body = Buffer.concat(
    bytes.map((one) => (typeof one === 'string' ? Buffer.from(one, 'latin1') : Buffer.from([one]))),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}

Deno.test('user data between pictures is erased, for every codec and chunk size', async () => {
  const words = 'a secret of Anna\0\0\x03\x01 +52.5163'.repeat(10)
  // The mark, the fourth of these bytes, does not count.
  const size = [255, words.length - 10 - 255]
  const h264 = [
    unit(0x09, 'a delimiter'),
    unit(0x06, 1, 6, 'timing', 5, ...size, words, 4, 8, 'captions', 0x80),
    unit(0x65, 'a picture +52 that \x05 stays'),
  ]
  const hevc = [unit(0x4e, 1, 5, ...size, words, 0x80), unit(0x26, 1, 'a picture that stays')]
  const configs = [
    box('avcC', '\x01\x64\0\x28\xff\xe0\0'),
    box('hvcC', Buffer.alloc(21), '\xff\x01\xa7\0\x01\0\x0b\x4e\x01\x05\x07Anna so\x80'),
  ]
  for (const [index, units] of [h264, hevc].entries()) {
    const type = index === 0 ? 'avc1' : 'hvc1'
    const vide = box(type, Buffer.alloc(78), configs[index] ?? '')
    const bytes = movie([['vide', Buffer.concat(units)], ['meta', 'secret'], ...parts], {
      formats: { vide },
    })
    await checkSecrets(bytes, ['frame 1,', ...(index === 0 ? ['timing', 'captions'] : [])])
    const cleaned = await clean(bytes)
    equal(cleaned.includes(units.at(-1) ?? ''), true)
    for (const size of [1, 3, 50]) equal((await clean(bytes, size)).equals(cleaned), true)
    const { patches } = await inspectVideo(new Source(inPieces(bytes, 50)))
    for (let time = 0; time < 2; time++) {
      const again = inPieces(bytes, 50).pipeThrough(applyPatches(patches))
      equal(Buffer.from(await new Response(again).arrayBuffer()).equals(cleaned), true)
    }
  }
})

Deno.test('frames that are not divided into units stay as they are', async () => {
  const vide = box('avc1', Buffer.alloc(78), box('avcC', '\x01\x64\0\x28\xff\xe0\0'))
  const frame = '\0\0\x01\0\x06\x05\x20no user data, but a picture'
  const bytes = movie([['vide', frame], ['meta', 'secret'], ...parts], { formats: { vide } })
  await checkSecrets(bytes, [frame, 'frame 1,'])
})

Deno.test('a picture or a text is no video, and every QuickTime file is one', async () => {
  const pictures = ['heic', 'heix', 'hevc', 'mif1', 'mif2', 'miaf', 'msf1', 'MiHB']
  for (const brand of [...pictures, 'avif', 'avis', 'avio', 'MA1A', 'MA1B', 'crx ']) {
    equal(isVideo(box('ftyp', brand)), false)
    equal(await codeOf(mp4('vide', brand)), 'file_type_invalid')
  }
  for (const type of ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])
    equal(isVideo(box(type)), true)
  for (const brand of ['qt  ', 'isom', 'mp42', '3gp5', 'MSNV'])
    equal(isVideo(box('ftyp', brand)), true)
  equal(isVideo(Buffer.from('plain words')), false)
})

Deno.test('a video is refused if it is incomplete or needs too much memory', async () => {
  const many = Buffer.concat(Array(1001).fill(box('free')))
  const head = mp4().subarray(0, mp4().indexOf('moov') - 4)
  equal(await codeOf(Buffer.concat([head, box('moov', many)])), 'file_suspicious')
  const vast = box('moov', Buffer.alloc(16 * 1024 * 1024 + 1))
  equal(await codeOf(Buffer.concat([head, vast])), 'file_too_large')
  equal(
    await codeOf(Buffer.concat([mp4(), mp4().subarray(mp4().indexOf('moov') - 4)])),
    'file_damaged',
  )
  for (const end of [4, 12, whole.length - 3]) {
    equal(await codeOf(whole.subarray(0, end)), 'file_damaged')
  }
  const early = Buffer.concat([mp4(), large('mdat', '')])
  early.writeBigUInt64BE(8n, early.length - 8)
  equal(await codeOf(early), 'file_damaged')
  const deep = Array(300).fill(box('trak', ...Array(900).fill(box('free'))))
  equal(await codeOf(movie(parts, { index: deep })), 'file_damaged')
  const wide = Array(300).fill(box('mvex', ...Array(900).fill(box('free'))))
  equal(await codeOf(movie(parts, { index: wide })), 'file_too_large')
  const boxes = Buffer.concat([mp4(), Buffer.concat(Array(120_001).fill(box('free')))])
  equal(await codeOf(boxes), 'file_too_large')
})

Deno.test('a refused video is told what is wrong with it, and what to do', async () => {
  const [moov] = [mp4().indexOf('moov') - 4]
  const external = movie(parts)
  external.writeUInt32BE(0, external.indexOf('alis') + 4)
  const otherFile = box('dref', '\0\0\0\0\0\0\0\x01', box('alis', '\0\0\0\0Disk of Anna'))
  const isElsewhere = movie(parts, { references: otherFile })
  const refused: [bytes: Buffer, code: string, hint: RegExp][] = [
    [movie([['soun', 'sound 1,']]), 'file_type_invalid', /no video track/],
    [movie(parts, { index: [box('cmov', 'zip')] }), 'file_type_invalid', /compressed.*MP4/],
    [movie(parts, { formats: { vide: pictureFormat('encv') } }), 'file_type_invalid', /encrypted/],
    [isElsewhere, 'file_type_invalid', /another file.*self-contained/],
    [mp4().subarray(0, moov), 'file_damaged', /interrupted/],
    [movie([['vide', '']]), 'file_damaged', /again/],
  ]
  for (const [bytes, code, hint] of refused) {
    const refusal = await refusalOf(bytes)
    equal([refusal.code, hint.test(refusal.hint)], [code, true])
  }
  equal(await codeOf(external), 'accepted')
})

Deno.test('processing a video of 100 MB keeps fewer than five chunks in memory', async () => {
  const piece = new Uint8Array(1024 * 1024)
  const after = 100
  const before = mp4('vide', 'isom', Buffer.alloc(after * piece.length)).subarray(
    0,
    -after * piece.length - 8,
  )
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + after * piece.length)
  head.write('mdat', 4)
  let [made, passed, most] = [0, 0, 0]
  const open = () => {
    let count = 0
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (count === 0) controller.enqueue(Buffer.concat([before, head]))
        else if (count <= after) controller.enqueue(piece)
        else controller.close()
        made += count > 0 ? 1 : 0
        count++
      },
    })
  }
  const { width, patches } = await inspectVideo(new Source(open()))
  made = 0
  for await (const { length } of open().pipeThrough(applyPatches(patches))) {
    passed += length >= piece.length ? 1 : 0
    most = Math.max(most, made - passed)
  }
  equal([width, passed, most < 5], [1920, after, true])
})
