import { need, viewOf, word } from './bytes.ts'
import { Refusal } from './refusal.ts'
import type { Source } from './source.ts'

/** A box of an MP4 (ISO/IEC 14496-12): its head begins at `start`, what it holds at `body`. */
export interface Box {
  type: string
  start: number
  body: number
  end: number
}

/** No camera writes as many in one place; each costs memory. */
const MOST = 1000

/** The boxes between two places; their sizes have to add up. */
export function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes)
  const boxes: Box[] = []
  for (let start = from; start < to; ) {
    need(start + 8 <= to)
    const small = view.getUint32(start)
    need(small !== 1 || start + 16 <= to)
    const size = small === 1 ? Number(view.getBigUint64(start + 8)) : small || to - start
    const body = start + (small === 1 ? 16 : 8)
    need(start + size >= body && start + size <= to)
    boxes.push({ type: word(bytes, start + 4), start, body, end: start + size })
    if (boxes.length > MOST) throw new Refusal('file_suspicious')
    start += size
  }
  return boxes
}

/** Each box of a whole file, whose body is to be taken or is skipped; the last may be without end. */
export async function* boxesOf(source: Source): AsyncGenerator<Box> {
  for (let count = 1; ; count++) {
    const start = source.position
    const head = await source.take(8)
    if (head.length === 0) return
    need(head.length === 8)
    const size = await sizeOf(source, head)
    const [type, body, end] = [word(head, 4), source.position, start + size]
    need(end >= body)
    if (count > MOST) throw new Refusal('file_suspicious')
    yield { type, start, body, end }
    await source.skip(end - source.position)
    need(source.position === end || end === Number.POSITIVE_INFINITY)
  }
}

async function sizeOf(source: Source, head: Uint8Array): Promise<number> {
  const size = viewOf(head).getUint32(0)
  if (size !== 1) return size || Number.POSITIVE_INFINITY
  const large = await source.take(8)
  need(large.length === 8)
  return Number(viewOf(large).getBigUint64(0))
}
