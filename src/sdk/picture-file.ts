import type { FileKind } from './file-kind.ts'

interface Chunk {
  name: string
  /** Where the chunk begins, its data begins, and the next chunk begins. */
  from: number
  data: number
  to: number
}

/** Returns whether a GIF, PNG or WebP file has more than one frame. */
export function isAnimated(kind: FileKind | undefined, bytes: Uint8Array): boolean {
  if (kind === 'gif') return hasFrames(bytes)
  const names = new Set(chunksOf(kind, bytes).map(({ name }) => name))
  return names.has('acTL') || names.has('ANIM')
}

/**
 * Takes the EXIF metadata out of a PNG or WebP file, and returns the orientation that they state.
 * Browsers differ in whether they turn such pictures, so that nothing to turn may be left in them.
 */
export function withoutExif(
  kind: FileKind | undefined,
  bytes: Uint8Array<ArrayBuffer>,
): { bytes: Uint8Array<ArrayBuffer>; orientation: number } {
  const chunks = chunksOf(kind, bytes)
  const exif = chunks.find(({ name }) => /^exif$/i.test(name))
  // Readers of WebP look for EXIF metadata only if the first chunk announces them.
  if (!exif || !/^(VP8X|IHDR)$/.test(chunks[0]?.name ?? '')) return { bytes, orientation: 1 }
  const left = new Uint8Array(bytes.length - (exif.to - exif.from))
  left.set(bytes.subarray(0, exif.from))
  left.set(bytes.subarray(exif.to), exif.from)
  if (kind === 'webp') {
    new DataView(left.buffer).setUint32(4, left.length - 8, true)
    // The flags of the file, whose fourth bit announces EXIF metadata.
    left[20] = (left[20] ?? 0) & ~8
  }
  return { bytes: left, orientation: orientationIn(bytes.subarray(exif.data, exif.to)) }
}

function chunksOf(kind: FileKind | undefined, bytes: Uint8Array): Chunk[] {
  if (kind !== 'png' && kind !== 'webp') return []
  const view = viewOf(bytes)
  const chunks: Chunk[] = []
  const isPng = kind === 'png'
  let from = isPng ? 8 : 12
  while (from + 8 <= bytes.length) {
    const size = view.getUint32(isPng ? from : from + 4, !isPng)
    const name = String.fromCharCode(...bytes.subarray(isPng ? from + 4 : from).subarray(0, 4))
    const to = Math.min(bytes.length, from + size + (isPng ? 12 : 8 + (size % 2)))
    chunks.push({ name, from, data: from + 8, to })
    from = to
  }
  return chunks
}

/** Returns the orientation in EXIF metadata, from 1 (upright) to 8. */
function orientationIn(exif: Uint8Array): number {
  const tiff = exif[0] === 0x45 ? exif.subarray(6) : exif
  const view = viewOf(tiff)
  const isLittle = tiff[0] === 0x49
  try {
    const directory = view.getUint32(4, isLittle)
    const count = view.getUint16(directory, isLittle)
    for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
      if (view.getUint16(entry, isLittle) !== 0x0112) continue
      const orientation = view.getUint16(entry + 8, isLittle)
      return orientation >= 1 && orientation <= 8 ? orientation : 1
    }
  } catch {
    // The metadata are damaged.
  }
  return 1
}

/** Returns whether a GIF has a second frame. */
function hasFrames(bytes: Uint8Array): boolean {
  const tableAt = (at: number) => {
    const flags = bytes[at] ?? 0
    return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0
  }
  let [at, frames] = [13 + tableAt(10), 0]
  while (bytes[at] === 0x21 || bytes[at] === 0x2c) {
    if (bytes[at] === 0x2c) {
      frames += 1
      if (frames > 1) return true
      at += 11 + tableAt(at + 9)
    } else at += 2
    while (bytes[at]) at += (bytes[at] ?? 0) + 1
    at += 1
  }
  return false
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
