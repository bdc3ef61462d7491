import { textAt } from './bytes.ts'
import type { Code } from './heic-decoder.ts'
import type { Plane } from './heic-planes.ts'
import type { View } from './heic-view.ts'
import { Fields, type Heif } from './heif-meta.ts'
import { rgbProfile } from './srgb.ts'

/** Numbers of ITU-T H.273. */
const [DISPLAY_P3, BT2020, PQ, HLG, IDENTITY] = [12, 9, 16, 18, 0]

/** How much red and blue add to the brightness, by the number of the matrix. */
const WEIGHTS: Record<number, [red: number, blue: number]> = {
  1: [0.2126, 0.0722],
  9: [0.2627, 0.0593],
}
const USUAL_WEIGHTS: [red: number, blue: number] = [0.299, 0.114]

/** Red, green and blue of wide colour spaces, as XYZ under D50. */
const GAMUTS: Record<number, [red: number[], green: number[], blue: number[]]> = {
  [DISPLAY_P3]: [
    [0.51512, 0.2412, -0.00105],
    [0.29198, 0.69225, 0.04189],
    [0.1571, 0.06657, 0.78407],
  ],
  [BT2020]: [
    [0.67348, 0.27904, -0.00194],
    [0.16566, 0.67535, 0.02998],
    [0.12505, 0.04561, 0.79686],
  ],
}

export interface Painted {
  rgba: Uint8ClampedArray
  /** The colour profile of the pixels (ICC). Without it, they are sRGB. */
  profile: Uint8Array | undefined
}

/**
 * Turns the values of an encoder into red, green, blue and transparency, upright. `encoded` counts
 * if the container does not say what the values mean.
 */
export function paint(
  heif: Heif,
  [luma, blue, red]: Plane[],
  alpha: Plane | undefined,
  view: View,
  encoded: Code,
): Painted {
  const { profile, code = encoded } = colorsOf(heif)
  const rgba = new Uint8ClampedArray(view.width * view.height * 4)
  const { light, redByRed, greenByRed, greenByBlue, blueByBlue } = tablesOf(code)
  const isRgb = code.matrix === IDENTITY
  let target = 0
  for (let row = 0; luma && row < view.height; row++) {
    let x = view.left + row * view.down.x
    let y = view.top + row * view.down.y
    for (let column = 0; column < view.width; column++, target += 4) {
      const value = light[luma.values[y * luma.width + x] as number] as number
      if (blue && red) {
        const at = (y >> blue.halvedY) * blue.width + (x >> blue.halvedX)
        const [u, v] = [blue.values[at] as number, red.values[at] as number]
        rgba[target] = isRgb ? (light[v] as number) : value + (redByRed[v] as number)
        rgba[target + 1] = isRgb
          ? value
          : value + (greenByBlue[u] as number) + (greenByRed[v] as number)
        rgba[target + 2] = isRgb ? (light[u] as number) : value + (blueByBlue[u] as number)
      } else {
        rgba[target] = rgba[target + 1] = rgba[target + 2] = value
      }
      rgba[target + 3] = alpha ? (alpha.values[y * alpha.width + x] as number) : 255
      x += view.right.x
      y += view.right.y
    }
  }
  if (profile) return { rgba, profile }
  if (code.transfer === PQ || code.transfer === HLG) darken(rgba, tonesOf(code.transfer))
  const gamut = GAMUTS[code.primaries]
  return { rgba, profile: gamut && rgbProfile(...gamut) }
}

/** Reads the boxes `colr` of the picture. A grid may leave them to its tiles. */
function colorsOf(heif: Heif): { profile?: Uint8Array; code?: Code } {
  const grid = heif.references.find(({ type, from }) => type === 'dimg' && from === heif.primary)
  const items = [heif.primary, ...(grid?.to.slice(0, 1) ?? [])]
  const found: { profile?: Uint8Array; code?: Code } = {}
  for (const { type, body, end } of items.flatMap((item) => heif.properties.get(item) ?? [])) {
    const kind = type === 'colr' ? textAt(heif.bytes, body) : ''
    if (kind === 'prof' || kind === 'rICC') found.profile ??= heif.bytes.slice(body + 4, end)
    if (kind !== 'nclx') continue
    const fields = new Fields(heif.bytes, body + 4, end)
    const [primaries, transfer, matrix] = [fields.uint(2), fields.uint(2), fields.uint(2)]
    found.code ??= { primaries, transfer, matrix, isFullRange: fields.uint(1) > 127 }
  }
  return found
}

/** Returns what each value of the brightness and of both colours adds to red, green and blue. */
function tablesOf({ matrix, isFullRange }: Code) {
  const [red, blue] = WEIGHTS[matrix] ?? USUAL_WEIGHTS
  const green = 1 - red - blue
  const table = (mapped: (value: number) => number) =>
    Float32Array.from({ length: 256 }, (_, value) => mapped(value))
  const color = (factor: number) =>
    table((value) => (value - 128) * factor * (isFullRange ? 1 : 255 / 224))
  return {
    light: table((value) => (isFullRange ? value : ((value - 16) * 255) / 219)),
    redByRed: color(2 * (1 - red)),
    greenByRed: color((-2 * (1 - red) * red) / green),
    greenByBlue: color((-2 * (1 - blue) * blue) / green),
    blueByBlue: color(2 * (1 - blue)),
  }
}

function darken(rgba: Uint8ClampedArray, tones: Uint8ClampedArray): void {
  for (let at = 0; at < rgba.length; at += 4) {
    for (let channel = at; channel < at + 3; channel++)
      rgba[channel] = tones[rgba[channel] as number] as number
  }
}

/**
 * Returns the value of sRGB for each value of a picture with high dynamic range. Brightness up to
 * 60 % of white stays. Above, everything up to the brightest light is pressed into the rest.
 */
function tonesOf(transfer: number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => {
    const light = transfer === PQ ? lightOfPq(value / 255) : lightOfHlg(value / 255)
    const pressed = light < 0.6 ? light : 1 - 0.4 * Math.exp((0.6 - light) / 0.4)
    const encoded = pressed > 0.0031308 ? 1.055 * pressed ** (1 / 2.4) - 0.055 : 12.92 * pressed
    return encoded * 255
  })
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
