import { convertHeic } from '../../src/heic/index.ts'

/** Functions that run in a page of a browser. Files are passed as base64 text. */
export interface App {
  convert(bytes: string, type: string): Promise<Converted>
}

export interface Converted {
  isUnchanged: boolean
  type: string
  /** The size of the converted picture, and the colors in its corners, row by row. */
  width: number
  height: number
  corners: number[][]
  /** How coarsely a JPEG stores its mean colors: 8 at quality 75, and 3 at quality 90. */
  step: number
  /** How long the conversion took, in milliseconds. */
  time: number
}

const app: App = {
  async convert(bytes, type) {
    const file = new Blob([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], {
      type,
    })
    const start = performance.now()
    const converted = await convertHeic(file)
    const time = performance.now() - start
    const isUnchanged = converted === file
    const seen = isUnchanged ? { width: 0, height: 0, corners: [], step: 0 } : await look(converted)
    return { isUnchanged, type: converted.type, ...seen, time }
  },
}

async function look(picture: Blob) {
  const bitmap = await createImageBitmap(picture)
  const { width, height } = bitmap
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (!context) throw new Error('There is no canvas here.')
  context.drawImage(bitmap, 0, 0)
  const corners = [4, height - 5].flatMap((y) =>
    [4, width - 5].map((x) => [...context.getImageData(x, y, 1, 1).data]),
  )
  const bytes = new Uint8Array(await picture.arrayBuffer())
  const table = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xdb)
  return { width, height, corners, step: bytes[table + 5] ?? 0 }
}

Object.assign(globalThis, { app })
