/** A part of a file, from the position `start` up to and without the position `end`. */
export interface Range {
  start: number
  end: number
}

/** A range of a file that is overwritten with `bytes`, or with zeros if there is nothing else. */
export interface Patch extends Range {
  bytes?: Uint8Array
  /** Changes a part of the range in place. The first byte of the part is at `offset` of the range. */
  change?(part: Uint8Array, offset: number): void
  /** The range is the last one of the file, and is left out. */
  isLeftOut?: boolean
}

/** Returns a stream that applies patches, which must not overlap, to the bytes of a file. */
export function applyPatches(patches: Patch[]): TransformStream<Uint8Array, Uint8Array> {
  const ordered = [...patches].sort(byStart)
  let [position, first] = [0, 0]
  return new TransformStream({
    transform(chunk, controller) {
      const end = position + chunk.length
      let bytes = chunk
      for (let at = first; at < ordered.length; at++) {
        const patch = ordered[at] as Patch
        if (patch.start >= end) break
        if (bytes === chunk) bytes = new Uint8Array(chunk)
        if (patch.isLeftOut) bytes = bytes.subarray(0, Math.max(0, patch.start - position))
        else apply(patch, bytes, position)
        if (patch.end <= end) first = at + 1
      }
      position = end
      if (bytes.length > 0) controller.enqueue(bytes)
    },
  })
}

/** Applies a patch to the bytes that begin at this position of the file. */
function apply(patch: Patch, bytes: Uint8Array, position: number): void {
  const from = Math.max(patch.start, position)
  const to = Math.min(patch.end, position + bytes.length)
  const part = bytes.subarray(from - position, to - position)
  if (patch.change) patch.change(part, from - patch.start)
  else if (patch.bytes) part.set(patch.bytes.subarray(from - patch.start, to - patch.start))
  else part.fill(0)
}

function byStart(one: Range, other: Range): number {
  return one.start - other.start
}

/** Returns the parts of some areas that lie in none of the used ranges. Both may be in any order. */
export function unusedParts(areas: Range[], used: Range[]): Range[] {
  const ranges = merged(used)
  const parts: Range[] = []
  let first = 0
  for (const { start, end } of merged(areas)) {
    let at = start
    while (first < ranges.length && (ranges[first] as Range).end <= start) first++
    for (let index = first; index < ranges.length; index++) {
      const range = ranges[index] as Range
      if (range.start >= end) break
      if (range.start > at) parts.push({ start: at, end: range.start })
      at = range.end
    }
    if (at < end) parts.push({ start: at, end })
  }
  return parts
}

/** Returns the ranges that lie in one of the areas and do not overlap another range. */
export function separateRanges<One extends Range>(ranges: One[], areas: Range[]): One[] {
  const inOrder = merged(areas)
  let [area, last] = [0, 0]
  return [...ranges].sort(byStart).filter(({ start, end }) => {
    while (area < inOrder.length && (inOrder[area] as Range).end <= start) area++
    const around = inOrder[area]
    if (!around || start < Math.max(around.start, last) || end > around.end) return false
    last = end
    return true
  })
}

/** Returns ranges in order, and joins ranges that touch or overlap. */
function merged(ranges: Range[]): Range[] {
  const result: Range[] = []
  for (const { start, end } of [...ranges].sort(byStart)) {
    const last = result.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else if (start < end) result.push({ start, end })
  }
  return result
}
