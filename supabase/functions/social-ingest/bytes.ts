import { Refusal } from './refusal.ts'

/** Latin-1 text of some bytes: what is ASCII in it can be compared. */
export function word(bytes: Uint8Array, at: number, length = 4): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

/** A view on bytes that are not the beginning of their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A file that ends before it is over is damaged. */
export function need(isThere: boolean): asserts isThere {
  if (!isThere) throw new Refusal('file_damaged')
}

/** Where the padding ends that some cameras put behind a picture. */
export function skipZeros(bytes: Uint8Array, at: number): number {
  while (bytes[at] === 0) at++
  return at
}

const MARKUP =
  /<(?:script|html|head|body|svg|iframe|!doctype|\?php)[\s>/]|%PDF-1|%!PS-Adobe|<\?php/i

/** Refuses what a browser or a server could take for a page or a program. */
export function refuseMarkup(bytes: Uint8Array): void {
  if (MARKUP.test(new TextDecoder('latin1').decode(bytes))) throw new Refusal('file_suspicious')
}
