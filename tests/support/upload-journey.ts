import { corpus, type RealFile } from './ingest-corpus.ts'

/**
 * One file of each kind. The test of plain HTTP sends all files, and the slower tests of Node and
 * of a browser send these.
 */
const KINDS = [
  ...['a photo of a phone that was held upright', 'a progressive JPEG', 'a JPEG in four inks'],
  ...['a motion photo of Google', 'a motion photo of Samsung', 'an Ultra HDR picture'],
  ...['a JPEG with 0xFF padding behind it', 'a JPEG without the end marker'],
  ...['a picture with printer settings', 'a colour JPEG with a profile of the space CMYK'],
  ...['a picture whose orientation is only in XMP', 'a screenshot', 'a transparent PNG'],
  ...[
    'a PNG with a transparent grey of 16 bits',
    'a WebP that EXIF turns',
    'a PNG of a whole screen',
  ],
  ...['an animated PNG', 'an animated WebP', 'an animated GIF'],
  ...['a GIF whose first frame is smaller than its canvas', 'a HEIC picture', 'an AVIF picture'],
  ...['a progressive JPEG of 24 megapixels', 'a panorama of 16,382 pixels'],
  ...['a QuickTime video of an iPhone', 'a QuickTime video with HEVC', 'a fragmented video'],
  ...['a video of an Android phone', 'a video with subtitles', 'a 3GP video', 'an M4V video'],
]
const named = (files: RealFile[]) => files.map((file) => [file.name, file] as const)

/** One accepted file of each kind. */
export const ofPhones = named(corpus.filter(({ name, stored }) => stored && KINDS.includes(name)))

/** The refused files. */
export const ofOthers = named(corpus.filter(({ refused }) => refused))
