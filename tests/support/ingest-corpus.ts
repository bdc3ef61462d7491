import { segment } from './files.ts'
import {
  flatJpeg,
  googleMotionPhoto,
  greyPng,
  multiPicture,
  printerSettings,
  profile,
  realFile,
  samsungMotionPhoto,
  ultraHdr,
  vendorBox,
  withSegments,
  xmp,
} from './real-files.ts'

/** A file as a phone, a camera or a desktop program makes it, and what ingest does with it. */
export interface RealFile {
  name: string
  /** The extension and the type that the device declares. */
  extension: string
  type: string
  make(): Buffer
  /** What ingest stores, or undefined if it refuses the file. */
  stored?: Stored
  /** The error of a refused file, and the words that its hint must contain. */
  refused?: { code: string; says: RegExp }
}

/** The answer of ingest for a stored file. */
export interface Stored {
  mime_type: 'image/jpeg' | 'image/webp' | 'video/mp4'
  width: number
  height: number
  is_animation_dropped: boolean
}

const TYPES: Record<string, string> = {
  ...{ jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif' },
  ...{ heic: 'image/heic', avif: 'image/avif', mp4: 'video/mp4', mov: 'video/quicktime' },
  ...{ m4v: 'video/x-m4v', '3gp': 'video/3gpp' },
}

function stored(name: string, file: string | (() => Buffer), answer: Partial<Stored>): RealFile {
  const extension = typeof file === 'string' ? (file.split('.').pop() as string) : 'jpg'
  const make = typeof file === 'string' ? () => realFile(file) : file
  const whole = { ...JPEG, ...answer }
  return { name, extension, type: TYPES[extension] as string, make, stored: whole }
}

const JPEG: Stored = {
  ...{ mime_type: 'image/jpeg', width: 480, height: 320, is_animation_dropped: false },
}
const WEBP = { mime_type: 'image/webp' } as const
const VIDEO = { mime_type: 'video/mp4', width: 320, height: 180 } as const
const UPRIGHT = { width: 320, height: 480 }
const as = (extension: string, file: RealFile): RealFile => ({
  ...{ ...file, extension, type: TYPES[extension] as string },
})

const phone = () => realFile('phone.jpg')
const plain = () => realFile('grey.jpg')
const video = () => realFile('android.mp4')
const after =
  (name: string, ...parts: (Buffer | string)[]) =>
  () =>
    Buffer.concat([realFile(name), ...parts.map((part) => Buffer.from(part as string, 'latin1'))])
const lineEnd = (name: string, answer: Partial<Stored>) => {
  const extension = name.split('.').pop() as string
  return as(extension, stored(`a line end behind a ${extension}`, after(name, '\n'), answer))
}

const pictures: RealFile[] = [
  stored('a photo of a phone that was held upright', 'phone.jpg', UPRIGHT),
  stored('a progressive JPEG', 'progressive.jpg', {}),
  stored('a grey JPEG', 'grey.jpg', {}),
  stored('a JPEG in four inks', 'cmyk.jpg', {}),
  stored('a JPEG with restart markers', 'restart.jpg', {}),
  stored('a camera picture that Adobe Photoshop saved', 'camera.jpg', { width: 400, height: 300 }),
  stored('a screenshot', 'screenshot.png', { width: 360, height: 640 }),
  stored('an interlaced PNG with a transparent colour', 'interlaced.png', {
    ...{ ...WEBP, width: 240, height: 160 },
  }),
  stored('a transparent PNG', 'transparent.png', { ...WEBP, width: 160, height: 107 }),
  stored('a PNG of 16 bits', 'deep.png', { width: 96, height: 64 }),
  stored('a PNG of a whole screen', 'uhd.png', { width: 2048, height: 1152 }),
  stored('a WebP of a whole screen', 'uhd.webp', { width: 2048, height: 1152 }),
  stored('a WebP that EXIF turns', 'phone.webp', UPRIGHT),
  stored('a transparent WebP', 'lossless.webp', { ...WEBP, width: 120, height: 80 }),
  stored('a transparent GIF', 'still.gif', { ...WEBP, width: 120, height: 80 }),
  stored('a HEIC picture of an iPhone', 'iphone.heic', {}),
  stored('a HEIC picture of 10 bits', 'iphone-10bit.heic', {}),
  stored('an AVIF picture', 'still.avif', {}),
  stored('an AVIF picture of 10 bits', 'still-10bit.avif', {}),
  stored('an animated PNG', 'animated.png', { ...WEBP, width: 160, height: 120 }),
  stored('an animated WebP', 'animated.webp', { ...WEBP, width: 160, height: 120 }),
  stored('an animated GIF', 'animated.gif', { ...WEBP, width: 160, height: 120 }),
  stored('a GIF whose first frame is smaller than its canvas', 'small-first-frame.gif', {
    ...{ ...WEBP, width: 160, height: 120 },
  }),
]

const variations: RealFile[] = [
  stored('a motion photo of Google', () => googleMotionPhoto(phone(), video()), UPRIGHT),
  stored(
    'a motion photo of Google with a gain map',
    () => googleMotionPhoto(phone(), video(), plain()),
    UPRIGHT,
  ),
  stored('a motion photo of Samsung', () => samsungMotionPhoto(phone(), video()), UPRIGHT),
  stored('an Ultra HDR picture', () => ultraHdr(phone(), plain()), UPRIGHT),
  stored(
    'a picture with a second picture (MPO)',
    () => {
      return Buffer.concat([withSegments(phone(), multiPicture(plain().length)), plain()])
    },
    UPRIGHT,
  ),
  ...Object.entries({
    'a line end': '\r\n',
    '0xFF padding': Buffer.alloc(300, 0xff),
    zeros: Buffer.alloc(300),
    'the trailer of a phone': 'vivo{"place":"52.5163","by":"Anna Beispiel"}cameraAlbum',
    'the trailer of a desktop program': 'AFCP\x01\0\0\x02IPTC Anna Beispiel, Beispielstadt AXS!',
    'the settings of a camera': Buffer.alloc(5000, 'QVCI\x01\x02Leica Q3'),
  }).map(([name, end]) =>
    stored(`a JPEG with ${name} behind it`, after('phone.jpg', end), UPRIGHT),
  ),
  lineEnd('screenshot.png', { width: 360, height: 640 }),
  lineEnd('still.gif', { ...WEBP, width: 120, height: 80 }),
  lineEnd('phone.webp', UPRIGHT),
  stored(
    'a picture with printer settings',
    () => withSegments(phone(), printerSettings()),
    UPRIGHT,
  ),
  stored(
    'a picture with a page in its comment',
    () => {
      return withSegments(plain(), segment(0xfe, Buffer.from('<!DOCTYPE html><script>1</script>')))
    },
    {},
  ),
  ...(['CMYK', 'GRAY'] as const).map((space) =>
    stored(
      `a colour JPEG with a profile of the space ${space}`,
      () => {
        return withSegments(realFile('restart.jpg'), profile(space))
      },
      {},
    ),
  ),
  stored('a grey JPEG with a profile of colours', () => withSegments(plain(), profile('RGB ')), {}),
  stored(
    'a JPEG with a profile of garbage',
    () => {
      return withSegments(realFile('restart.jpg'), profile())
    },
    {},
  ),
  stored(
    'a picture whose orientation is only in XMP',
    () => {
      const orientation = 'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"'
      return withSegments(realFile('restart.jpg'), xmp(orientation))
    },
    {},
  ),
  as(
    'png',
    stored('a PNG with a transparent grey of 1 bit', () => greyPng(1, 0), {
      ...{ ...WEBP, width: 64, height: 48 },
    }),
  ),
  as(
    'png',
    stored('a PNG with a transparent grey of 16 bits', () => greyPng(16, 0x2020), {
      ...{ ...WEBP, width: 64, height: 48 },
    }),
  ),
  stored('a progressive JPEG of 24 megapixels', () => flatJpeg(6000, 4000, true), {
    ...{ width: 2048, height: 1365 },
  }),
  stored('a panorama of 16,382 pixels', () => flatJpeg(16_382, 3000), { width: 2048, height: 375 }),
  stored('a JPEG without the end marker', () => plain().subarray(0, -2), {}),
]

const videos: RealFile[] = [
  stored('a QuickTime video of an iPhone', 'iphone.mov', { ...VIDEO, width: 180, height: 320 }),
  stored('a QuickTime video with HEVC', 'iphone-hevc.mov', VIDEO),
  stored('a QuickTime video of a camera with a timecode', 'camera.mov', VIDEO),
  stored('a video of an Android phone', 'android.mp4', { ...VIDEO, width: 180, height: 320 }),
  stored('a video from the web', 'faststart.mp4', VIDEO),
  stored('a fragmented video', 'fragmented.mp4', VIDEO),
  stored('a video with a timecode track', 'timecode.mp4', VIDEO),
  stored('a video with subtitles', 'subtitles.mp4', VIDEO),
  stored('a video with chapters', 'chapters.mp4', VIDEO),
  stored('a 3GP video', 'phone.3gp', VIDEO),
  stored('an M4V video', 'itunes.m4v', VIDEO),
  as(
    'mp4',
    stored('a video with a box that no standard knows', after('android.mp4', vendorBox()), {
      ...{ ...VIDEO, width: 180, height: 320 },
    }),
  ),
]

/** A refused file, whose hint names the kind of the file and the remedy. */
function refused(name: string, file: string, type: string, says: RegExp): RealFile {
  const answer = { code: 'file_type_invalid', says }
  // Storage accepts only names of accepted types.
  return { name, extension: 'jpg', type, make: () => realFile(file), refused: answer }
}

const others: RealFile[] = [
  refused('a TIFF picture', 'scan.tif', 'image/tiff', /TIFF.*JPEG|JPEG.*TIFF/s),
  refused('a raw picture of a camera', 'raw.dng', 'image/x-adobe-dng', /RAW.*JPEG|JPEG.*RAW/s),
  refused('a BMP picture', 'picture.bmp', 'image/bmp', /BMP.*(JPEG|PNG)/s),
  refused('a JPEG XL picture', 'picture.jxl', 'image/jxl', /JPEG XL.*JPEG/s),
  refused('a JPEG 2000 picture', 'picture.jp2', 'image/jp2', /JPEG 2000.*JPEG/s),
  refused('a WebM video', 'clip.webm', 'video/webm', /WebM.*MP4/s),
  refused('an AVI video', 'clip.avi', 'video/x-msvideo', /AVI.*MP4/s),
]

/** All files. Their kinds are those that people upload, so the list has each kind of device once. */
export const corpus: RealFile[] = [...pictures, ...variations, ...videos, ...others]
