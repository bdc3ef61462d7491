/** Pixels of 8 bits: red, green and blue, and with 4 channels also alpha. */
export interface Pixels {
  width: number
  height: number
  channels: 3 | 4
  data: Uint8Array
}

/** The width and height of a picture. */
export interface Extent {
  width: number
  height: number
}

/** Returns the size of a picture after it was reduced to this length of the longer side. */
export function fitted({ width, height }: Extent, edge: number): Extent {
  const scale = Math.min(1, edge / Math.max(width, height))
  const reduced = (length: number) => Math.max(1, Math.round(length * scale))
  return { width: reduced(width), height: reduced(height) }
}

/** For each pixel of a reduced line: the first and the last pixel it covers, and their weights. */
interface Spans {
  first: Int32Array
  last: Int32Array
  firstWeight: Float32Array
  lastWeight: Float32Array
}

function spansOf(length: number, reduced: number): Spans {
  const spans = {
    first: new Int32Array(reduced),
    last: new Int32Array(reduced),
    firstWeight: new Float32Array(reduced),
    lastWeight: new Float32Array(reduced),
  }
  const step = length / reduced
  for (let place = 0; place < reduced; place++) {
    const [from, to] = [place * step, Math.min(length, (place + 1) * step)]
    const first = Math.min(length - 1, Math.floor(from + 1e-9))
    const last = Math.max(first, Math.min(length - 1, Math.ceil(to - 1e-9) - 1))
    spans.first[place] = first
    spans.last[place] = last
    spans.firstWeight[place] = (last === first ? to - from : first + 1 - from) / step
    spans.lastWeight[place] = last === first ? 0 : (to - last) / step
  }
  return spans
}

/**
 * Reduces a picture row by row: each pixel of the result is the mean of the area that it covers.
 * Only the result and two rows are in memory, so a decoder can pass on rows of a picture that would
 * not fit into memory.
 */
export class Reducer {
  readonly result: Pixels
  #width: number
  #height: number
  #stride: number
  #spans: Spans
  #rows: Spans
  #line: Float32Array
  #sums: Float32Array
  #row = 0
  #target = 0

  /** The rows to add may have 4 channels although the result has 3: if they are opaque. */
  constructor({ width, height }: Extent, channels: 3 | 4, size: Extent, stride: 3 | 4 = channels) {
    const data = new Uint8Array(size.width * size.height * channels)
    if (channels === 3) data.fill(255)
    this.result = { ...size, channels, data }
    this.#width = width
    this.#height = height
    this.#stride = stride
    this.#spans = spansOf(width, size.width)
    this.#rows = spansOf(height, size.height)
    this.#line = new Float32Array(size.width * channels)
    this.#sums = new Float32Array(size.width * channels)
  }

  /** The number of rows that were added. */
  get rows(): number {
    return this.#row
  }

  /** Adds the next row, which begins at this place of these bytes. */
  add(bytes: Uint8Array, at: number): void {
    const { result } = this
    if (this.#row >= this.#height) return
    const isCopied = result.width === this.#width && result.height === this.#height
    if (isCopied && this.#stride === result.channels) {
      const length = result.width * result.channels
      result.data.set(bytes.subarray(at, at + length), length * this.#row++)
      return
    }
    if (result.channels === 3) this.#addOpaque(bytes, at)
    else this.#addTransparent(bytes, at)
    this.#spread()
    this.#row++
  }

  #addOpaque(bytes: Uint8Array, at: number): void {
    const { first, last, firstWeight, lastWeight } = this.#spans
    const [line, stride] = [this.#line, this.#stride]
    const inner = this.result.width / this.#width
    for (let place = 0, to = 0; place < first.length; place++, to += 3) {
      let from = at + stride * (first[place] as number)
      const end = at + stride * (last[place] as number)
      const weight = firstWeight[place] as number
      let red = weight * (bytes[from] as number)
      let green = weight * (bytes[from + 1] as number)
      let blue = weight * (bytes[from + 2] as number)
      if (end > from) {
        let reds = 0
        let greens = 0
        let blues = 0
        for (from += stride; from < end; from += stride) {
          reds += bytes[from] as number
          greens += bytes[from + 1] as number
          blues += bytes[from + 2] as number
        }
        const tail = lastWeight[place] as number
        red += inner * reds + tail * (bytes[end] as number)
        green += inner * greens + tail * (bytes[end + 1] as number)
        blue += inner * blues + tail * (bytes[end + 2] as number)
      }
      line[to] = red
      line[to + 1] = green
      line[to + 2] = blue
    }
  }

  /** Weights each color by its alpha, because the color of a transparent pixel is not seen. */
  #addTransparent(bytes: Uint8Array, at: number): void {
    const { first, last, firstWeight, lastWeight } = this.#spans
    const line = this.#line
    const inner = this.result.width / this.#width
    for (let place = 0, to = 0; place < first.length; place++, to += 4) {
      const begin = first[place] as number
      const end = last[place] as number
      let red = 0
      let green = 0
      let blue = 0
      let alpha = 0
      for (let pixel = begin, from = at + 4 * begin; pixel <= end; pixel++, from += 4) {
        const part =
          pixel === begin ? firstWeight[place] : pixel === end ? lastWeight[place] : inner
        const weight = (part as number) * (bytes[from + 3] as number)
        red += weight * (bytes[from] as number)
        green += weight * (bytes[from + 1] as number)
        blue += weight * (bytes[from + 2] as number)
        alpha += weight
      }
      line[to] = red
      line[to + 1] = green
      line[to + 2] = blue
      line[to + 3] = alpha
    }
  }

  /** Adds the reduced line to the row or the two rows of the result that it lies in. */
  #spread(): void {
    const { first, last, firstWeight, lastWeight } = this.#rows
    const inner = this.result.height / this.#height
    while (this.#target < this.result.height) {
      const target = this.#target
      const [begin, end] = [first[target] as number, last[target] as number]
      if (begin > this.#row) return
      const weight =
        this.#row === begin ? firstWeight[target] : this.#row === end ? lastWeight[target] : inner
      const [line, sums] = [this.#line, this.#sums]
      for (let i = 0; i < sums.length; i++) {
        sums[i] = (sums[i] as number) + (weight as number) * (line[i] as number)
      }
      if (this.#row < end) return
      this.#finishRow()
    }
  }

  #finishRow(): void {
    const { width, channels, data } = this.result
    const sums = this.#sums
    const from = width * channels * this.#target++
    if (channels === 3) {
      for (let i = 0; i < sums.length; i++) data[from + i] = (sums[i] as number) + 0.5
    } else {
      for (let i = 0; i < sums.length; i += 4) {
        const alpha = sums[i + 3] as number
        if (alpha < 0.5) continue
        data[from + i] = (sums[i] as number) / alpha + 0.5
        data[from + i + 1] = (sums[i + 1] as number) / alpha + 0.5
        data[from + i + 2] = (sums[i + 2] as number) / alpha + 0.5
        data[from + i + 3] = alpha + 0.5
      }
    }
    sums.fill(0)
  }
}

/** Reduces pixels to this size, or returns them if they have it already. */
export function reduce(pixels: Pixels, size: Extent): Pixels {
  if (size.width === pixels.width && size.height === pixels.height) return pixels
  const reducer = new Reducer(pixels, pixels.channels, size)
  const length = pixels.width * pixels.channels
  for (let row = 0; row < pixels.height; row++) reducer.add(pixels.data, row * length)
  return reducer.result
}

/** Reduces pixels to this size, and removes an alpha that is nowhere transparent. */
export function reduceStill(pixels: Pixels, size: Extent): Pixels {
  if (pixels.channels === 3 || isTransparent(pixels)) return reduce(pixels, size)
  const reducer = new Reducer(pixels, 3, size, 4)
  for (let row = 0; row < pixels.height; row++) reducer.add(pixels.data, row * pixels.width * 4)
  return reducer.result
}

/** Cuts the largest square out of the middle. */
export function square({ width, height, channels, data }: Pixels): Pixels {
  const edge = Math.min(width, height)
  const [left, top] = [(width - edge) >> 1, (height - edge) >> 1]
  return cut({ width, height, channels, data }, { left, top, width: edge, height: edge })
}

/** Cuts a rectangle out. */
export function cut(
  pixels: Pixels,
  { left, top, width, height }: Extent & { left: number; top: number },
): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels
  const { channels, data } = pixels
  const part = new Uint8Array(width * height * channels)
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * pixels.width + left) * channels
    part.set(data.subarray(from, from + width * channels), row * width * channels)
  }
  return { width, height, channels, data: part }
}

/**
 * Turns or mirrors pixels upright. The orientation is that of EXIF: 1 is upright, 6 needs a turn
 * to the right.
 */
export function turn(pixels: Pixels, orientation: number): Pixels {
  if (orientation < 2 || orientation > 8) return pixels
  const { width, height, channels, data } = pixels
  const isTurned = orientation >= 5
  const [wide, high] = isTurned ? [height, width] : [width, height]
  const turned = new Uint8Array(data.length)
  const isFlippedX = [2, 3, 6, 7].includes(orientation)
  const isFlippedY = [3, 4, 7, 8].includes(orientation)
  for (let y = 0, to = 0; y < high; y++) {
    const line = isFlippedY ? high - 1 - y : y
    const [column, step] = isFlippedX ? [wide - 1, -1] : [0, 1]
    let from = (isTurned ? column * width + line : line * width + column) * channels
    const stride = (isTurned ? step * width : step) * channels
    for (let x = 0; x < wide; x++, from += stride, to += channels) {
      turned[to] = data[from] as number
      turned[to + 1] = data[from + 1] as number
      turned[to + 2] = data[from + 2] as number
      if (channels === 4) turned[to + 3] = data[from + 3] as number
    }
  }
  return { width: wide, height: high, channels, data: turned }
}

/** Returns whether a pixel is not opaque. */
export function isTransparent({ channels, data }: Pixels): boolean {
  if (channels === 3) return false
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true
  return false
}

/** Lays pixels on white and removes their alpha. */
export function flatten({ width, height, channels, data }: Pixels): Pixels {
  if (channels === 3) return { width, height, channels, data }
  const opaque = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3] as number
    const rest = 255 * (255 - alpha)
    opaque[to] = ((data[from] as number) * alpha + rest) / 255 + 0.5
    opaque[to + 1] = ((data[from + 1] as number) * alpha + rest) / 255 + 0.5
    opaque[to + 2] = ((data[from + 2] as number) * alpha + rest) / 255 + 0.5
  }
  return { width, height, channels: 3, data: opaque }
}

/** Adds an opaque alpha, if there is none. */
export function withAlpha({ width, height, channels, data }: Pixels): Pixels {
  if (channels === 4) return { width, height, channels, data }
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    pixels[to] = data[from] as number
    pixels[to + 1] = data[from + 1] as number
    pixels[to + 2] = data[from + 2] as number
  }
  return { width, height, channels: 4, data: pixels }
}
