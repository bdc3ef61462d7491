import type { JpegEncoders, WebpEncoder } from './codecs.ts'
import type { Pixels } from './pixels.ts'

const JPEG_QUALITY = 82
const WEBP_QUALITY = 80
/** 4:2:0, as cameras store pictures. */
const SUBSAMPLING = 2

/**
 * A smaller picture is encoded as progressive JPEG, which needs a few percent fewer bytes. That would
 * take 0.05 s more for a medium size, and 0.1 s more for the largest one.
 */
const PROGRESSIVE = 300_000
/** A picture of more pixels needs fewer than three bytes for each of them. */
const SMALL = 65_536

/** Encodes pixels as JPEG. */
export function encodeJpeg(encoders: JpegEncoders, { width, height, data }: Pixels): Uint8Array {
  const encoder = new encoders.JPEGEncoder()
  try {
    encoder.setProgressive(width * height < PROGRESSIVE ? 1 : 0)
    encoder.setQuality(JPEG_QUALITY)
    encoder.setSubSampling(SUBSAMPLING)
    const frame = { width, height, ...reserved(width, height) }
    encoder.getDecodedBuffer({ ...frame, isSigned: false, subSampling: SUBSAMPLING }).set(data)
    encoder.encode()
    return new Uint8Array(encoder.getEncodedBuffer())
  } finally {
    encoder.delete()
  }
}

/**
 * The encoder reserves as many bytes for the file as for the pixels, which is too little for a small
 * picture. So a small picture is declared to have more samples, which the encoder does not read.
 */
function reserved(width: number, height: number) {
  if (width * height >= SMALL) return { componentCount: 3, bitsPerSample: 8 }
  const padded = (length: number) => 16 * Math.ceil(length / 16)
  const most = 3 * padded(width) * padded(height) + 2048
  const bytes = Math.ceil(most / (width * height))
  const componentCount = Math.min(255, Math.max(3, bytes))
  return { componentCount, bitsPerSample: 8 * Math.ceil(bytes / componentCount) }
}

/**
 * Encodes pixels of four channels as WebP. The method is from 0 (fast) to 6 (small).
 */
export function encodeWebp(encoder: WebpEncoder, pixels: Pixels, method = 2): Uint8Array {
  const { width, height, data } = pixels
  const file = encoder.encode(data, width, height, { ...WEBP, quality: WEBP_QUALITY, method })
  if (!file) throw new Error('the WebP encoder has failed')
  return new Uint8Array(file)
}

/** The default options of libwebp. Its wrapper needs all of them. */
const WEBP = {
  ...{ target_size: 0, target_PSNR: 0, sns_strength: 50, filter_strength: 60, filter_sharpness: 0 },
  ...{ filter_type: 1, partitions: 0, segments: 4, pass: 1, show_compressed: 0, preprocessing: 0 },
  ...{ autofilter: 0, partition_limit: 0, alpha_compression: 1, alpha_filtering: 1 },
  ...{ alpha_quality: 100, lossless: 0, exact: 0, image_hint: 0, emulate_jpeg_size: 0 },
  ...{ thread_level: 0, low_memory: 0, near_lossless: 100, use_delta_palette: 0, use_sharp_yuv: 0 },
}
