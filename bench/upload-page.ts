import { createClient } from '@supabase/supabase-js'
import { createSocial } from '../src/sdk/client.ts'

/** How an app uploads several pictures. */
export type Way = 'one after the other' | 'all at once'

/** What `npm run bench:upload` does in a page of Chromium. */
export interface App {
  signIn(login: { url: string; key: string; email: string; password: string }): Promise<void>
  /** Paints pictures of 12 megapixels from photographs. Returns their bytes in all. */
  paint(photographs: string[], count: number): Promise<number>
  /** Uploads all pictures, and returns the milliseconds. */
  upload(way: Way): Promise<number>
}

/** A painted picture has as many photographs, so that it has fine details everywhere. */
const [ACROSS, DOWN, EDGE] = [4, 3, 1000]

let social: ReturnType<typeof createSocial>
const pictures: Blob[] = []

const app: App = {
  async signIn({ url, key, email, password }) {
    social = createSocial(createClient(url, key))
    const { error } = await social.auth.signIn({ email, password })
    if (error) throw error
  },
  async paint(photographs, count) {
    const bitmaps = await Promise.all(
      photographs.map(async (text) => createImageBitmap(await (await fetch(text)).blob())),
    )
    const canvas = new OffscreenCanvas(ACROSS * EDGE, DOWN * EDGE)
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    for (let number = 0; number < count; number++) {
      for (let place = 0; place < ACROSS * DOWN; place++) {
        const bitmap = bitmaps[(number * 5 + place) % bitmaps.length] as ImageBitmap
        const part = Math.min(bitmap.width, bitmap.height)
        const [x, y] = [(place % ACROSS) * EDGE, Math.floor(place / ACROSS) * EDGE]
        context.drawImage(bitmap, 0, 0, part, part, x, y, EDGE, EDGE)
      }
      pictures.push(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 }))
    }
    return pictures.reduce((sum, { size }) => sum + size, 0)
  },
  async upload(way) {
    const started = performance.now()
    const send = async (picture: Blob) => {
      const { error } = await social.media.upload(picture)
      if (error) throw error
    }
    if (way === 'all at once') await Promise.all(pictures.map(send))
    else for (const picture of pictures) await send(picture)
    return performance.now() - started
  },
}

Object.assign(globalThis, { app })
