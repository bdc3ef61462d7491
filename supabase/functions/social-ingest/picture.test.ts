import { Buffer } from 'node:buffer'
import { deflateSync } from 'node:zlib'
import { chunk, photograph, segment } from '../../../tests/support/files.ts'
import { type Image, imagesOf, inksOf } from '../../../tests/support/images.ts'
import { webpChunk, webpOf } from '../../../tests/support/picture-files.ts'
import {
  apngOf,
  dark,
  displayP3,
  exifOf,
  flatJpeg,
  flatWebp,
  gifOf,
  green,
  pngOf,
  profileChunk,
  profileOf,
  profileSegment,
  swapped,
} from '../../../tests/support/pixel-files.ts'
import { inspect } from './inspect.ts'
import { makePicture, type Picture, type Purpose } from './picture.ts'

async function picture(file: Uint8Array, purpose: Purpose = 'post'): Promise<Picture> {
  return await makePicture(inspect(file), purpose)
}

/** Stores a file, and decodes what is stored with another decoder. */
async function stored(file: Uint8Array): Promise<Image> {
  const [image] = await imagesOf((await picture(file)).display.bytes)
  return image as Image
}

function equal(actual: unknown, expected: unknown, name = '') {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${name}: ${a} is not ${b}`)
}

/** Checks the color of a pixel. The encoders change colors a little. */
function near(image: Image, [x, y]: number[], expected: number[], name = '') {
  const actual = image.at(x ?? 0, y ?? 0)
  const isNear = expected.every((value, i) => Math.abs(value - (actual[i] ?? 0)) <= 12)
  if (!isNear) throw new Error(`${name} at ${x},${y}: ${actual} is not ${expected}`)
}

/** Four quarters, each of one color. */
const [RED, GREEN, BLUE, WHITE] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as [number[], number[], number[], number[]]
const quarters = (width: number, height: number) => (x: number, y: number) => {
  const [isRight, isLower] = [x >= width / 2, y >= height / 2]
  return isLower ? (isRight ? WHITE : BLUE) : isRight ? GREEN : RED
}

Deno.test('grey with one transparent color keeps its transparency at every depth', async () => {
  for (const depth of [1, 2, 4, 8, 16] as const) {
    const most = 2 ** depth - 1
    for (const clear of [0, most, ...(depth > 1 ? [1] : [])]) {
      const other = clear === 0 ? most : 0
      const samplesAt = (x: number) => [x < 16 ? clear : other]
      const chunks = [chunk('tRNS', Buffer.from([clear >> 8, clear & 255]))]
      const image = await stored(pngOf(32, 32, samplesAt, { depth, type: 0, chunks }))
      equal([image.at(4, 4)[3], image.at(28, 4)[3]], [0, 255], `${clear} of ${depth} bits`)
      near(image, [28, 4], clear === 0 ? WHITE : [0, 0, 0])
    }
  }
})

Deno.test('one of the colors of 16 bits is transparent, and its neighbor is not', async () => {
  const samplesAt = (x: number) => [x < 16 ? 0x1234 : 0x1235, 0, 0]
  const chunks = [chunk('tRNS', Buffer.from([0x12, 0x34, 0, 0, 0, 0]))]
  const image = await stored(pngOf(32, 32, samplesAt, { depth: 16, chunks }))
  equal([image.at(4, 4)[3], image.at(28, 4)[3]], [0, 255])
})

Deno.test('every kind of PNG keeps its pixels, also if it is interlaced', async () => {
  const size = [37, 29] as const
  const rgb = quarters(...size)
  const alpha = (x: number, y: number) => [...rgb(x, y), 255]
  const wide = (samplesAt: typeof rgb) => (x: number, y: number) =>
    samplesAt(x, y).map((value) => value * 257)
  const palette = chunk('PLTE', Buffer.from([RED, GREEN, BLUE, WHITE].flat()))
  const place = (x: number, y: number) => [[RED, GREEN, BLUE, WHITE].indexOf(rgb(x, y))]
  for (const isInterlaced of [false, true]) {
    const files = [
      pngOf(...size, rgb, { isInterlaced }),
      pngOf(...size, wide(rgb), { depth: 16, isInterlaced }),
      pngOf(...size, alpha, { type: 6, isInterlaced }),
      pngOf(...size, wide(alpha), { type: 6, depth: 16, isInterlaced }),
      ...([2, 4, 8] as const).map((depth) =>
        pngOf(...size, place, { type: 3, depth, isInterlaced, chunks: [palette] }),
      ),
    ]
    for (const [n, file] of files.entries()) {
      const image = await stored(file)
      equal([image.width, image.height], size)
      near(image, [4, 4], RED, `${n}`)
      near(image, [33, 4], GREEN, `${n}`)
      near(image, [4, 25], BLUE, `${n}`)
      near(image, [33, 25], WHITE, `${n}`)
    }
  }
})

Deno.test('a large picture is reduced, and its colors stay at their places', async () => {
  const [width, height] = [2100, 530]
  const { display, thumbnail } = await picture(pngOf(width, height, quarters(width, height)))
  equal([display.width, display.height], [2048, 517])
  equal([thumbnail?.width, thumbnail?.height], [480, 121])
  for (const size of [display, thumbnail]) {
    const [image] = (await imagesOf(size?.bytes ?? new Uint8Array())) as [Image]
    for (const [x, y, color] of [
      [0.2, 0.2, RED],
      [0.8, 0.2, GREEN],
      [0.2, 0.8, BLUE],
      [0.8, 0.8, WHITE],
    ] as const) {
      near(image, [Math.floor(x * image.width), Math.floor(y * image.height)], color)
    }
  }
})

Deno.test('a picture of more than 1080 pixels has a medium size of the same type', async () => {
  const sizeOf = async (width: number, height: number) => {
    const { medium } = await picture(pngOf(width, height, quarters(width, height)))
    return medium && [medium.width, medium.height]
  }
  equal(await sizeOf(2100, 530), [1080, 273])
  equal(await sizeOf(30, 1081), [30, 1080])
  equal(await sizeOf(1080, 30), null)
  const clear = (x: number, y: number) => [...quarters(1200, 900)(x, y), x < 600 ? 0 : 255]
  for (const [samplesAt, type, mimeType] of [
    [quarters(1200, 900), 2, 'image/jpeg'],
    [clear, 6, 'image/webp'],
  ] as const) {
    const { display, medium } = await picture(pngOf(1200, 900, samplesAt, { type }))
    equal([display.mimeType, medium?.mimeType], [mimeType, mimeType])
    const [image] = (await imagesOf(medium?.bytes ?? new Uint8Array())) as [Image]
    equal([image.width, image.height], [1080, 810])
    near(image, [1000, 100], GREEN)
    near(image, [1000, 700], WHITE)
  }
})

Deno.test('no animation, poster or profile picture has a medium size', async () => {
  const large = pngOf(1200, 900, quarters(1200, 900))
  equal(
    [(await picture(large)).medium !== null, (await picture(large, 'avatar')).medium],
    [true, null],
  )
  const { display, medium, thumbnail } = await picture(large, 'poster')
  equal([display.width, display.height, medium, thumbnail], [480, 360, null, null])
  const frames = [RED, GREEN].map((color) => ({
    ...{ width: 1200, height: 2, samplesAt: () => [...color, 255] },
  }))
  const moving = await picture(apngOf(1200, 2, frames))
  equal([moving.display.width, moving.medium], [1200, null])
})

Deno.test('a panorama and a progressive JPEG of 24 megapixels are stored', async () => {
  for (const [file, size] of [
    [flatJpeg(16_382, 3628), [2048, 454]],
    [flatJpeg(6000, 4000, true), [2048, 1365]],
  ] as const) {
    const { display } = await picture(file)
    equal([display.width, display.height], size)
    const [image] = await imagesOf(display.bytes)
    near(image as Image, [1000, 400], [128, 128, 128])
  }
})

Deno.test('a PNG and a WebP of 3840 × 2160 are stored', async () => {
  const rows = deflateSync(Buffer.alloc(2160 * (1 + 3840), 0))
  const png = Buffer.from(pngOf(1, 1, () => [0], { type: 0 }))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(3840)
  head.writeUInt32BE(2160, 4)
  head[8] = 8
  const screen = Buffer.concat([
    ...[png.subarray(0, 8), chunk('IHDR', head), chunk('IDAT', rows), png.subarray(-12)],
  ])
  for (const file of [screen, flatWebp(3840, 2160)]) {
    const { display } = await picture(file)
    equal([display.width, display.height], [2048, 1152])
  }
})

Deno.test('the color of transparent pixels does not bleed when a picture is reduced', async () => {
  const samplesAt = (x: number) => (x % 2 === 0 ? [255, 0, 0, 255] : [0, 255, 0, 0])
  const image = await stored(pngOf(4096, 16, samplesAt, { type: 6 }))
  near(image, [1000, 4], [255, 0, 0, 128])
})

Deno.test('all eight orientations of EXIF are turned upright, in JPEG, PNG and WebP', async () => {
  // The places of red, green and blue after the turn, as parts of the width and the height.
  const corners: Record<number, [number[], number[]]> = {
    1: [RED, GREEN],
    2: [GREEN, RED],
    3: [WHITE, BLUE],
    4: [BLUE, WHITE],
    5: [RED, BLUE],
    6: [BLUE, RED],
    7: [WHITE, GREEN],
    8: [GREEN, WHITE],
  }
  const bare = pngOf(64, 32, quarters(64, 32))
  const jpeg = Buffer.from((await picture(bare)).display.bytes)
  const clear = pngOf(64, 32, (x, y) => [...quarters(64, 32)(x, y), 254], { type: 6 })
  const webp = Buffer.from((await picture(clear)).display.bytes)
  for (const [name, [first, second]] of Object.entries(corners)) {
    const exif = exifOf(Number(name))
    const files = [
      Buffer.concat([
        jpeg.subarray(0, 2),
        segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])),
        jpeg.subarray(2),
      ]),
      pngOf(64, 32, quarters(64, 32), { chunks: [chunk('eXIf', exif)] }),
      webpOf(64, 32, 0x18, [webp.subarray(30), webpChunk('EXIF', exif)]),
    ]
    for (const [n, file] of files.entries()) {
      const image = await stored(file)
      equal([image.width, image.height], Number(name) < 5 ? [64, 32] : [32, 64], `${n} ${name}`)
      near(image, [5, 5], first, `${n} ${name}`)
      near(image, [image.width - 6, 5], second, `${n} ${name}`)
    }
  }
})

Deno.test('an orientation that only XMP has is ignored', async () => {
  const tiff = 'xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
  for (const description of [
    `<rdf:Description ${tiff} tiff:Orientation="6"/>`,
    `<rdf:Description ${tiff}><tiff:Orientation>6</tiff:Orientation></rdf:Description>`,
  ]) {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${description}</rdf:RDF>`
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${rdf}</x:xmpmeta>`
    const named = Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`)
    const start = [photograph.subarray(0, 2), segment(0xe1, named)]
    const file = Buffer.concat([...start, photograph.subarray(2)])
    const [first, second] = [(await picture(file)).display, (await picture(photograph)).display]
    equal([first.width, first.height], [second.width, second.height])
  }
})

Deno.test('colors are converted from their profile to sRGB', async () => {
  const jpeg = Buffer.from((await picture(pngOf(64, 32, () => RED))).display.bytes)
  const files = [
    pngOf(64, 32, () => RED, { chunks: [profileChunk(swapped)] }),
    Buffer.concat([jpeg.subarray(0, 2), profileSegment(swapped), jpeg.subarray(2)]),
  ]
  for (const file of files) near(await stored(file), [9, 9], GREEN)
  const phone = pngOf(64, 32, () => [200, 100, 50], { chunks: [profileChunk(displayP3)] })
  near(await stored(phone), [9, 9], [215, 93, 24])
  const scan = pngOf(64, 32, () => [128], { type: 0, chunks: [profileChunk(dark)] })
  near(await stored(scan), [9, 9], [71, 71, 71])
})

Deno.test('a profile that is damaged or of another color space is ignored', async () => {
  const jpeg = Buffer.from((await picture(pngOf(64, 32, () => RED))).display.bytes)
  const profiles = {
    'of four inks': profileOf('CMYK', {}),
    'of grey without a curve': profileOf('GRAY', {}),
    'of colors without curves': profileOf('RGB', {}),
    'with an unknown curve': profileOf('RGB', { rTRC: Buffer.from('what') }),
    'with a table of garbage': profileOf('RGB', { A2B0: Buffer.alloc(40, 7) }),
    'of another world': profileOf('Lab', { A2B0: Buffer.alloc(40, 7) }),
    truncated: swapped.subarray(0, 150),
    garbage: Buffer.alloc(300, 'x'),
    empty: Buffer.alloc(0),
  }
  for (const [name, icc] of Object.entries(profiles)) {
    const png = pngOf(64, 32, () => RED, { chunks: [profileChunk(icc)] })
    const file = Buffer.concat([jpeg.subarray(0, 2), profileSegment(icc), jpeg.subarray(2)])
    near(await stored(png), [9, 9], RED, `PNG, ${name}`)
    near(await stored(file), [9, 9], RED, `JPEG, ${name}`)
  }
})

Deno.test('a truncated picture keeps the rows that it has', async () => {
  const [width, height] = [300, 300]
  const noise = (x: number, y: number) => [...quarters(width, height)(x, y)].map((v) => v ^ (x & 7))
  const png = pngOf(width, height, noise)
  const frame = { width, height, samplesAt: (x: number, y: number) => [1 + ((x + y) % 2)] }
  const files = {
    JPEG: photograph,
    PNG: png,
    GIF: gifOf(width, height, [frame]),
  }
  for (const [name, file] of Object.entries(files)) {
    const whole = await picture(file)
    const part = await picture(file.subarray(0, file.length * 0.6))
    equal(
      [part.display.width, part.display.height],
      [whole.display.width, whole.display.height],
      name,
    )
    const [one, other] = [await stored(file), await stored(file.subarray(0, file.length * 0.6))]
    near(other, [10, 10], one.at(10, 10).slice(0, 3), name)
  }
})

Deno.test('a PNG with a damaged byte keeps the rows before it', async () => {
  const noise = (x: number, y: number) => [200, 100, 50].map((v) => v + ((x * y) % 7))
  for (const isInterlaced of [false, true]) {
    const png = pngOf(100, 100, noise, { isInterlaced })
    const at = Math.floor(png.length * 0.7)
    png.fill(0xff, at, at + 40)
    near(await stored(png), [40, 20], [203, 103, 53], String(isInterlaced))
  }
})

Deno.test('a picture without a row of pixels is refused as damaged', async () => {
  const png = pngOf(30, 20, () => RED)
  png.fill(0xff, png.indexOf('IDAT') + 4, png.length - 16)
  const codes = await Promise.allSettled([picture(png)])
  equal(
    codes.map((result) => result.status === 'rejected' && result.reason.code),
    ['file_damaged'],
  )
})

Deno.test('a PNG of an unknown type or depth is refused as damaged', async () => {
  for (const [at, value] of [
    [24, 3],
    [24, 32],
    [25, 1],
    [25, 5],
    [25, 255],
  ] as const) {
    const png = pngOf(30, 20, () => RED)
    png[at] = value
    const [result] = await Promise.allSettled([picture(png)])
    equal(result?.status === 'rejected' && result.reason.code, 'file_damaged', `${at} ${value}`)
  }
})

Deno.test('a GIF whose first frame is small is stored with its whole canvas', async () => {
  const small = { left: 20, top: 10, width: 8, height: 6, samplesAt: () => [1] }
  const image = await stored(gifOf(64, 32, [small]))
  equal([image.width, image.height], [64, 32])
  equal([image.at(2, 2)[3], image.at(24, 12)[3]], [0, 255])
  near(image, [24, 12], RED)
})

Deno.test('an animation is stored as WebP with all its frames, times and repeats', async () => {
  const colors = [RED, GREEN, BLUE]
  const times = [50, 200, 0]
  const apng = apngOf(
    64,
    48,
    colors.map((color, n) => ({
      ...{ width: 64, height: 48, delay: times[n], samplesAt: () => [...color, 255] },
    })),
    3,
  )
  const gif = gifOf(
    64,
    48,
    [1, 2, 3].map((color, n) => ({
      width: 64,
      height: 48,
      delay: times[n],
      samplesAt: () => [color],
    })),
    2,
  )
  const webp = (await picture(apng)).display.bytes
  for (const file of [apng, gif, webp]) {
    const { display, thumbnail, isAnimationDropped } = await picture(file)
    equal([display.mimeType, display.extension, isAnimationDropped], ['image/webp', 'webp', false])
    equal(thumbnail?.mimeType, 'image/jpeg')
    const images = await imagesOf(display.bytes)
    equal(
      images.map(({ delay }) => delay),
      [50, 200, 100],
    )
    equal(Buffer.from(display.bytes).readUInt16LE(42), 3)
    for (const [n, image] of images.entries()) near(image, [9, 9], colors[n] as number[])
  }
})

Deno.test('frames are drawn on the canvas as browsers draw them', async () => {
  const whole = { width: 64, height: 48, samplesAt: () => [1] }
  const part = { left: 32, top: 16, width: 16, height: 16, samplesAt: () => [2] }
  for (const [disposal, color, alpha] of [
    [0, GREEN, 255],
    [1, null, 0],
    [2, RED, 255],
  ] as const) {
    const corner = { left: 0, top: 0, width: 8, height: 8, samplesAt: () => [3] }
    const file = gifOf(64, 48, [whole, { ...part, disposal }, corner])
    const images = await imagesOf((await picture(file)).display.bytes)
    equal(images.length, 3)
    near(images[1] as Image, [40, 24], GREEN)
    near(images[2] as Image, [4, 4], BLUE)
    if (color) near(images[2] as Image, [40, 24], color)
    equal(images[2]?.at(40, 24)[3], alpha, `disposal ${disposal}`)
  }
})

Deno.test('frames that look the same are stored as one', async () => {
  const frame = { width: 64, height: 48, samplesAt: () => [1] }
  const other = { ...frame, samplesAt: () => [2] }
  const { display } = await picture(gifOf(64, 48, [frame, frame, other, other]))
  equal(
    (await imagesOf(display.bytes)).map(({ delay }) => delay),
    [200, 200],
  )
})

Deno.test('an animation that would cost too much is stored as its first frame', async () => {
  const frame = { width: 1000, height: 1000, rows: 1, samplesAt: () => [1] }
  const file = gifOf(1000, 1000, Array(60).fill(frame))
  const { display, isAnimationDropped } = await picture(file)
  equal([display.mimeType, isAnimationDropped], ['image/webp', true])
  equal((await imagesOf(display.bytes)).length, 1)
})

Deno.test('a profile picture is a still square', async () => {
  const frame = { width: 64, height: 48, samplesAt: () => [1] }
  const file = gifOf(64, 48, [frame, { ...frame, samplesAt: () => [2] }])
  const { display, thumbnail, isAnimationDropped } = await picture(file, 'avatar')
  equal([display.mimeType, display.width, display.height], ['image/jpeg', 48, 48])
  equal([thumbnail, isAnimationDropped], [null, true])
})

Deno.test('a profile picture has no transparency', async () => {
  const file = pngOf(64, 64, () => [0, 0, 255, 0], { type: 6 })
  const [image] = await imagesOf((await picture(file, 'avatar')).display.bytes)
  near(image as Image, [9, 9], WHITE)
})

Deno.test('a picture of one pixel is stored, in every format', async () => {
  for (const file of [
    pngOf(1, 1, () => RED),
    gifOf(1, 1, [{ width: 1, height: 1, samplesAt: () => [1] }]),
  ]) {
    near(await stored(file), [0, 0], RED)
  }
})

Deno.test('the colors of a PNG are converted as its chunks say', async () => {
  const number = (...values: number[]) => {
    const bytes = Buffer.alloc(4 * values.length)
    for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, 4 * n)
    return bytes
  }
  const linear = chunk('gAMA', number(100_000))
  const usual = chunk('gAMA', number(45_455))
  const srgb = chunk('sRGB', Buffer.from([0]))
  const places = [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000]
  const p3 = chunk('cHRM', number(...places))
  const cicp = chunk('cICP', Buffer.from([12, 13, 0, 1]))
  for (const [name, chunks, expected] of [
    ['gAMA of linear light', [linear], [203, 138, 50]],
    ['the usual gAMA', [usual], [153, 64, 8]],
    ['sRGB before gAMA', [linear, srgb], [153, 64, 8]],
    ['gAMA and cHRM', [usual, p3], [166, 59, 0]],
    ['cICP before gAMA', [linear, cicp], [166, 59, 0]],
  ] as const) {
    const image = await stored(pngOf(32, 32, () => [153, 64, 8], { chunks: [...chunks] }))
    near(image, [9, 9], [...expected], name)
  }
})

Deno.test('a JPEG of four inks is stored in the colors that it shows', async () => {
  const file = await inksOf(pngOf(64, 32, quarters(64, 32)))
  const image = await stored(Buffer.from(file))
  near(image, [4, 4], RED)
  near(image, [60, 28], WHITE)
})

Deno.test('a profile with a table of colors is applied', async () => {
  const png = pngOf(64, 32, () => RED, { chunks: [profileChunk(green)] })
  near(await stored(png), [9, 9], [0, 246, 23])
})
