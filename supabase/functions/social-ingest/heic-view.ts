import { assertIntact } from './bytes.ts'
import { Fields, type Heif, type Size } from './heif-meta.ts'

/**
 * Shows a rectangle of pixels turned, mirrored or cropped: the pixel in column x and row y of the
 * view is the pixel (left + x * right.x + y * down.x, top + x * right.y + y * down.y).
 */
export interface View {
  width: number
  height: number
  left: number
  top: number
  right: Step
  down: Step
}

interface Step {
  x: number
  y: number
}

/**
 * Returns the view that the container describes. Ignores the orientation in EXIF as the standard
 * says, because phones write both, and nothing may be turned twice.
 */
export function uprightView(heif: Heif, { width, height }: Size, scale: number): View {
  let view: View = {
    width: Math.max(1, Math.floor(width / scale)),
    height: Math.max(1, Math.floor(height / scale)),
    left: 0,
    top: 0,
    right: { x: 1, y: 0 },
    down: { x: 0, y: 1 },
  }
  for (const { type, body, end } of heif.properties.get(heif.primary) ?? []) {
    const fields = new Fields(heif.bytes, body, end)
    if (type === 'clap') view = cropped(view, fields, scale)
    if (type === 'irot')
      for (let turns = fields.uint(1) & 3; turns > 0; turns--) view = turned(view)
    if (type === 'imir') view = fields.uint(1) & 1 ? mirrored(view) : mirrored(turned(turned(view)))
  }
  return view
}

/** Turns a view counterclockwise by 90 degrees. */
function turned({ width, height, left, top, right, down }: View): View {
  return {
    width: height,
    height: width,
    left: left + (width - 1) * right.x,
    top: top + (width - 1) * right.y,
    right: down,
    down: { x: -right.x, y: -right.y },
  }
}

/** Exchanges left and right. */
function mirrored(view: View): View {
  const { width, left, top, right } = view
  return {
    ...view,
    left: left + (width - 1) * right.x,
    top: top + (width - 1) * right.y,
    right: { x: -right.x, y: -right.y },
  }
}

/** Keeps the rectangle of a `clap`: its size, and the distance between both centres, as fractions. */
function cropped(view: View, fields: Fields, scale: number): View {
  const [width, height, x, y] = Array.from({ length: 4 }, () => {
    const [numerator, denominator] = [fields.uint(4) | 0, fields.uint(4)]
    assertIntact(denominator > 0)
    return numerator / denominator / scale
  }) as [number, number, number, number]
  const [left, kept] = range(view.width, width, x)
  const [top, keptRows] = range(view.height, height, y)
  return {
    ...view,
    width: kept,
    height: keptRows,
    left: view.left + left * view.right.x + top * view.down.x,
    top: view.top + left * view.right.y + top * view.down.y,
  }
}

/** Returns the first position and the length of what is kept, never outside of what there is. */
function range(length: number, kept: number, offset: number): [number, number] {
  const start = Math.round(offset + (length - kept) / 2)
  const from = Math.min(Math.max(start, 0), length - 1)
  const end = Math.min(Math.max(start + Math.round(kept), from + 1), length)
  return [from, end - from]
}
