import { assertIntact, viewOf } from './bytes.ts'
import { type Box, blankBox, boxesIn } from './mp4-boxes.ts'
import { cleanBox, cleanBoxes } from './mp4-clean.ts'
import type { Coding, Samples } from './mp4-frames.ts'
import type { Index } from './mp4-index.ts'
import type { Patch, Range } from './patches.ts'

/** What a fragment of a video says about its samples. */
export interface Fragment {
  /** The patches of the fragment. Their positions count from its first byte. */
  patches: Patch[]
  /** Where the samples of the played tracks are in the file. */
  samples: Samples[]
}

/**
 * Reads a fragment of a video: the content of the box `moof`, which begins at `start` of the file.
 */
export function readFragment(bytes: Uint8Array, start: number, index: Index): Fragment {
  const samples: Samples[] = []
  const patches: Patch[] = []
  // Where the data of a track begin if the fragment does not say it
  let next = start
  for (const box of boxesIn(bytes, 0, bytes.length)) {
    if (box.type !== 'traf') {
      patches.push(...cleanBox(bytes, 'moof', box))
      continue
    }
    const track = readTrack(bytes, box, { start, next }, index)
    next = track.runs.at(-1)?.end ?? next
    const { coding } = track
    if (coding !== undefined) samples.push(...track.runs.map((run) => ({ ...run, coding })))
    patches.push(...(coding !== undefined ? cleanBoxes(bytes, 'traf', box) : blankBox(box)))
  }
  return { patches, samples }
}

/** Flags of the box `tfhd`: which fields it has, and that positions count from the fragment. */
const [HAS_BASE, HAS_DESCRIPTION, HAS_DURATION, HAS_SIZE] = [0x1, 0x2, 0x8, 0x10]
const COUNTS_FROM_FRAGMENT = 0x20000

function readTrack(
  bytes: Uint8Array,
  traf: Box,
  { start, next }: { start: number; next: number },
  { sampleSizes, played }: Index,
): { coding: Coding | null | undefined; runs: Range[] } {
  const view = viewOf(bytes)
  const boxes = boxesIn(bytes, traf.body, traf.end)
  const header = boxes.find(({ type }) => type === 'tfhd')
  assertIntact(header !== undefined && header.end - header.body >= 8)
  const flags = view.getUint32(header.body) & 0xffffff
  const id = view.getUint32(header.body + 4)
  const read = reader(view, header.body + 8, header.end)
  const base = flags & HAS_BASE ? read(8) : flags & COUNTS_FROM_FRAGMENT ? start : next
  if (flags & HAS_DESCRIPTION) read(4)
  if (flags & HAS_DURATION) read(4)
  const size = flags & HAS_SIZE ? read(4) : (sampleSizes.get(id) ?? 0)
  const runs: Range[] = []
  for (const run of boxes.filter(({ type }) => type === 'trun')) {
    runs.push(readRun(view, run, { base, next: runs.at(-1)?.end ?? base }, size))
  }
  return { coding: played.get(id), runs }
}

/** Flags of the box `trun`: which fields it has. */
const [HAS_OFFSET, HAS_FIRST_FLAGS] = [0x1, 0x4]
/** Flags of the box `trun`: which fields each sample has. */
const [DURATION_OF_EACH, SIZE_OF_EACH, FLAGS_OF_EACH, TIME_OF_EACH] = [0x100, 0x200, 0x400, 0x800]

/** Returns where a run of samples is in the file. */
function readRun(
  view: DataView,
  { body, end }: Box,
  { base, next }: { base: number; next: number },
  sampleSize: number,
): Range {
  assertIntact(end - body >= 8)
  const flags = view.getUint32(body) & 0xffffff
  const count = view.getUint32(body + 4)
  const offset = flags & HAS_OFFSET ? view.getInt32(Math.min(body + 8, end - 4)) : undefined
  const from = offset === undefined ? next : base + offset
  if (!(flags & SIZE_OF_EACH)) return { start: from, end: from + count * sampleSize }
  const fields = [DURATION_OF_EACH, SIZE_OF_EACH, FLAGS_OF_EACH, TIME_OF_EACH]
  const width = 4 * fields.filter((field) => flags & field).length
  const first = body + 8 + (flags & HAS_OFFSET ? 4 : 0) + (flags & HAS_FIRST_FLAGS ? 4 : 0)
  assertIntact(first + count * width <= end)
  const inSample = flags & DURATION_OF_EACH ? 4 : 0
  let to = from
  for (let at = first + inSample; at < first + count * width; at += width) to += view.getUint32(at)
  return { start: from, end: to }
}

/** Returns a function that reads one field after the other. */
function reader(view: DataView, at: number, end: number): (bytes: 4 | 8) => number {
  return (bytes) => {
    assertIntact(at + bytes <= end)
    at += bytes
    return bytes === 8 ? Number(view.getBigUint64(at - 8)) : view.getUint32(at - 4)
  }
}
