import type { Page } from 'playwright-core'

declare const document: {
  createElement(name: 'canvas'): {
    width: number
    height: number
    getContext(kind: '2d'): { fillStyle: string; fillRect(...box: number[]): void }
    toDataURL(type: string): string
  }
}

/** Chooses pictures for a new post, each a plane of one color, which has a medium size. */
export async function choosePictures(page: Page, ...colours: string[]): Promise<void> {
  const files = await Promise.all(colours.map((colour) => paint(page, colour)))
  await page.locator('input[type=file]').setInputFiles(files)
}

async function paint(page: Page, colour: string) {
  const address = await page.evaluate((fill) => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 1200, height: 900 })
    const context = canvas.getContext('2d')
    context.fillStyle = fill
    context.fillRect(0, 0, 1200, 900)
    return canvas.toDataURL('image/jpeg')
  }, colour)
  const buffer = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
  return { name: `${colour}.jpg`, mimeType: 'image/jpeg', buffer }
}
