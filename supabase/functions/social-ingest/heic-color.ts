import { textAt } from './bytes.ts'
import type { Code } from './heic-decoder.ts'
import type { Plane } from './heic-planes.ts'
import type { View } from './heic-view.ts'
import { Fields, type Heif } from './heif-meta.ts'
import type { Pixels } from './pixels.ts'
import { type Conversion, readProfile, SRGB, sampled } from './profile.ts'

/** Numbers of ITU-T H.273. */
const [DISPLAY_P3, BT2020, PQ, HLG, IDENTITY] = [12, 9, 16, 18, 0]

/** How much red and blue add to the brightness, by the number of the matrix. */
const WEIGHTS: Record<number, [red: number, blue: number]> = {
  1: [0.2126, 0.0722],
  9: [0.2627, 0.0593],
}
const USUAL_WEIGHTS: [red: number, blue: number] = [0.299, 0.114]

/** Converts the light of a wide color space to that of sRGB, by the number of its primaries. */
const TO_SRGB: Record<number, number[]> = {
  [DISPLAY_P3]: [1.2249, -0.2249, 0, -0.0421, 1.0421, 0, -0.0196, -0.0786, 1.0982],
  [BT2020]: [1.6605, -0.5876, -0.0729, -0.1246, 1.1329, -0.0083, -0.0182, -0.1006, 1.1188],
}
const UNCHANGED = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/** What the values of a picture mean. */
export interface Colors {
  code: Code
  icc: Uint8Array | null
  conversion: Conversion | 'table' | null
}

/** Reads the boxes `colr`. `encoded` counts if they do not say what the values mean. */
export function colorsOf(heif: Heif, encoded: Code): Colors {
  const grid = heif.references.find(({ type, from }) => type === 'dimg' && from === heif.primary)
  // A grid may leave its colors to its tiles.
  const items = [heif.primary, ...(grid?.to.slice(0, 1) ?? [])]
  let [icc, code]: [Uint8Array?, Code?] = []
  for (const { type, body, end } of items.flatMap((item) => heif.properties.get(item) ?? [])) {
    const kind = type === 'colr' ? textAt(heif.bytes, body) : ''
    if (kind === 'prof' || kind === 'rICC') icc ??= heif.bytes.subarray(body + 4, end)
    if (kind !== 'nclx') continue
    const fields = new Fields(heif.bytes, body + 4, end)
    const [primaries, transfer, matrix] = [fields.uint(2), fields.uint(2), fields.uint(2)]
    code ??= { primaries, transfer, matrix, isFullRange: fields.uint(1) > 127 }
  }
  code ??= encoded
  return { code, icc: icc ?? null, conversion: icc ? readProfile(icc) : conversionOf(code) }
}

/** Turns brightness and colors into red, green and blue, upright. */
export function paint(
  [luma, blue, red]: Plane[],
  alpha: Plane | undefined,
  view: View,
  code: Code,
): Pixels {
  const { width, height } = view
  const channels = alpha ? 4 : 3
  const values = new Uint8ClampedArray(width * height * channels)
  const { light, redByRed, greenByRed, greenByBlue, blueByBlue } = tablesOf(code)
  const isRgb = code.matrix === IDENTITY
  let to = 0
  for (let row = 0; luma && row < height; row++) {
    let x = view.left + row * view.down.x
    let y = view.top + row * view.down.y
    for (let column = 0; column < width; column++, to += channels) {
      const value = light[luma.values[y * luma.width + x] as number] as number
      if (blue && red) {
        const at = (y >> blue.halvedY) * blue.width + (x >> blue.halvedX)
        const u = blue.values[at] as number
        const v = red.values[at] as number
        const green = (greenByBlue[u] as number) + (greenByRed[v] as number)
        values[to] = (isRgb ? (light[v] as number) : value + (redByRed[v] as number)) >> 16
        values[to + 1] = (isRgb ? value : value + green) >> 16
        values[to + 2] = (isRgb ? (light[u] as number) : value + (blueByBlue[u] as number)) >> 16
      } else {
        values[to] = values[to + 1] = values[to + 2] = value >> 16
      }
      if (alpha) values[to + 3] = alpha.values[y * alpha.width + x] as number
      x += view.right.x
      y += view.right.y
    }
  }
  return { width, height, channels, data: new Uint8Array(values.buffer) }
}

/**
 * Returns what each value of the brightness and of both colors adds to red, green and blue, in steps
 * of 1/65536.
 */
function tablesOf({ matrix, isFullRange }: Code) {
  const [red, blue] = WEIGHTS[matrix] ?? USUAL_WEIGHTS
  const green = 1 - red - blue
  const table = (mapped: (value: number) => number) =>
    Int32Array.from({ length: 256 }, (_, value) => Math.round(65_536 * mapped(value)))
  const color = (factor: number) =>
    table((value) => (value - 128) * factor * (isFullRange ? 1 : 255 / 224))
  return {
    // Half a step rounds the sum.
    light: table((value) => 0.5 + (isFullRange ? value : ((value - 16) * 255) / 219)),
    redByRed: color(2 * (1 - red)),
    greenByRed: color((-2 * (1 - red) * red) / green),
    greenByBlue: color((-2 * (1 - blue) * blue) / green),
    blueByBlue: color(2 * (1 - blue)),
  }
}

function conversionOf({ primaries, transfer }: Code): Conversion | null {
  const matrix = TO_SRGB[primaries]
  const lightOf = transfer === PQ ? lightOfPq : transfer === HLG ? lightOfHlg : null
  if (!lightOf && !matrix) return null
  const curve = lightOf ? sampled((value) => pressed(lightOf(value))) : SRGB
  return { curves: [curve, curve, curve], matrix: matrix ?? UNCHANGED }
}

/**
 * Light up to 60 % of white paper stays as it is. Everything above, up to the brightest light of a
 * picture with high dynamic range, is pressed into the rest.
 */
function pressed(light: number): number {
  return light < 0.6 ? light : 1 - 0.4 * Math.exp((0.6 - light) / 0.4)
}

/** PQ (SMPTE ST 2084) measures up to 10,000 cd/m². White paper has 203 (ITU-R BT.2408). */
function lightOfPq(value: number): number {
  const power = value ** (1 / 78.84375)
  const ratio = Math.max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
  return (10_000 / 203) * ratio ** (1 / 0.1593017578125)
}

/** HLG (ARIB STD-B67) shows white paper at 75 % of its values, which is 26.5 % of its light. */
function lightOfHlg(value: number): number {
  const light =
    value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
  return light / 0.265
}
