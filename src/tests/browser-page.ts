import { createClient } from '@supabase/supabase-js'
import { createSocial } from '../sdk/client.ts'
import type { UploadOptions } from '../sdk/resources/media.ts'

/** What a test in Chromium calls within the page. Bytes go in and out as base64. */
export interface App {
  signIn(login: Login): Promise<string | undefined>
  upload(bytes: string, type: string, options: UploadIn): Promise<Uploaded>
  /** Gives the upload up. */
  abort(): void
  /** A photograph: its left half red, its right half blue. */
  photograph(width: number, height: number): Promise<string>
  look(bytes: string, type: string): Promise<Look>
}

interface Login {
  url: string
  key: string
  email: string
  password: string
}

export interface UploadIn extends Pick<UploadOptions, 'id' | 'purpose'> {
  /** Does not ask how far it is. */
  isDeaf?: boolean
  /** Gives up as soon as so much is done. */
  abortAt?: number
}

export interface Uploaded {
  code: string | undefined
  media: { id: string; path: string; mime_type: string; width: number; height: number } | null
  progress: number[]
}

export interface Look {
  width: number
  height: number
  /** Red, green, blue, alpha: in the middle of the upper half, and of the lower. */
  upper: number[]
  lower: number[]
}

let social: ReturnType<typeof createSocial>
let controller: AbortController

const app: App = {
  async signIn({ url, key, email, password }) {
    // What apps add, and supabase-js where it traces: a page has to be allowed to send it.
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
    return { code: error?.code, media: data, progress }
  },
  abort: () => controller.abort(),
  async photograph(width, height) {
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('There is no canvas here.')
    for (const [half, colour] of ['red', 'blue'].entries()) {
      context.fillStyle = colour
      context.fillRect((half * width) / 2, 0, width / 2, height)
    }
    // As a photograph has it: noise, so that it is no small file.
    for (let at = 0; at < 60_000; at++) {
      context.fillStyle = `rgba(${Math.random() * 255}, 0, ${Math.random() * 255}, 0.2)`
      context.fillRect(Math.random() * width, Math.random() * height, 12, 12)
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })
    return toBase64(new Uint8Array(await blob.arrayBuffer()))
  },
  async look(bytes, type) {
    const bitmap = await createImageBitmap(new Blob([fromBase64(bytes)], { type }))
    const { width, height } = bitmap
    const mean = (y: number) => {
      const context = new OffscreenCanvas(1, 1).getContext('2d')
      if (context) context.imageSmoothingQuality = 'high'
      context?.drawImage(bitmap, width / 2 - 50, y - 50, 100, 100, 0, 0, 1, 1)
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])]
    }
    return { width, height, upper: mean(height / 4), lower: mean((height * 3) / 4) }
  },
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

Object.assign(globalThis, { app })
