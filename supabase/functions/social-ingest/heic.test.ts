import { Buffer } from 'node:buffer'
import { box } from '../../../tests/support/files.ts'
import {
  type GridOptions,
  heicFile,
  heicGrid,
  quarters,
} from '../../../tests/support/heic-files.ts'
import { type Image, imagesOf } from '../../../tests/support/images.ts'
import { metadataOf } from '../../../tests/support/metadata.ts'
import { displayP3, exifOf } from '../../../tests/support/pixel-files.ts'
import { hevcDecoder } from './codecs.ts'
import { decodeHeic } from './heic.ts'
import { inspect } from './inspect.ts'
import { makePicture, type Picture } from './picture.ts'
import { Refusal } from './refusal.ts'

const [RED, GREEN, BLUE, WHITE] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as [number[], number[], number[], number[]]
const SIZE = { columns: 2, width: 128, height: 96 }
const SHARED = { columns: 5, width: 2560, height: 2048 }
const tile = heicFile('tile.heic')

/** A grid of four tiles of one color, whose lower row is cut. */
const grid = (options: Partial<GridOptions> = {}) => heicGrid(quarters, { ...SIZE, ...options })

async function picture(file: Uint8Array): Promise<Picture> {
  return await makePicture(inspect(file), 'post')
}

/** Stores a file, and decodes what is stored with another decoder. */
async function stored(file: Uint8Array): Promise<Image> {
  const [image] = await imagesOf((await picture(file)).display.bytes)
  return image as Image
}

async function refusalOf(file: Uint8Array): Promise<Refusal> {
  try {
    await picture(file)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('The file is accepted.')
}

function equal(actual: unknown, expected: unknown, name = '') {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${name}: ${a} is not ${b}`)
}

/** Checks the size of a picture, and the colors in its corners, row by row. */
function hasCorners(image: Image, size: [number, number], colors: number[][], name = '') {
  const { width, height } = image
  equal([width, height], size, name)
  for (const [index, color] of colors.entries()) {
    const [x, y] = [index % 2 ? width - 5 : 4, index > 1 ? height - 5 : 4]
    const actual = image.at(x, y)
    const isNear = color.every((value, i) => Math.abs(value - (actual[i] ?? 0)) <= 12)
    if (!isNear) throw new Error(`${name} at ${x},${y}: ${actual} is not ${color}`)
  }
}

Deno.test('HEIC and AVIF of all depths and samplings are stored', async () => {
  for (const name of [
    ...['still.heic', 'chroma-444.heic', 'chroma-422.heic', 'rgb.heic', 'ten-bits.heic'],
    ...['still.avif', 'ten-bits.avif'],
  ]) {
    hasCorners(await stored(heicFile(name)), [256, 192], [RED, GREEN, BLUE, WHITE], name)
  }
  hasCorners(await stored(heicFile('odd-size.heic')), [255, 191], [RED, GREEN, BLUE, WHITE])
  const gray = await stored(heicFile('gray.heic'))
  const [red = 0, green = 0] = gray.at(60, 50)
  equal([gray.width, gray.height, Math.abs(red - green) < 3], [256, 192, true])
})

Deno.test('HEIC keeps its transparency', async () => {
  const { display } = await picture(heicFile('alpha.heic'))
  equal(display.mimeType, 'image/webp')
  const [image] = await imagesOf(display.bytes)
  equal([image?.at(30, 30)[3], Math.abs((image?.at(200, 30)[3] ?? 0) - 90) < 4], [255, true])
})

Deno.test('the tiles of a grid are joined and cut', async () => {
  hasCorners(await stored(grid()), [128, 96], [RED, GREEN, BLUE, WHITE])
})

Deno.test('a large picture is reduced tile by tile', async () => {
  const tiles = [...Array(8).fill(quarters[0]), ...Array(8).fill(quarters[1])]
  const large = heicGrid(tiles, { columns: 1, width: 40, height: 1000 })
  const { display } = await makePicture(inspect(large), 'avatar')
  equal([display.width, display.height], [40, 40])
  const wide = heicGrid([tile, tile, tile, tile, tile, tile, tile, tile, tile], {
    ...{ columns: 9, width: 4600, height: 512 },
  })
  const [whole] = await imagesOf((await picture(wide)).display.bytes)
  const [single] = await imagesOf((await picture(tile)).display.bytes)
  equal([whole?.width, whole?.height], [2048, 228])
  // The same place of each tile has the same color as in the tile itself.
  for (const column of [0, 4, 8]) {
    const x = Math.round(((column * 512 + 300) * 2048) / 4600)
    const [one = [], other = []] = [whole?.at(x, 30), single?.at(300, 67)]
    const isNear = one.every((value, i) => Math.abs(value - (other[i] ?? 0)) < 30)
    if (!isNear) throw new Error(`tile ${column}: ${one} is not ${other}`)
  }
})

Deno.test('white of 10 bits stays white in a reduced picture', async () => {
  const heic = heicGrid([heicFile('white-10.heic')], { columns: 1, width: 64, height: 64 })
  const { pixels } = await decodeHeic(hevcDecoder, heic, { width: 32, height: 32 })
  equal([pixels.width, pixels.height, [...pixels.data.subarray(0, 3)]], [32, 32, WHITE])
})

Deno.test('a HEIC is turned and mirrored as its container says, and never by EXIF', async () => {
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), exifOf(6)])
  const cases: [Partial<GridOptions>, [number, number], number[][]][] = [
    [{ turns: 0 }, [128, 96], [RED, GREEN, BLUE, WHITE]],
    [{ turns: 1 }, [96, 128], [GREEN, WHITE, RED, BLUE]],
    [{ turns: 2 }, [128, 96], [WHITE, BLUE, GREEN, RED]],
    [{ turns: 3 }, [96, 128], [BLUE, RED, WHITE, GREEN]],
    [{ mirror: 0 }, [128, 96], [BLUE, WHITE, RED, GREEN]],
    [{ mirror: 1 }, [128, 96], [GREEN, RED, WHITE, BLUE]],
    [{ turns: 1, mirror: 1 }, [96, 128], [WHITE, GREEN, BLUE, RED]],
  ]
  for (const [options, size, colors] of cases) {
    const name = JSON.stringify(options)
    const { width, height } = inspect(grid(options))
    equal([width, height], size, name)
    hasCorners(await stored(grid(options)), size, colors, name)
    hasCorners(await stored(grid({ ...options, exif })), size, colors, name)
  }
})

Deno.test('the colors of a HEIC are converted to sRGB', async () => {
  const one = (options: Partial<GridOptions>) =>
    heicGrid([tile], { columns: 1, width: 512, height: 512, ...options })
  /** Returns the mean color of a piece of the sky. */
  const at = async (options: Partial<GridOptions>) => {
    const image = await stored(one(options))
    const pixels = Array.from({ length: 1024 }, (_, n) => image.at(16 + (n % 32), 16 + (n >> 5)))
    return [0, 1, 2].map((channel) =>
      Math.round(pixels.reduce((sum, pixel) => sum + (pixel[channel] ?? 0), 0) / pixels.length),
    )
  }
  const [plain, byProfile, byNumber, bright, hybrid, profiled] = await Promise.all([
    at({ nclx: [1, 13, 6, true] }),
    at({ nclx: [1, 13, 6, true], profile: displayP3 }),
    at({ nclx: [12, 13, 6, true] }),
    at({ nclx: [9, 16, 9, true] }),
    at({ nclx: [9, 18, 9, true] }),
    at({ nclx: [12, 16, 6, true], profile: displayP3 }),
  ])
  const difference = (some: number[], others: number[]) =>
    Math.max(...some.map((value, i) => Math.abs(value - (others[i] ?? 0))))
  equal(difference(plain, byProfile) > 4, true, `${plain} and ${byProfile}`)
  equal(difference(byProfile, byNumber) < 4, true, `${byProfile} and ${byNumber}`)
  equal(difference(byProfile, profiled) < 1, true, `${byProfile} and ${profiled}`)
  for (const [name, hdr] of Object.entries({ bright, hybrid })) {
    equal(difference(hdr, plain) > 4, true, `${name}: ${hdr} and ${plain}`)
  }
})

Deno.test('what lies beside the picture of a HEIC is not stored', async () => {
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), exifOf(6), Buffer.from('GPS of Anna')])
  const still = heicFile('still.heic')
  const { display } = await picture(
    grid({
      ...{ exif, profile: displayP3, after: Buffer.concat([box('mpvd', still), Buffer.alloc(9)]) },
      auxiliary: {
        'urn:com:apple:photo:2020:aux:hdrgainmap': still,
        'urn:mpeg:hevc:2015:auxid:2': still,
        'urn:mpeg:hevc:2015:auxid:1': still,
      },
    }),
  )
  equal(display.mimeType, 'image/jpeg')
  equal(metadataOf(Buffer.from(display.bytes)), [])
})

Deno.test('a sequence is stored as its still picture', async () => {
  const sequence = grid({ brand: 'hevc', after: box('moov', Buffer.alloc(64)) })
  equal((await picture(sequence)).isAnimationDropped, true)
  equal((await picture(grid())).isAnimationDropped, false)
})

Deno.test('a HEIC of 24 megapixels is refused with the way to a JPEG', async () => {
  const tiles = (count: number) => Array(count).fill(tile)
  const phone = heicGrid(tiles(48), { columns: 8, width: 4032, height: 3024 })
  equal(inspect(phone).kind, 'heic')
  const { code, hint } = await refusalOf(
    heicGrid(tiles(108), { columns: 12, width: 5712, height: 4284 }),
  )
  equal([code, hint.includes('Most Compatible')], ['image_too_many_pixels', true])
})

/** Replaces one text of a file. */
function replaced(file: Buffer, from: string, to: string): Buffer {
  return Buffer.from(file.toString('latin1').replace(from, to), 'latin1')
}

Deno.test('a hostile, damaged or too large HEIC or AVIF is refused', async () => {
  const largeAvif = Buffer.from(heicFile('tile.avif'))
  for (const at of [8, 12]) largeAvif.writeUInt32BE(4096, largeAvif.indexOf('ispe') + at)
  const [size, small] = ['\0\0\x02\0\0\0\x02\0', '\0\0\0\x40\0\0\0\x40']
  const cases: [name: string, file: Buffer, code: string, hint?: RegExp][] = [
    ['a file without its end', grid().subarray(0, -200), 'file_damaged'],
    [
      'a file without items',
      box('ftyp', 'heic', '\0\0\0\0', 'heic'),
      'file_type_invalid',
      /without a still picture.*JPEG/,
    ],
    ['a picture larger than announced', replaced(tile, size, small), 'file_damaged'],
    [
      'tiles that share bytes',
      heicGrid(Array(20).fill(tile), { ...SHARED, isShared: true }),
      'file_damaged',
    ],
    ['a grid without a tile', heicGrid(quarters, { ...SIZE, columns: 3 }), 'file_damaged'],
    [
      'a JPEG in a HEIF',
      replaced(tile, 'hvc1', 'jpeg'),
      'file_type_invalid',
      /neither HEVC nor AV1.*JPEG/,
    ],
    [
      'too large a list',
      grid({ padding: 300_000 }),
      'file_suspicious',
      /more parts than any camera writes.*JPEG/,
    ],
    ['an AVIF of 16 megapixels', largeAvif, 'image_too_many_pixels', /this AVIF.*3 megapixels/],
  ]
  for (const [name, file, code, says] of cases) {
    const refusal = await refusalOf(file)
    equal([refusal.code, says?.test(refusal.hint) ?? true], [code, true], name)
  }
})

Deno.test('no damage of a HEIC causes another error than a refusal', async () => {
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % below
  }
  const files = [
    grid({ turns: 1, profile: displayP3 }),
    heicFile('alpha.heic'),
    heicFile('still.avif'),
  ]
  for (let run = 0; run < 90; run++) {
    const damaged = Buffer.from(files[run % files.length] as Buffer)
    for (let count = 1 + random(4); count > 0; count--) {
      damaged[12 + random(damaged.length - 12)] = random(256)
    }
    await picture(damaged).catch((error) => {
      if (!(error instanceof Refusal)) throw error
    })
  }
})
