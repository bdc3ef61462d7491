import { viewOf } from './bytes.ts'
import { chunksOf } from './png.ts'
import { chunk, writePng } from './png-writer.ts'

/** The number of samples of a pixel for each type of colour. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** The first column, the first row and the distances of each pass of an interlaced picture. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
const MAX_FILTER = 4
/** Damage loses the piece of the compressed data in which it lies, so the pieces are small. */
const PIECE = 1024

/** Restores the rows of a PNG up to the first damage. Returns null if there are none. */
export async function mendPng(bytes: Uint8Array): Promise<Uint8Array | null> {
  const chunks = chunksOf(bytes)
  const header = bytes.subarray(16, 29)
  const lines = linesOf(header)
  if (!lines) return null
  const data = chunks.filter(({ type }) => type === 'IDAT')
  const size = lines.reduce((sum, line) => sum + line, 0)
  const { raw, length } = await inflate(
    data.map(({ content }) => content),
    size,
  )
  if (length < (lines[0] ?? 0)) return null
  clearDamage(raw, lines)
  const colors = chunks.filter(({ type }) => !/^I(HDR|DAT|END)$/.test(type))
  const rewritten = colors.flatMap(({ type, content }) => chunk(type, [content]))
  return writePng(header, rewritten, raw)
}

/** Returns the length of each line of pixels, with the byte of its filter. */
function linesOf(header: Uint8Array): number[] | null {
  const view = viewOf(header)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  const [depth = 0, color = 0, , , interlace] = header.subarray(8)
  const bits = depth * (SAMPLES[color] ?? 0)
  if (bits === 0 || bits > 64) return null
  const passes = interlace === 1 ? PASSES : ([[0, 0, 1, 1]] as const)
  return passes.flatMap(([left, top, right, down]) => {
    const columns = Math.ceil((width - left) / right)
    const rows = Math.ceil((height - top) / down)
    if (columns <= 0 || rows <= 0) return []
    return new Array<number>(rows).fill(1 + Math.ceil((columns * bits) / 8))
  })
}

/** Decompresses data up to the first damage. The remainder of `raw` consists of zeros. */
async function inflate(parts: Uint8Array[], size: number) {
  const raw = new Uint8Array(size)
  const stream = new DecompressionStream('deflate')
  const writing = write(stream.writable.getWriter(), parts).catch(() => {})
  const reader = stream.readable.getReader()
  let length = 0
  try {
    while (length < size) {
      const { value } = await reader.read()
      if (!value) break
      raw.set(value.subarray(0, size - length), length)
      length += value.length
    }
  } catch {
    // The data are damaged from here on.
  }
  await reader.cancel().catch(() => {})
  await writing
  return { raw, length }
}

async function write(writer: WritableStreamDefaultWriter, parts: Uint8Array[]) {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE) await writer.write(part.slice(at, at + PIECE))
  }
  await writer.close()
}

/** Clears all lines from the first one with a filter that does not exist. */
function clearDamage(raw: Uint8Array, lines: number[]): void {
  let at = 0
  for (const length of lines) {
    if ((raw[at] as number) > MAX_FILTER) {
      raw.fill(0, at)
      return
    }
    at += length
  }
}
