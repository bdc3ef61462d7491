import { type Box, boxesIn } from './mp4-boxes.ts'
import type { Patch, Range } from './patches.ts'

/** How the frames of a track are divided into units. */
export interface Coding {
  /** The bytes of the number that precedes a unit and states its length. */
  lengthSize: number
  codec: 'h264' | 'hevc'
}

/** A part of a file with samples, and how they are coded if they are frames of a known kind. */
export interface Samples extends Range {
  coding: Coding | null
}

/** The fields before the boxes of a format of frames. */
const FIELDS = 78

/** Returns how a format of frames is coded. Returns null for formats without units. */
export function codingOf(bytes: Uint8Array, format: Box | undefined): Coding | null {
  if (!format) return null
  const { type, body, end } = format
  const isHevc = /^(hvc1|hev1|dvh1|dvhe)$/.test(type)
  if (!isHevc && !/^(avc[1-4]|dva1|dvav)$/.test(type)) return null
  const boxes = boxesIn(bytes, Math.min(end, body + FIELDS), end)
  const config = boxes.find((box) => box.type === (isHevc ? 'hvcC' : 'avcC'))
  const lengthSize = ((bytes[(config?.body ?? 0) + (isHevc ? 21 : 4)] ?? 0) & 3) + 1
  return config ? { lengthSize, codec: isHevc ? 'hevc' : 'h264' } : null
}

/**
 * Returns a patch that overwrites what cameras and encoders write between the pictures of a series
 * of frames, such as the place, the time and the settings of the encoder: the user data of "SEI"
 * units. Changes no length.
 */
export function eraseUserData({ start, end }: Range, coding: Coding): Patch {
  let unit = new Units(coding, end - start)
  const change = (part: Uint8Array, offset: number) => {
    if (offset === 0) unit = new Units(coding, end - start)
    unit.read(part)
  }
  return { start, end, change }
}

/** Follows the units of a series of frames, which may come in parts of any size. */
class Units {
  #coding: Coding
  /** The bytes of the series that follow. */
  #left: number
  /** The bytes of the length that were read, and the length so far. */
  #lengthBytes = 0
  #length = 0
  /** The bytes of the unit that follow. */
  #inUnit = 0
  #data: UserData | null = null

  constructor(coding: Coding, left: number) {
    this.#coding = coding
    this.#left = left
  }

  read(part: Uint8Array): void {
    for (let at = 0; at < part.length && this.#left > 0; ) {
      const count = this.#inUnit > 0 ? this.#readUnit(part, at) : this.#readLength(part, at)
      at += count
      this.#left -= count
    }
  }

  #readLength(part: Uint8Array, at: number): number {
    this.#length = this.#length * 256 + (part[at] as number)
    this.#lengthBytes++
    if (this.#lengthBytes < this.#coding.lengthSize) return 1
    // These are no units if one of them is longer than the series. Then leave the rest as it is.
    if (this.#length >= this.#left) this.#left = 0
    ;[this.#inUnit, this.#length, this.#lengthBytes] = [this.#length, 0, 0]
    this.#data = null
    return 1
  }

  #readUnit(part: Uint8Array, at: number): number {
    const count = Math.min(this.#inUnit, part.length - at)
    this.#data ??= new UserData(this.#coding.codec, part[at] as number)
    this.#data.erase(part.subarray(at, at + count))
    this.#inUnit -= count
    return count
  }
}

/** The type of user data that has no registered meaning. Captions and HDR have other types. */
const USER_DATA = 5

/** Overwrites the user data of one unit, which may come in parts of any size. */
class UserData {
  #isSei: boolean
  #headerBytes: number
  #zeros = 0
  #field: 'type' | 'size' | 'content' = 'type'
  #type = 0
  #number = 0

  constructor(codec: Coding['codec'], firstByte: number) {
    const isHevc = codec === 'hevc'
    const type = isHevc ? (firstByte >> 1) & 63 : firstByte & 31
    this.#isSei = isHevc ? type === 39 || type === 40 : type === 6
    this.#headerBytes = isHevc ? 2 : 1
  }

  erase(part: Uint8Array): void {
    if (!this.#isSei) return
    for (const [at, byte] of part.entries()) {
      const isUserData = this.#read(byte)
      // Keep the zeros: a unit must not contain more or fewer series of zeros.
      if (isUserData && byte !== 0) part[at] = 0xff
    }
  }

  /** Returns whether this byte belongs to user data. */
  #read(byte: number): boolean {
    if (this.#headerBytes > 0) {
      this.#headerBytes--
      return false
    }
    // After two zeros, a 3 is no content. It keeps decoders from taking the zeros for a new unit.
    const isMark = this.#zeros >= 2 && byte === 3
    this.#zeros = byte === 0 ? this.#zeros + 1 : 0
    if (isMark) return false
    if (this.#field !== 'content') return this.#readNumber(byte)
    this.#number--
    if (this.#number === 0) this.#field = 'type'
    return this.#type === USER_DATA
  }

  /** The type and the size are sums of bytes, of which all but the last are 255. */
  #readNumber(byte: number): false {
    this.#number += byte
    if (byte === 255) return false
    if (this.#field === 'type') {
      this.#type = this.#number
      this.#number = 0
    }
    const hasContent = this.#field === 'size' && this.#number > 0
    this.#field = this.#field === 'type' ? 'size' : hasContent ? 'content' : 'type'
    return false
  }
}

/** Returns the patches that erase the user data in the configuration of an HEVC decoder. */
export function cleanHevcConfig(bytes: Uint8Array, { body, end }: Box): Patch[] {
  const config = bytes.slice(body, end)
  let at = 23
  for (let lists = config[22] ?? 0; lists > 0 && at + 3 <= config.length; lists--) {
    let units = numberAt(config, at + 1)
    for (at += 3; units > 0 && at + 2 <= config.length; units--) {
      const unit = config.subarray(at + 2, at + 2 + numberAt(config, at))
      if (unit.length > 0) new UserData('hevc', unit[0] as number).erase(unit)
      at += 2 + numberAt(config, at)
    }
  }
  return [{ start: body, end, bytes: config }]
}

function numberAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
