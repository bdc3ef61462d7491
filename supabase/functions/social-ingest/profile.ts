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
 * damaged, or of another color space than RGB or grey. Returns `table` if the profile has a table
 * of colors instead of curves.
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

/** The places of red, green, blue and white in the diagram of CIE: x and y of each. */
export type Places = number[]

/**
 * Returns the conversion of pixels whose light is a power of their values, and whose colors are at
 * these places, as gAMA and cHRM of PNG say.
 */
export function gammaConversion(power: number, places: Places = SRGB_PLACES): Conversion | null {
  try {
    // Programs that mean sRGB write a power of 2.2, which is near its curve.
    const curve = Math.abs(power - 2.2) < 0.05 ? SRGB : sampled((value) => value ** power)
    return needed({ curves: [curve, curve, curve], matrix: matrixOf(places) })
  } catch {
    return null
  }
}

/** The primaries of cICP that pictures use, by their numbers in ITU-T H.273. */
const CICP_PLACES: Record<number, Places> = {
  9: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, 0.3127, 0.329],
  12: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329],
}
const SRGB_TRANSFER = 13

/** Returns the conversion that cICP of PNG says, for pictures with the curve of sRGB. */
export function cicpConversion(primaries: number, transfer: number): Conversion | null {
  const places = CICP_PLACES[primaries]
  if (!places || transfer !== SRGB_TRANSFER) return null
  return needed({ curves: [SRGB, SRGB, SRGB], matrix: matrixOf(places) })
}

const SRGB_PLACES = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329]
/** Converts light, measured as XYZ in D65, to light of sRGB. */
const FROM_XYZ_D65 = [
  [3.2404542, -1.5371385, -0.4985314],
  [-0.969266, 1.8760108, 0.041556],
  [0.0556434, -0.2040259, 1.0572252],
] as const

/** Returns the matrix from light of colors at these places to light of sRGB. White stays white. */
function matrixOf(places: Places): number[] {
  const points = [0, 2, 4, 6].map((at) => {
    const [x = 0, y = 0] = places.slice(at)
    return [x / y, 1, (1 - x - y) / y]
  })
  const [red, green, blue, white] = points as [number[], number[], number[], number[]]
  // How much light of each color white consists of, by Cramer's rule.
  const whole = determinant(red, green, blue)
  const parts = [
    determinant(white, green, blue) / whole,
    determinant(red, white, blue) / whole,
    determinant(red, green, white) / whole,
  ]
  return FROM_XYZ_D65.flatMap((row) => {
    const factors = [red, green, blue].map(
      (point, n) => row.reduce((sum, f, axis) => sum + f * (point[axis] ?? 0), 0) * (parts[n] ?? 0),
    )
    const sum = factors.reduce((one, other) => one + other, 0)
    return factors.map((factor) => factor / sum)
  })
}

function determinant(a: number[], b: number[], c: number[]): number {
  const [a0 = 0, a1 = 0, a2 = 0] = a
  const [b0 = 0, b1 = 0, b2 = 0] = b
  const [c0 = 0, c1 = 0, c2 = 0] = c
  return a0 * (b1 * c2 - b2 * c1) - b0 * (a1 * c2 - a2 * c1) + c0 * (a1 * b2 - a2 * b1)
}

/** Returns null instead of a conversion that changes no color by more than a step or two. */
function needed(conversion: Conversion): Conversion | null {
  const { curves, matrix } = conversion
  const isNear = (one: number, other: number | undefined) => Math.abs(one - (other ?? 0)) < 0.004
  if (matrix.some((factor) => !Number.isFinite(factor))) return null
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
  if (!tag || textAt(tag, 0) !== 'XYZ ') throw new Error('a profile without its colors')
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
