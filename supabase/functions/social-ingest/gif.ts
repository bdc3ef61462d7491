import { assertIntact, join, textAt, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'

/** The codes that begin the blocks of a GIF. */
const [EXTENSION, FRAME, END] = [0x21, 0x2c, 0x3b]
/** The extensions that decoders need: the time of a frame, and how often an animation repeats. */
const [CONTROL, APPLICATION] = [0xf9, 0xff]
const LOOPS = ['NETSCAPE2.0', 'ANIMEXTS1.0']
const HEADER_LENGTH = 13
/** Each block costs time and memory. A GIF of the accepted size has fewer. */
const MAX_BLOCKS = 50_000

interface Frame {
  left: number
  top: number
  width: number
  height: number
  /** The extension with the time and the transparent colour of the frame. */
  control: Uint8Array | undefined
  /** The block with the size, the colours and the pixels of the frame. */
  image: Uint8Array
  isWhole: boolean
}

/**
 * Reads the blocks of a GIF. Keeps the frames and their times. Leaves out comments, text and what
 * follows the picture. A file may end early: the decoder decides whether it can be shown.
 */
export function inspectGif(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes)
  assertIntact(bytes.length >= 14)
  const header = bytes.subarray(0, HEADER_LENGTH + colorTable(bytes[10] as number))
  const { frames, loops } = blocksOf(bytes, header.length)
  const [first, ...rest] = frames
  assertIntact(first !== undefined)
  const width = Math.max(view.getUint16(6, true), first.left + first.width)
  const height = Math.max(view.getUint16(8, true), first.top + first.height)
  // A later frame that is larger than the canvas would need memory that no limit accounts for.
  const more = rest.filter(
    (frame) =>
      frame.isWhole && frame.left + frame.width <= width && frame.top + frame.height <= height,
  )
  const blocks = [first, ...more].flatMap(({ control, image }) => [
    ...(control ? [control] : []),
    image,
  ])
  const picture = join([header, ...loops, ...blocks, new Uint8Array([END])])
  return { kind: 'gif', width, height, isScalable: false, isAnimated: more.length > 0, picture }
}

/** Returns the frames that are not empty, and the extension that repeats an animation. */
function blocksOf(bytes: Uint8Array, at: number) {
  const frames: Frame[] = []
  let loops: Uint8Array[] = []
  let control: Uint8Array | undefined
  for (let count = 0; count < MAX_BLOCKS && at + 11 <= bytes.length; count++) {
    const start = at
    if (bytes[start] === EXTENSION) {
      at = endOfBlocks(bytes, start + 2)
      const [label, extension] = [bytes[start + 1], bytes.subarray(start, at)]
      if (label === CONTROL) control = extension
      if (label === APPLICATION && LOOPS.includes(textAt(bytes, start + 3, 11))) loops = [extension]
    } else if (bytes[start] === FRAME) {
      at = endOfBlocks(bytes, start + 11 + colorTable(bytes[start + 9] as number))
      const [left = 0, top = 0, width = 0, height = 0] = [1, 3, 5, 7].map((place) =>
        viewOf(bytes).getUint16(start + place, true),
      )
      const [image, isWhole] = [bytes.subarray(start, at), at <= bytes.length]
      if (width > 0 && height > 0)
        frames.push({ left, top, width, height, control, image, isWhole })
      control = undefined
    } else break
  }
  return { frames, loops }
}

/** Returns the length of a table of colours, from the flags of a header or a frame. */
function colorTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/** Returns the position after a series of blocks. It is behind the end of a truncated file. */
function endOfBlocks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number)
  return at + 1
}
