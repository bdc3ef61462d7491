import { createClient } from '@supabase/supabase-js'
import { createSocial } from '../../src/sdk/client.ts'
import type { UploadOptions } from '../../src/sdk/resources/media.ts'
import type { Upload } from '../../src/sdk/types.ts'

/**
 * Functions that run in a page of Chromium. Tests call these functions and pass files as base64
 * text.
 */
export interface App {
  signIn(login: Login): Promise<string | undefined>
  upload(bytes: string, type: string, options: UploadIn): Promise<Uploaded>
  /** Uploads files at the same time, and returns the error codes. */
  uploadAll(files: [bytes: string, type: string][]): Promise<(string | undefined)[]>
  /** Aborts the running upload. */
  abort(): void
  /** Draws a JPEG photograph whose left half is red and whose right half is blue. */
  photograph(width: number, height: number): Promise<string>
  /** Draws a PNG of black and white vertical lines, each one pixel wide. */
  lines(width: number, height: number): Promise<string>
  look(bytes: string, type: string): Promise<Look>
}

interface Login {
  url: string
  key: string
  email: string
  password: string
}

export interface UploadIn extends Pick<UploadOptions, 'id' | 'purpose'> {
  /** If true, the upload has no progress callback. */
  isDeaf?: boolean
  /** The page aborts the upload when the progress reaches this value. */
  abortAt?: number
}

export interface Uploaded {
  code: string | undefined
  /** What the person reads about an error. */
  hint: string | null
  media: Upload | null
  progress: number[]
}

export interface Look {
  width: number
  height: number
  /**
   * The mean red, green, blue and alpha value of one row of pixels. The row `upper` lies in the
   * upper half of the picture, and the row `lower` in the lower half.
   */
  upper: number[]
  lower: number[]
  /** The red value of each pixel in the upper row. */
  reds: number[]
}

let social: ReturnType<typeof createSocial>
let controller: AbortController

const app: App = {
  async signIn({ url, key, email, password }) {
    // Apps and tracing tools add headers like these to requests. CORS must allow these headers.
    const headers = { 'x-app-version': '1', traceparent: '00-1-1-00' }
    social = createSocial(createClient(url, key, { global: { headers } }))
    const { error } = await social.auth.signIn({ email, password })
    return error?.code
  },
  async upload(bytes, type, { isDeaf, abortAt, ...given }) {
    const file = new File([fromBase64(bytes)], 'a file', { type })
    const progress: number[] = []
    controller = new AbortController()
    const onProgress = (done: number) => {
      progress.push(done)
      if (abortAt !== undefined && done >= abortAt) controller.abort()
    }
    const { data, error } = await social.media.upload(file, {
      ...given,
      ...(!isDeaf && { onProgress }),
      signal: controller.signal,
    })
    return { code: error?.code, hint: error?.hint ?? null, media: data, progress }
  },
  async uploadAll(files) {
    const uploads = files.map(([bytes, type]) =>
      social.media.upload(new Blob([fromBase64(bytes)], { type })),
    )
    return (await Promise.all(uploads)).map(({ error }) => error?.code)
  },
  abort: () => controller.abort(),
  async photograph(width, height) {
    const [canvas, context] = paper(width, height)
    for (const [half, colour] of ['red', 'blue'].entries()) {
      context.fillStyle = colour
      context.fillRect((half * width) / 2, 0, width / 2, height)
    }
    // Noise makes the JPEG file as large as a real photograph.
    for (let at = 0; at < 60_000; at++) {
      context.fillStyle = `rgba(${Math.random() * 255}, 0, ${Math.random() * 255}, 0.2)`
      context.fillRect(Math.random() * width, Math.random() * height, 12, 12)
    }
    return toBase64(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 }))
  },
  async lines(width, height) {
    const [canvas, context] = paper(width, height)
    context.fillStyle = 'white'
    context.fillRect(0, 0, width, height)
    context.fillStyle = 'black'
    for (let x = 0; x < width; x += 2) context.fillRect(x, 0, 1, height)
    return toBase64(await canvas.convertToBlob({ type: 'image/png' }))
  },
  async look(bytes, type) {
    const bitmap = await createImageBitmap(new Blob([fromBase64(bytes)], { type }))
    const { width, height } = bitmap
    const [, context] = paper(width, height)
    context.drawImage(bitmap, 0, 0)
    const upper = valuesOf(context.getImageData(width / 4, height / 4, width / 2, 1))
    const lower = valuesOf(context.getImageData(width / 4, (height * 3) / 4, width / 2, 1))
    return { width, height, upper: upper.map(mean), lower: lower.map(mean), reds: upper[0] ?? [] }
  },
}

function paper(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('There is no canvas here.')
  return [canvas, context] as const
}

/** Returns four lists: all red values, all green values, all blue values and all alpha values. */
function valuesOf({ data }: ImageData): number[][] {
  return [0, 1, 2, 3].map((band) => [...data].filter((_, at) => at % 4 === band))
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

async function toBase64(blob: Blob): Promise<string> {
  let text = ''
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte)
  return btoa(text)
}

Object.assign(globalThis, { app })
