import type { Extent, Pixels } from './pixels.ts'

/** A frame of an animation: pixels of 4 channels, and how they change the canvas. */
export interface Frame extends Extent {
  left: number
  top: number
  data: Uint8Array
  /** Whether transparent pixels let the canvas show through. Otherwise they replace it. */
  isBlended: boolean
  /** What happens to the canvas after the frame was shown. */
  disposal: 'keep' | 'clear' | 'restore'
  /** How long the frame is shown, in milliseconds. */
  delay: number
}

/** Draws the frames of an animation, as browsers do. */
export class Canvas {
  readonly pixels: Pixels
  #before: Uint8Array | null = null

  constructor({ width, height }: Extent) {
    this.pixels = { width, height, channels: 4, data: new Uint8Array(width * height * 4) }
  }

  draw(frame: Frame): void {
    const { width, height, data } = this.pixels
    if (frame.disposal === 'restore') this.#before = data.slice()
    const right = Math.min(width, frame.left + frame.width)
    const bottom = Math.min(height, frame.top + frame.height)
    for (let y = frame.top; y < bottom; y++) {
      const from = (y - frame.top) * frame.width * 4
      const to = (y * width + frame.left) * 4
      const length = (right - frame.left) * 4
      if (length <= 0) return
      if (frame.isBlended) blend(frame.data, from, data, to, length)
      else data.set(frame.data.subarray(from, from + length), to)
    }
  }

  /** Prepares the canvas for the next frame. */
  dispose({ disposal, left, top, width, height }: Frame): void {
    const { pixels } = this
    if (disposal === 'restore' && this.#before) pixels.data.set(this.#before)
    if (disposal !== 'clear') return
    const right = Math.min(pixels.width, left + width)
    for (let y = top; y < Math.min(pixels.height, top + height); y++) {
      pixels.data.fill(0, (y * pixels.width + left) * 4, (y * pixels.width + right) * 4)
    }
  }
}

/** Draws a line of pixels over another one. */
function blend(
  source: Uint8Array,
  from: number,
  target: Uint8Array,
  to: number,
  length: number,
): void {
  for (let i = 0; i < length; i += 4) {
    const alpha = source[from + i + 3] as number
    if (alpha === 0) continue
    const below = target[to + i + 3] as number
    if (alpha === 255 || below === 0) {
      for (let c = 0; c < 4; c++) target[to + i + c] = source[from + i + c] as number
      continue
    }
    const rest = (below * (255 - alpha)) / 255
    const whole = alpha + rest
    for (let c = 0; c < 3; c++) {
      const [over, under] = [source[from + i + c] as number, target[to + i + c] as number]
      target[to + i + c] = (over * alpha + under * rest) / whole + 0.5
    }
    target[to + i + 3] = whole + 0.5
  }
}
