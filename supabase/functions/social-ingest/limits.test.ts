import { Buffer } from 'node:buffer'
import { segment } from '../../../tests/support/files.ts'
import { pngOf } from '../../../tests/support/pixel-files.ts'
import type { Inspected } from './inspect.ts'
import { animationSize, canHaveMedium, isTooCostly } from './limits.ts'

function equal(actual: unknown, expected: unknown, name = '') {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${name}: ${a} is not ${b}`)
}

const MEGABYTE = 2 ** 20

function inspected(kind: Inspected['kind'], width: number, height: number, picture: Uint8Array) {
  return { kind, width, height, isScalable: false, isAnimated: false, picture }
}

/** A JPEG of this many bytes and scans. `full` colors have as many samples as grey. */
function jpeg(width: number, height: number, megabytes: number, scans = 1, full = false) {
  const frame = Buffer.alloc(15)
  frame.set([8, 0, 0, 0, 0, 3, 1, full ? 0x11 : 0x22, 0, 2, 0x11, 0, 3, 0x11, 0])
  const scan = segment(0xda, Buffer.alloc(10))
  const parts = [segment(scans > 1 ? 0xc2 : 0xc0, frame), ...Array(scans).fill(scan)]
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts])
  const rest = Buffer.alloc(Math.max(0, megabytes * MEGABYTE - bytes.length))
  return inspected('jpeg', width, height, Buffer.concat([bytes, rest]))
}

/** Adds a fourth component to the frame, as for inks. */
function inks(picture: Inspected): Inspected {
  const bytes = Buffer.from(picture.picture)
  const frame = bytes.indexOf(
    Buffer.from([0xff, bytes.includes('\xff\xc2', 0, 'latin1') ? 0xc2 : 0xc0]),
  )
  bytes[frame + 9] = 4
  return { ...picture, picture: bytes }
}

function png(width: number, height: number, isInterlaced = false, type: 2 | 6 = 2) {
  const samples = type === 2 ? [0, 0, 0] : [0, 0, 0, 0]
  return inspected(
    'png',
    width,
    height,
    pngOf(1, 1, () => samples, { type, isInterlaced }),
  )
}

const webp = (width: number, height: number) =>
  inspected('webp', width, height, Buffer.alloc(MEGABYTE))
const gif = (width: number, height: number) =>
  inspected('gif', width, height, Buffer.alloc(MEGABYTE))

Deno.test('pictures that phones, cameras and screens produce do not cost too much', () => {
  for (const [name, picture] of Object.entries({
    'a JPEG of 12 megapixels': jpeg(4000, 3000, 5),
    'a JPEG of 48 megapixels': jpeg(8000, 6000, 10),
    'a panorama of 16,382 pixels': jpeg(16_382, 3628, 10),
    'a progressive JPEG of 24 megapixels': jpeg(6000, 4000, 8, 10),
    'a progressive JPEG of 20 megapixels with full colors': jpeg(5160, 3870, 8, 10, true),
    'a JPEG of 24 megapixels in four inks': inks(jpeg(6000, 4000, 10)),
    'a PNG of 3840 × 2160': png(3840, 2160),
    'a transparent PNG of 3840 × 2160': png(3840, 2160, false, 6),
    'an interlaced PNG of 3840 × 2160': png(3840, 2160, true),
    'a PNG of 24 megapixels': png(6000, 4000),
    'a WebP of 3840 × 2160': webp(3840, 2160),
    'a WebP of 12 megapixels': webp(4000, 3000),
    'a GIF of 3 megapixels': gif(2000, 1500),
  })) {
    equal(isTooCostly(picture), false, name)
  }
})

Deno.test('a picture that is accepted at the limit is stored without a medium size', () => {
  for (const [picture, isStored, hasMedium] of [
    [jpeg(4000, 3000, 5), true, true],
    [jpeg(8000, 6000, 10), true, true],
    [png(3840, 2160, false, 6), true, true],
    [webp(4000, 3000), true, true],
    [png(6300, 4200), true, false],
    [webp(5300, 3800), true, false],
    [webp(5600, 4000), false, false],
  ] as const) {
    const name = `${picture.kind} of ${picture.width} pixels`
    equal([!isTooCostly(picture), canHaveMedium(picture)], [isStored, hasMedium], name)
  }
})

Deno.test('small files that need much time or memory cost too much', () => {
  for (const [name, picture] of Object.entries({
    'a JPEG of the largest size': jpeg(65_535, 65_535, 1),
    'a JPEG of 24 megapixels with 100 scans': jpeg(6000, 4000, 1, 100),
    'a progressive JPEG of 60 megapixels': jpeg(16_382, 3628, 5, 10),
    'a progressive JPEG of 24 megapixels in four inks': inks(jpeg(6000, 4000, 8, 10)),
    'a PNG of 400 megapixels': png(20_000, 20_000),
    'a PNG of the largest size': png(2 ** 31 - 1, 2 ** 31 - 1),
    'an interlaced PNG of 50 megapixels': png(8000, 6250, true),
    'a WebP of the largest size': webp(16_383, 16_383),
    'a GIF of the largest size': gif(65_535, 65_535),
  })) {
    equal(isTooCostly(picture), true, name)
  }
})

Deno.test('an animation is reduced as far as it would cost too much, or is not stored', () => {
  const animation = (width: number, height: number, count: number, share = 1) => ({
    ...{ canvas: { width, height }, frames: [], loops: 0 },
    extents: Array(count).fill({ width: width * share, height }),
  })
  equal(animationSize(animation(480, 270, 20)), { width: 480, height: 270 })
  equal(animationSize(animation(100, 100, 400)), { width: 100, height: 100 })
  const reduced = animationSize(animation(800, 600, 25))
  equal(reduced && reduced.width < 800 && reduced.width >= 320, true)
  equal(animationSize(animation(1920, 1080, 100)), null)
  equal(animationSize(animation(9, 6, 10_000)), null)
  // Frames that change a small part of the canvas cost less.
  equal(animationSize(animation(800, 600, 25, 0.2)), { width: 800, height: 600 })
})
