import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { unwrap } from '../../src/sdk/result.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { box } from './files.ts'
import type { Person } from './people.ts'
import { quickTime } from './video-files.ts'

/** A video whose left half is red and whose right half is blue, for one second. */
export interface RealVideo {
  name: string
  bytes: Buffer
  /** The size at which players show it. */
  size: [width: number, height: number]
  /** The browsers of Debian that play its frames. */
  browsers: ('Chromium' | 'Firefox')[]
  /** The browsers that do not play its sound. */
  mute?: RealVideo['browsers']
  /** Whether players turn it, so that the upper half is blue and the lower half red. */
  isTurned?: boolean
  /** The number of bytes at the end that are no box, and are left out. */
  noBox?: number
  /** Whether it has a track besides frames and sound, whose samples go. */
  hasMore?: boolean
}

const TRAILER = Buffer.from('\0\0\0\x03Anna +52.5163')

const both: RealVideo['browsers'] = ['Chromium', 'Firefox']

/** What `tests/files/videos/make.sh` makes, and variants of it. */
export const realVideos: RealVideo[] = [
  ...['phone.mp4', 'index-first.mp4', 'apple.m4v', 'phone.3gp', 'quicktime-keys.mov'].map(plain),
  ...['fragments.mp4', 'old-fragments.mp4', 'indexed-fragments.mp4'].map(plain),
  ...['pcm.mov', 'pcm-big-endian.mov'].map(uncompressed),
  ...['quicktime.mov', 'subtitles.mp4', 'subtitles.mov', 'chapters.mov'].map((name) => ({
    ...plain(name),
    hasMore: true,
  })),
  { ...plain('turned.mov'), size: [90, 160], isTurned: true },
  { ...plain('hevc.mov'), browsers: ['Firefox'] },
  { ...plain('old-camera.mov'), browsers: [] },
  { ...plain('old-phone.3gp'), browsers: [], size: [256, 144] },
  {
    ...uncompressed('pcm.mov'),
    name: 'a trailer',
    bytes: withTrailer(read('pcm.mov')),
    noBox: TRAILER.length,
  },
  { ...uncompressed('pcm.mov'), name: 'no brand', bytes: withoutBrand(read('pcm.mov')) },
]

function read(name: string): Buffer {
  return readFileSync(`${root}tests/files/videos/${name}`)
}

function plain(name: string): RealVideo {
  return { name, bytes: read(name), size: [160, 90], browsers: both }
}

/** Firefox plays no sound that is not compressed. */
function uncompressed(name: string): RealVideo {
  return { ...plain(name), mute: ['Firefox'] }
}

/** Some cameras append data that are no box, for example the places of the whole video. */
function withTrailer(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, box('gps0', '+52.5163 Anna'), TRAILER])
}

/** Old QuickTime videos begin without a brand. */
function withoutBrand(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  box('wide', changed.subarray(8, quickTime.length)).copy(changed)
  return changed
}

/** Uploads a raw file as a program does without the SDK, and returns the path of the stored video. */
async function ingested({ id, supabase }: Person, bytes: Buffer): Promise<string> {
  const upload_id = randomUUID()
  const raw = supabase.storage.from('social-uploads')
  const contentType = 'video/mp4'
  const { error } = await raw.upload(`${id}/${upload_id}.mp4`, bytes, { contentType })
  if (error) throw error
  const answer = await supabase.functions.invoke('social-ingest', { body: { upload_id } })
  if (answer.error) throw new Error(await answer.error.context.text())
  return answer.data.path
}

/** What a browser shows of a video. */
export interface Shown {
  /** Empty if the browser plays the video to its end. */
  error: string
  size: [width: number, height: number]
  /** The colours in the middle of the left, the right, the upper and the lower half. */
  colours: string[]
  hasSound: boolean
}

/** Returns what a browser shows of a video that it plays. */
export function expected(video: RealVideo, browser: 'Chromium' | 'Firefox'): Shown {
  const { size, isTurned, mute } = video
  const [left, right, upper, lower] = ['red', 'blue', 'blue', 'red']
  // The middle between the halves is blue.
  const colours = isTurned ? [lower, lower, upper, lower] : [left, right, right, right]
  return { error: '', size, colours: colours as string[], hasSound: !mute?.includes(browser) }
}

/** A function of a page that plays videos and returns what it shows. */
const play = `async (urls) => {
  const play = async (url) => {
    const video = document.createElement('video')
    Object.assign(video, { crossOrigin: 'anonymous', muted: true, src: url })
    document.body.append(video)
    const error = await new Promise((resolve) => {
      video.onended = () => resolve('')
      video.onerror = () => resolve(video.error.message || 'an error')
      video.play().catch(({ message }) => resolve(message))
      setTimeout(() => resolve('stopped at ' + video.currentTime), 60000)
    })
    const { videoWidth: width, videoHeight: height } = video
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const context = canvas.getContext('2d')
    context.drawImage(video, 0, 0)
    const colours = [[1, 2], [3, 2], [2, 1], [2, 3]].map(([x, y]) => {
      const [red, , blue] = context.getImageData((width * x) / 4, (height * y) / 4, 1, 1).data
      return red > 128 ? 'red' : blue > 128 ? 'blue' : 'none'
    })
    const hasSound = video.mozHasAudio ?? video.webkitAudioDecodedByteCount > 0
    video.remove()
    return { error, size: [width, height], colours, hasSound }
  }
  return Promise.all(urls.map(play))
}`

/** Uploads all raw files, and returns the paths of the stored videos. */
export async function ingestAll(person: Person): Promise<string[]> {
  const paths: string[] = []
  for (const { bytes } of realVideos) paths.push(await ingested(person, bytes))
  return paths
}

/** Returns a script for a page that plays the videos with these paths. */
export async function playAll(person: Person, paths: string[]): Promise<string> {
  const urls = unwrap(await person.social.media.createSignedUrls(paths))
  return `(${play})(${JSON.stringify(paths.map((path) => urls[path]))})`
}
