/** A range of a file that is overwritten with `bytes`, or with zeros if `bytes` is missing. */
export interface Patch {
  start: number
  end: number
  bytes?: Uint8Array
}

/** Returns a stream that applies patches to the bytes of a file. */
export function applyPatches(patches: Patch[]): TransformStream<Uint8Array, Uint8Array> {
  let position = 0
  return new TransformStream({
    transform(chunk, controller) {
      const end = position + chunk.length
      const touched = patches.filter((patch) => patch.start < end && patch.end > position)
      const bytes = touched.length > 0 ? chunk.slice() : chunk
      for (const patch of touched) {
        const [from, to] = [Math.max(patch.start, position), Math.min(patch.end, end)]
        const part = patch.bytes?.subarray(from - patch.start, to - patch.start)
        if (part) bytes.set(part, from - position)
        else bytes.fill(0, from - position, to - position)
      }
      position = end
      controller.enqueue(bytes)
    },
  })
}
