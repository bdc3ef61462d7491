import { describe, expect, it } from 'vitest'
import { sizesOf, sourcesOf } from '../../examples/web/src/lib/picture-sources.ts'

const large = { path: 'a/display.jpg', medium_path: 'a/medium.jpg', width: 2048, height: 1536 }
const small = { ...large, medium_path: null }
const urlOf = (path: string) => `https://x.test/${path}?token=e30`

describe('the sources of a picture in the demo app', () => {
  it('are its two sizes, with their widths in pixels', () => {
    expect(sizesOf(large)).toEqual(['a/medium.jpg', 'a/display.jpg'])
    expect(sourcesOf(large, 4 / 3, urlOf)).toEqual({
      srcSet: `${urlOf('a/medium.jpg')} 1080w, ${urlOf('a/display.jpg')} 2048w`,
      sizes: 'calc(1.00 * min(100vw, 620px))',
      src: urlOf('a/display.jpg'),
    })
    const upright = { ...large, width: 1536, height: 2048 }
    expect(sourcesOf(upright, 0.8, urlOf).srcSet).toMatch(/ 810w, .* 1536w$/)
  })

  it('count the pixels of a picture that its box crops at the sides', () => {
    const panorama = { ...large, width: 2048, height: 512 }
    expect(sourcesOf(panorama, 2, urlOf).sizes).toBe('calc(2.00 * min(100vw, 620px))')
  })

  it('are the display file alone if the picture has no medium size, or no address of it', () => {
    expect(sizesOf(small)).toEqual(['a/display.jpg'])
    expect(sourcesOf(small, 1, urlOf)).toEqual({ src: urlOf('a/display.jpg') })
    const some = (path: string) => (path === 'a/display.jpg' ? urlOf(path) : null)
    expect(sourcesOf(large, 1, some)).toEqual({ src: urlOf('a/display.jpg') })
    expect(sourcesOf(large, 1, () => null)).toEqual({ src: undefined })
  })
})
