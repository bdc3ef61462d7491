/**
 * Returns a minimal ICC profile of sRGB. It contains the tags that a color conversion reads
 * (ICC.1:2010, version 4).
 */
export function srgbProfile(): Uint8Array {
  const points = { wtpt: D50, rXYZ: RED, gXYZ: GREEN, bXYZ: BLUE }
  const curve = 132 + 7 * 12
  const size = curve + 32 + 4 * 20
  const view = new DataView(new ArrayBuffer(size))
  const text = (at: number, word: string) => {
    for (let i = 0; i < word.length; i++) view.setUint8(at + i, word.charCodeAt(i))
  }
  const fixed = (at: number, value: number) => view.setInt32(at, Math.round(value * 65536))
  view.setUint32(0, size)
  view.setUint32(8, 0x04300000)
  for (const [at, word] of [
    [12, 'mntr'],
    [16, 'RGB '],
    [20, 'XYZ '],
    [36, 'acsp'],
  ] as const) {
    text(at, word)
  }
  D50.forEach((value, i) => {
    fixed(68 + 4 * i, value)
  })
  view.setUint32(128, 7)
  let entry = 132
  const tag = (name: string, at: number, length: number) => {
    text(entry, name)
    view.setUint32(entry + 4, at)
    view.setUint32(entry + 8, length)
    entry += 12
  }
  text(curve, 'para')
  view.setUint16(curve + 8, 3)
  CURVE.forEach((value, i) => {
    fixed(curve + 12 + 4 * i, value)
  })
  for (const name of ['rTRC', 'gTRC', 'bTRC']) tag(name, curve, 32)
  let at = curve + 32
  for (const [name, point] of Object.entries(points)) {
    tag(name, at, 20)
    text(at, 'XYZ ')
    point.forEach((value, i) => {
      fixed(at + 8 + 4 * i, value)
    })
    at += 20
  }
  return new Uint8Array(view.buffer)
}

const D50 = [0.9642, 1, 0.8249]
const RED = [0.43607, 0.22249, 0.01392]
const GREEN = [0.38515, 0.71687, 0.09708]
const BLUE = [0.14307, 0.06061, 0.7141]
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]
