import { assertIntact, viewOf } from './bytes.ts'
import { type Box, blankBox, boxesIn } from './mp4-boxes.ts'
import { cleanBox, cleanBoxes } from './mp4-clean.ts'
import { type Coding, codingOf, type Samples } from './mp4-frames.ts'
import { samplesOf } from './mp4-samples.ts'
import { playedTracks, readTrack, type Track } from './mp4-tracks.ts'
import type { Patch } from './patches.ts'
import { Refusal } from './refusal.ts'

/**
 * The maximum number of chunks of all tracks. An hour of frames and sound has fewer, even if each
 * chunk has only one sample.
 */
const MAX_CHUNKS = 300_000

/** What the index of a video says about it. */
export interface Index {
  /** The size at which players show the video, in pixels. */
  width: number
  height: number
  /** The patches of the index. Their positions count from the first byte of the index. */
  patches: Patch[]
  /** Where the samples of the played tracks are in the file. */
  samples: Samples[]
  /** How the samples of the played tracks are coded, by the id of the track. */
  played: Map<number, Coding | null>
  /** The size of the samples in fragments that do not state it, by the id of the track. */
  sampleSizes: Map<number, number>
}

/** Reads the index of a video: the content of the box `moov`. */
export function readIndex(bytes: Uint8Array): Index {
  const boxes = boxesIn(bytes, 0, bytes.length)
  refuseCompressed(boxes)
  assertIntact(boxes.some(({ type }) => type === 'mvhd'))
  const tracks = boxes.filter(({ type }) => type === 'trak').map((box) => readTrack(bytes, box))
  const { shown, played } = playedTracks(bytes, tracks)
  const patches = boxes.flatMap((box) => {
    const track = played.find((one) => one.box === box)
    if (track) return cleanBoxes(bytes, 'trak', box, track.handler)
    return box.type === 'trak' ? blankBox(box) : cleanBox(bytes, 'moov', box)
  })
  return {
    width: shown.width,
    height: shown.height,
    patches,
    samples: samplesOfAll(bytes, played),
    played: new Map(played.map((track) => [track.id, codingOfTrack(bytes, track)])),
    sampleSizes: sampleSizesOf(bytes, boxes),
  }
}

function samplesOfAll(bytes: Uint8Array, tracks: Track[]): Samples[] {
  let left = MAX_CHUNKS
  return tracks.flatMap((track) => {
    const ranges = samplesOf(bytes, track, left)
    left -= ranges.length
    const coding = codingOfTrack(bytes, track)
    return ranges.map((range) => ({ ...range, coding }))
  })
}

function codingOfTrack(bytes: Uint8Array, { handler, formats }: Track): Coding | null {
  return handler === 'vide' ? codingOf(bytes, formats[0]) : null
}

function refuseCompressed(boxes: Box[]): void {
  if (!boxes.some(({ type }) => type === 'cmov')) return
  throw new Refusal(
    'file_type_invalid',
    'The index of the video is compressed. Export the video again as MP4, and upload that file.',
  )
}

function sampleSizesOf(bytes: Uint8Array, boxes: Box[]): Map<number, number> {
  const sizes = new Map<number, number>()
  for (const { body, end } of boxes.filter(({ type }) => type === 'mvex')) {
    for (const trex of boxesIn(bytes, body, end).filter(({ type }) => type === 'trex')) {
      assertIntact(trex.end - trex.body >= 24)
      const view = viewOf(bytes)
      sizes.set(view.getUint32(trex.body + 4), view.getUint32(trex.body + 16))
    }
  }
  return sizes
}
