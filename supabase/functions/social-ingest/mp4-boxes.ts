import { assertIntact, textAt, viewOf } from './bytes.ts'
import { Refusal } from './refusal.ts'
import type { Source } from './source.ts'

/**
 * A box of an MP4 file (ISO/IEC 14496-12). Its header begins at `start`, and its content begins at
 * `body`.
 */
export interface Box {
  type: string
  start: number
  body: number
  end: number
}

/**
 * The maximum number of boxes at one level. Each box costs memory, and no camera writes more boxes.
 */
const MAX_BOXES = 1000

/**
 * Returns the boxes between two positions. The boxes must fill the range between the positions
 * exactly.
 */
export function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes)
  const boxes: Box[] = []
  for (let start = from; start < to; ) {
    assertIntact(start + 8 <= to)
    const small = view.getUint32(start)
    assertIntact(small !== 1 || start + 16 <= to)
    const size = small === 1 ? Number(view.getBigUint64(start + 8)) : small || to - start
    const body = start + (small === 1 ? 16 : 8)
    assertIntact(start + size >= body && start + size <= to)
    boxes.push({ type: textAt(bytes, start + 4), start, body, end: start + size })
    if (boxes.length > MAX_BOXES) throw new Refusal('file_suspicious')
    start += size
  }
  return boxes
}

/** Yields the top-level boxes of a file. Skips the content of a box unless the caller reads it. */
export async function* boxesOf(source: Source): AsyncGenerator<Box> {
  for (let count = 1; ; count++) {
    const start = source.position
    const head = await source.take(8)
    if (head.length === 0) return
    assertIntact(head.length === 8)
    const size = await sizeOf(source, head)
    const [type, body, end] = [textAt(head, 4), source.position, start + size]
    assertIntact(end >= body)
    if (count > MAX_BOXES) throw new Refusal('file_suspicious')
    yield { type, start, body, end }
    await source.skip(end - source.position)
    assertIntact(source.position === end || end === Number.POSITIVE_INFINITY)
  }
}

async function sizeOf(source: Source, head: Uint8Array): Promise<number> {
  const size = viewOf(head).getUint32(0)
  if (size !== 1) return size || Number.POSITIVE_INFINITY
  const large = await source.take(8)
  assertIntact(large.length === 8)
  return Number(viewOf(large).getBigUint64(0))
}
