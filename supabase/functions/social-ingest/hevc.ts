import { assertIntact } from './bytes.ts'

/** The types of the units that hold settings and not pixels. */
const SPS = 33
const FIRST_WITHOUT_PIXELS = 32

/** Returns the type of a unit (NAL unit) of HEVC. */
export function typeOf(unit: Uint8Array): number {
  return ((unit[0] ?? 0) >> 1) & 63
}

/** Returns the units of settings that the box `hvcC` lists. */
export function settingsOf(hvcC: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = []
  let at = 23
  for (let arrays = hvcC[22] ?? 0; arrays > 0; arrays--) {
    let count = ((hvcC[at + 1] ?? 0) << 8) | (hvcC[at + 2] ?? 0)
    for (at += 3; count > 0; count--) {
      const length = ((hvcC[at] ?? 0) << 8) | (hvcC[at + 1] ?? 0)
      assertIntact(length > 2 && at + 2 + length <= hvcC.length)
      units.push(hvcC.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
  }
  return units
}

/**
 * Returns the units of pixels in the data of an item. Drops other units: settings stand in `hvcC`,
 * where their size is checked.
 */
export function pixelUnitsOf(data: Uint8Array, lengthSize: number): Uint8Array[] {
  const units: Uint8Array[] = []
  for (let at = 0; at < data.length; ) {
    let length = 0
    assertIntact(at + lengthSize <= data.length)
    for (const end = at + lengthSize; at < end; at++) length = length * 256 + (data[at] as number)
    assertIntact(at + length <= data.length)
    const unit = data.subarray(at, at + length)
    if (length > 2 && typeOf(unit) < FIRST_WITHOUT_PIXELS) units.push(unit)
    at += length
  }
  return units
}

/**
 * Returns the largest size of the pictures that these settings announce. A decoder reserves memory
 * for this size, which may be larger than the size in the container.
 */
export function codedSizeOf(settings: Uint8Array[]): { width: number; height: number } {
  const sizes = settings.filter((unit) => typeOf(unit) === SPS).map(sizeInSps)
  return {
    width: Math.max(0, ...sizes.map(({ width }) => width)),
    height: Math.max(0, ...sizes.map(({ height }) => height)),
  }
}

function sizeInSps(unit: Uint8Array): { width: number; height: number } {
  const bits = new Bits(withoutEscapes(unit.subarray(2)))
  bits.read(4)
  const layers = bits.read(3)
  bits.read(1)
  bits.skip(96)
  const flags = Array.from({ length: layers }, () => [bits.read(1), bits.read(1)])
  if (layers > 0) bits.skip(2 * (8 - layers))
  for (const [hasProfile, hasLevel] of flags) bits.skip((hasProfile ? 88 : 0) + (hasLevel ? 8 : 0))
  bits.readExpGolomb()
  if (bits.readExpGolomb() === 3) bits.read(1)
  return { width: bits.readExpGolomb(), height: bits.readExpGolomb() }
}

/** Removes the bytes that keep start codes out of a unit: 00 00 03 stands for 00 00. */
function withoutEscapes(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => byte !== 3 || at < 2 || bytes[at - 1] || bytes[at - 2])
}

class Bits {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  skip(count: number): void {
    this.#at += count
  }

  read(count: number): number {
    let value = 0
    for (const end = this.#at + count; this.#at < end; this.#at++) {
      assertIntact(this.#at < this.#bytes.length * 8)
      value = value * 2 + (((this.#bytes[this.#at >> 3] as number) >> (7 - (this.#at & 7))) & 1)
    }
    return value
  }

  /** Reads a number that begins with as many zeros as it has digits after its first. */
  readExpGolomb(): number {
    let zeros = 0
    while (this.read(1) === 0) zeros++
    assertIntact(zeros < 32)
    return 2 ** zeros - 1 + this.read(zeros)
  }
}
