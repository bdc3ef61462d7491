import { assertIntact, join, textAt, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'

/** The chunks that pixels and colours depend on. Text, times and unknown chunks are left out. */
const STILL = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'iCCP', 'sRGB', 'gAMA', 'cHRM', 'cICP', 'eXIf']
const ANIMATION = ['acTL', 'fcTL', 'fdAT']
const SIGNATURE_LENGTH = 8
/** Each chunk costs memory, and no program writes more chunks. */
const MAX_CHUNKS = 50_000
/** The chunk IEND, which has no content. */
const END = new Uint8Array([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])

interface Chunk {
  type: string
  content: Uint8Array
  /** The whole chunk, with size, type, content and checksum. */
  bytes: Uint8Array
  isWhole: boolean
}

/**
 * Reads the chunks of a PNG. Keeps only the chunks that the decoder needs, and leaves out what
 * follows the picture. A file may end early: the decoder decides whether the picture can be shown.
 */
export function inspectPng(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes)
  const chunks = chunksOf(bytes)
  assertIntact(chunks[0]?.type === 'IHDR' && chunks[0].content.length === 13)
  assertIntact(chunks.some(({ type }) => type === 'IDAT'))
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const isAnimated = hasFrames(chunks, width, height)
  const types = isAnimated ? [...STILL, ...ANIMATION] : STILL
  const kept = chunks.filter(({ type }) => types.includes(type)).map((chunk) => chunk.bytes)
  const picture = join([bytes.subarray(0, SIGNATURE_LENGTH), ...kept, endOf(chunks)])
  return { kind: 'png', width, height, isScalable: false, isAnimated, picture }
}

/** Returns the chunks up to IEND. The last chunk of a truncated file is incomplete. */
function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes)
  const chunks: Chunk[] = []
  for (let at = SIGNATURE_LENGTH; at + 12 <= bytes.length; ) {
    const type = textAt(bytes, at + 4)
    if (!/^[A-Za-z]{4}$/.test(type)) break
    const end = at + 12 + view.getUint32(at)
    const content = bytes.subarray(at + 8, end - 4)
    const isWhole = end <= bytes.length
    chunks.push({ type, content, bytes: bytes.subarray(at, end), isWhole })
    assertIntact(chunks.length <= MAX_CHUNKS)
    if (type === 'IEND') break
    at = end
  }
  return chunks
}

/** Returns the chunk IEND of the file, or a new one if the file ends before it. */
function endOf(chunks: Chunk[]): Uint8Array {
  const last = chunks.at(-1)
  if (last?.isWhole === false) return new Uint8Array()
  return last?.type === 'IEND' && last.content.length === 0 ? last.bytes : END
}

/** Returns whether an animated PNG has two or more frames that lie in the picture. */
function hasFrames(chunks: Chunk[], width: number, height: number): boolean {
  const control = chunks.findIndex(({ type }) => type === 'acTL')
  const pixels = chunks.findIndex(({ type }) => type === 'IDAT')
  const frames = chunks.filter(({ type, content }) => type === 'fcTL' && content.length === 26)
  if (control < 0 || control > pixels || frames.length < 2) return false
  return frames.every(({ content }) => {
    const [wide = 0, high = 0, left = 0, top = 0] = [4, 8, 12, 16].map((at) =>
      viewOf(content).getUint32(at),
    )
    return left + wide <= width && top + high <= height
  })
}
