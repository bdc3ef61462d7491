import { Refusal } from './refusal.ts'

/** Returns bytes as Latin-1 text, to compare them with ASCII signatures such as `RIFF`. */
export function textAt(bytes: Uint8Array, at: number, length = 4): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

/** Returns a DataView of these bytes. The bytes may be a part of a larger buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Refuses a file as damaged if the condition is false.
 */
export function assertIntact(isIntact: boolean): asserts isIntact {
  if (!isIntact) throw new Refusal('file_damaged')
}

/** Returns the position after a series of zeros. Some cameras pad a picture with zeros. */
export function skipZeros(bytes: Uint8Array, at: number): number {
  while (bytes[at] === 0) at++
  return at
}

const MARKUP =
  /<(?:script|html|head|body|svg|iframe|!doctype|\?php)[\s>/]|%PDF-1|%!PS-Adobe|<\?php/i

/** Refuses bytes that a browser or a server might interpret as a page or a program. */
export function refuseMarkup(bytes: Uint8Array): void {
  if (MARKUP.test(new TextDecoder('latin1').decode(bytes))) throw new Refusal('file_suspicious')
}
