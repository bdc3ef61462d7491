const ICC = 'ICC_PROFILE\0'
/** The largest profile that fits into one segment of a JPEG. */
const MAX_BYTES = 65_519

/** Replaces the colour profile of a JPEG. */
export function withProfile(jpeg: Uint8Array<ArrayBuffer>, profile: Uint8Array): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [jpeg.subarray(0, 2)]
  let at = 2
  // The segments before the pixels have the marker 0xFFE0 or higher, or are tables.
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const end = at + 2 + (((jpeg[at + 2] as number) << 8) | (jpeg[at + 3] as number))
    const segment = jpeg.subarray(at, end)
    if (segment[1] !== 0xe2) parts.push(segment)
    if (at === 2 && profile.length <= MAX_BYTES) parts.push(segmentOf(profile))
    at = end
  }
  return new Blob([...parts, jpeg.subarray(at)], { type: 'image/jpeg' })
}

function segmentOf(profile: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = ICC.length + 6
  const segment = new Uint8Array(head + profile.length)
  const length = head - 2 + profile.length
  segment.set([0xff, 0xe2, length >> 8, length & 255])
  segment.set(new TextEncoder().encode(ICC), 4)
  // This is the first of one part.
  segment.set([1, 1], 4 + ICC.length)
  segment.set(profile, head)
  return segment
}
