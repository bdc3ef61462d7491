import { textAt, viewOf } from './bytes.ts'
import type { Pixels } from './pixels.ts'

/** The light of one channel, from 0 to 1, for each value of 8 bits. */
type Curve = Float32Array

/** How to convert pixels to sRGB: from the light of each channel by a matrix to the light of sRGB. */
export interface Conversion {
  curves: [Curve, Curve, Curve]
  matrix: number[]
}

/** Converts light, measured as XYZ in D50, to light of sRGB. */
const FROM_XYZ = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/**
 * Reads an ICC profile. Returns null if there is nothing to convert: the profile is that of sRGB, or
 * damaged, or of another colour space than RGB or grey. Returns `table` if the profile has a table
 * of colours instead of curves.
 */
export function readProfile(icc: Uint8Array): Conversion | 'table' | null {
  try {
    if (icc.length < 132 || textAt(icc, 36) !== 'acsp') return null
    const tags = tagsOf(icc)
    const space = textAt(icc, 16)
    if (space === 'GRAY') {
      const curve = curveOf(tags.get('kTRC'))
      return needed({ curves: [curve, curve, curve], matrix: IDENTITY })
    }
    if (space !== 'RGB ') return null
    if (tags.has('A2B0')) return 'table'
    const [red, green, blue] = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => pointOf(tags.get(name)))
    const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => curveOf(tags.get(name)))
    const matrix = FROM_XYZ.flatMap((row) =>
      [red, green, blue].map((point) =>
        row.reduce((sum, factor, axis) => sum + factor * (point?.[axis] ?? 0), 0),
      ),
    )
    return needed({ curves: curves as Conversion['curves'], matrix })
  } catch {
    return null // The profile is damaged. Browsers ignore such profiles, too.
  }
}

/** Returns the conversion of pixels whose light is a power of their values, as gAMA of PNG says. */
export function gammaConversion(power: number): Conversion | null {
  const curve = sampled((value) => value ** power)
  return needed({ curves: [curve, curve, curve], matrix: IDENTITY })
}

/** Returns null instead of a conversion that changes no colour by more than a step or two. */
function needed(conversion: Conversion): Conversion | null {
  const { curves, matrix } = conversion
  const isNear = (one: number, other: number | undefined) => Math.abs(one - (other ?? 0)) < 0.004
  const isSrgb =
    matrix.every((value, i) => isNear(value, IDENTITY[i])) &&
    curves.every((curve) => curve.every((light, value) => isNear(light, SRGB[value])))
  return isSrgb ? null : conversion
}

function tagsOf(icc: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(icc)
  const tags = new Map<string, Uint8Array>()
  const count = Math.min(view.getUint32(128), 100)
  for (let n = 0, at = 132; n < count; n++, at += 12) {
    const [from, size] = [view.getUint32(at + 4), view.getUint32(at + 8)]
    tags.set(textAt(icc, at), icc.subarray(from, from + size))
  }
  return tags
}

function pointOf(tag?: Uint8Array): number[] {
  if (!tag || textAt(tag, 0) !== 'XYZ ') throw new Error('a profile without its colours')
  const view = viewOf(tag)
  return [8, 12, 16].map((at) => view.getInt32(at) / 65536)
}

function curveOf(tag?: Uint8Array): Curve {
  if (!tag) throw new Error('a profile without a curve')
  const view = viewOf(tag)
  if (textAt(tag, 0) === 'para') {
    return parametric(view.getUint16(8), (n) => view.getInt32(12 + 4 * n) / 65536)
  }
  if (textAt(tag, 0) !== 'curv') throw new Error('a profile with an unknown curve')
  const count = view.getUint32(8)
  if (count === 0) return sampled((value) => value)
  if (count === 1) return sampled((value) => value ** (view.getUint16(12) / 256))
  return sampled((value) => {
    const place = value * (count - 1)
    const low = Math.min(count - 2, Math.floor(place))
    const [from, to] = [0, 1].map((i) => view.getUint16(12 + 2 * (low + i)) / 65535)
    return (from ?? 0) + ((to ?? 0) - (from ?? 0)) * (place - low)
  })
}

/** Returns a curve of ICC.1:2010, section 10.15. */
function parametric(kind: number, parameter: (n: number) => number): Curve {
  if (kind > 4) throw new Error('a profile with an unknown curve')
  const count = [1, 3, 4, 5, 7][kind] as number
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, n) =>
    parameter(n),
  )
  return sampled((value) => {
    if (kind === 0) return value ** g
    if (kind === 1) return value >= -b / a ? (a * value + b) ** g : 0
    if (kind === 2) return value >= -b / a ? (a * value + b) ** g + c : c
    return value >= d ? (a * value + b) ** g + e : c * value + f
  })
}

/** Samples a curve at each value of 8 bits. */
export function sampled(light: (value: number) => number): Curve {
  const curve = Float32Array.from({ length: 256 }, (_, value) => light(value / 255))
  if (curve.some((value) => !Number.isFinite(value))) throw new Error('a curve without a value')
  return curve
}

/** The curve of sRGB. */
export const SRGB = sampled((value) =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
)

/** The steps of light between black and white for which `VALUES` has the value of sRGB. */
const STEPS = 16_384
const VALUES = Uint8Array.from({ length: STEPS + 1 }, (_, step) => {
  const light = step / STEPS
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055) + 0.5
})

/** Converts the pixels to sRGB in place. */
export function convert({ channels, data }: Pixels, { curves, matrix }: Conversion): void {
  const [reds, greens, blues] = curves
  const [a, b, c, d, e, f, g, h, i] = matrix.map((factor) => factor * STEPS) as [
    ...[number, number, number, number, number, number, number, number, number],
  ]
  for (let at = 0; at < data.length; at += channels) {
    const red = reds[data[at] as number] as number
    const green = greens[data[at + 1] as number] as number
    const blue = blues[data[at + 2] as number] as number
    data[at] = srgbOf(a * red + b * green + c * blue)
    data[at + 1] = srgbOf(d * red + e * green + f * blue)
    data[at + 2] = srgbOf(g * red + h * green + i * blue)
  }
}

function srgbOf(steps: number): number {
  return VALUES[steps < 0 ? 0 : steps > STEPS ? STEPS : (steps + 0.5) | 0] as number
}
