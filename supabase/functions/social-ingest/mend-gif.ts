import { viewOf } from './bytes.ts'
import { blocksOf, colorTable, HEADER_LENGTH } from './gif.ts'
import type { Inspected } from './inspect.ts'
import { chunk, writePng } from './png-writer.ts'

/** The first row and the distance of the rows of each pass of an interlaced frame. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const
/** The number of bytes before the table of colours of a frame. */
const FRAME_HEADER = 10
const MAX_CODES = 4096

/**
 * Restores the rows of the first frame of a GIF up to the first damage. Pixels without a color
 * become transparent, if the palette has room for that. Returns null if there are no rows.
 */
export function mendGif({ picture, width, height }: Inspected): Uint8Array | null {
  const global = colorTable(picture[10] as number)
  const [frame] = blocksOf(picture, HEADER_LENGTH + global).frames
  if (!frame) return null
  const { image, control } = frame
  const flags = image[FRAME_HEADER - 1] as number
  const local = colorTable(flags)
  const colors = local
    ? image.subarray(FRAME_HEADER, FRAME_HEADER + local)
    : picture.subarray(HEADER_LENGTH, HEADER_LENGTH + global)
  const { pixels, count } = unpack(image.subarray(FRAME_HEADER + local), frame.width * frame.height)
  if (count < frame.width || colors.length === 0) return null
  const hasClear = control !== undefined && ((control[3] as number) & 1) === 1
  const clear = hasClear ? (control[6] as number) : colors.length / 3
  const stride = width + 1 // each row begins with the byte of its filter
  const rows = new Uint8Array(height * stride).fill(Math.min(clear, 255))
  for (let y = 0; y < height; y++) rows[y * stride] = 0
  for (const [index, y] of linesOf(frame.height, (flags & 0x40) !== 0).entries()) {
    const from = Math.min(index * frame.width, count)
    const line = pixels.subarray(from, Math.min(from + frame.width, count))
    rows.set(line, (frame.top + y) * stride + 1 + frame.left)
  }
  return writePng(headerOf(width, height), paletteOf(colors, clear), rows)
}

/** Decompresses the pixels of a frame up to the first damage (the LZW of GIF89a, appendix F). */
function unpack(data: Uint8Array, size: number): { pixels: Uint8Array; count: number } {
  const pixels = new Uint8Array(size)
  const [codes, smallest] = [codesOf(data.subarray(1)), data[0] as number]
  if (!(smallest >= 1 && smallest <= 8)) return { pixels, count: 0 }
  const reset = 1 << smallest
  // Every code stands for pixels that are already there: its text begins at `starts`.
  const [starts, lengths] = [new Uint32Array(MAX_CODES), new Uint16Array(MAX_CODES)]
  let [next, bits, count, before] = [reset + 2, smallest + 1, 0, -1]
  for (let length = 0; count < size; ) {
    const code = codes(bits)
    if (code === reset) {
      ;[next, bits, before] = [reset + 2, smallest + 1, -1]
      continue
    }
    if (code < 0 || code === reset + 1 || code > next || (before < 0 && code > reset)) break
    const start = count
    if (before >= 0 && next < MAX_CODES) {
      // The new code is the text of the code before and the first pixel of this code.
      starts[next] = before
      lengths[next] = length + 1
      next++
      if (next === 1 << bits && bits < 12) bits++
    } else if (code === next) break
    length = code < reset ? 1 : (lengths[code] as number)
    if (code < reset) pixels[count++] = code
    else {
      let from = starts[code] as number
      for (let left = length; left > 0 && count < size; left--)
        pixels[count++] = pixels[from++] as number
    }
    before = start
  }
  return { pixels, count }
}

/** Returns a function that reads codes of the given number of bits, or -1 at the end of the data. */
function codesOf(data: Uint8Array): (bits: number) => number {
  let [at, left, buffer, held] = [0, 0, 0, 0]
  return (bits) => {
    while (held < bits) {
      if (left === 0) left = data[at++] ?? 0
      if (left === 0 || at >= data.length) return -1
      buffer |= (data[at++] as number) << held
      held += 8
      left--
    }
    const code = buffer & ((1 << bits) - 1)
    buffer >>>= bits
    held -= bits
    return code
  }
}

/** Returns the rows of a frame in the order of its data. */
function linesOf(height: number, isInterlaced: boolean): number[] {
  const passes = isInterlaced ? PASSES : ([[0, 1]] as const)
  const lines: number[] = []
  for (const [first, step] of passes) for (let y = first; y < height; y += step) lines.push(y)
  return lines
}

function headerOf(width: number, height: number): Uint8Array {
  const header = new Uint8Array(13)
  viewOf(header).setUint32(0, width)
  viewOf(header).setUint32(4, height)
  header.set([8, 3], 8) // 8 bits for each pixel, which is an index into the palette
  return header
}

/** Returns the palette, with an entry for the transparent color if there is room. */
function paletteOf(colors: Uint8Array, clear: number): Uint8Array[] {
  if (clear > 255) return chunk('PLTE', [colors])
  const palette = new Uint8Array(Math.max(colors.length, 3 * (clear + 1)))
  palette.set(colors)
  const alpha = new Uint8Array(clear + 1).fill(255)
  alpha[clear] = 0
  return [...chunk('PLTE', [palette]), ...chunk('tRNS', [alpha])]
}
