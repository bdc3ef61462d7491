import type { Browser, Page } from 'playwright-core'

/** The longer side of the pictures that are compared. Larger pictures are scaled down. */
const EDGE = 600

/** What a browser shows of a picture. */
export interface Shown {
  /** The share of the pixels that the browser paints, from 0 to 1. */
  painted: number
  /** The average difference to a second picture on the painted pixels, from 0 to 1. */
  difference: number | null
}

/** A page that shows pictures, and looks at their pixels. */
export interface Screen {
  /** Shows a picture, and compares it with another picture if one is given. */
  show(bytes: Buffer, type: string, other?: Buffer): Promise<Shown>
  close(): Promise<void>
}

export async function openScreen(browser: Browser): Promise<Screen> {
  const page = await browser.newPage()
  return {
    show: (bytes, type, other) => show(page, bytes, type, other),
    close: () => page.close(),
  }
}

function show(page: Page, bytes: Buffer, type: string, other?: Buffer): Promise<Shown> {
  const files = [bytes, ...(other ? [other] : [])].map((file) => file.toString('base64'))
  return page.evaluate(
    async ([first, second, firstType, edge]) => {
      const load = async (base64: string, kind: string): Promise<HTMLImageElement | null> => {
        const image = new Image()
        const loaded = new Promise<boolean>((resolve) => {
          image.onload = () => resolve(true)
          image.onerror = () => resolve(false)
        })
        image.src = `data:${kind};base64,${base64}`
        return (await loaded) && image.naturalWidth > 0 ? image : null
      }
      const pixels = (image: HTMLImageElement, width: number, height: number) => {
        const canvas = new OffscreenCanvas(width, height)
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
        context.drawImage(image, 0, 0, width, height)
        return context.getImageData(0, 0, width, height).data
      }
      const image = await load(first as string, firstType as string)
      if (!image) return { painted: 0, difference: null }
      const scale = Math.min(1, edge / Math.max(image.naturalWidth, image.naturalHeight))
      const width = Math.max(1, Math.round(image.naturalWidth * scale))
      const height = Math.max(1, Math.round(image.naturalHeight * scale))
      const seen = pixels(image, width, height)
      const compared = second ? await load(second, '') : null
      const others = compared && pixels(compared, width, height)
      let [painted, distance] = [0, 0]
      for (let at = 0; at < seen.length; at += 4) {
        if ((seen[at + 3] as number) === 0) continue
        painted++
        for (let channel = 0; channel < 3; channel++) {
          const place = at + channel
          distance += Math.abs((seen[place] as number) - (others?.[place] ?? 0))
        }
      }
      const difference = others && painted ? distance / painted / 3 / 255 : null
      return { painted: painted / (width * height), difference }
    },
    [files[0], files[1], type, EDGE] as const,
  )
}
