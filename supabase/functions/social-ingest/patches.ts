/** A part of a file, from the position `start` up to and without the position `end`. */
export interface Range {
  start: number
  end: number
}

/** A range of a file that is overwritten with `bytes`, or with zeros if `bytes` is missing. */
export interface Patch extends Range {
  bytes?: Uint8Array
}

/** Returns a stream that applies patches, which must not overlap, to the bytes of a file. */
export function applyPatches(patches: Patch[]): TransformStream<Uint8Array, Uint8Array> {
  const ordered = [...patches].sort((one, other) => one.start - other.start)
  let [position, first] = [0, 0]
  return new TransformStream({
    transform(chunk, controller) {
      const end = position + chunk.length
      let bytes = chunk
      for (let at = first; at < ordered.length; at++) {
        const patch = ordered[at] as Patch
        if (patch.start >= end) break
        if (bytes === chunk) bytes = chunk.slice()
        apply(patch, bytes, position)
        if (patch.end <= end) first = at + 1
      }
      position = end
      controller.enqueue(bytes)
    },
  })
}

/** Applies a patch to the bytes that begin at this position of the file. */
function apply(patch: Patch, bytes: Uint8Array, position: number): void {
  const from = Math.max(patch.start, position)
  const to = Math.min(patch.end, position + bytes.length)
  const part = patch.bytes?.subarray(from - patch.start, to - patch.start)
  if (part) bytes.set(part, from - position)
  else bytes.fill(0, from - position, to - position)
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

/** Returns ranges in order, and joins ranges that touch or overlap. */
function merged(ranges: Range[]): Range[] {
  const result: Range[] = []
  for (const { start, end } of [...ranges].sort((one, other) => one.start - other.start)) {
    const last = result.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else if (start < end) result.push({ start, end })
  }
  return result
}
