import type { MediaItem } from 'supabase-social'

type Sizes = Pick<MediaItem, 'path' | 'medium_path' | 'width' | 'height'>

/** The longer side of the medium size in pixels. */
const MEDIUM = 1080
/** The largest width of a picture in a list of posts, as `--column` in theme.css. */
const COLUMN = 620

/** The paths of the sizes among which the browser chooses. */
export function sizesOf({ path, medium_path }: Pick<Sizes, 'path' | 'medium_path'>): string[] {
  return medium_path ? [medium_path, path] : [path]
}

interface Sources {
  srcSet?: string
  sizes?: string
  src: string | undefined
}

/**
 * The attributes of an image that fills a box as wide as the column. `shape` is the width of the box
 * divided by its height. A picture that is wider than the box is cropped at its sides, so its files
 * need more pixels than the box has.
 */
export function sourcesOf(
  item: Sizes,
  shape: number,
  urlOf: (path: string) => string | null | undefined,
): Sources {
  const { path, medium_path, width, height } = item
  const src = urlOf(path) ?? undefined
  const medium = medium_path && urlOf(medium_path)
  if (!src || !medium) return { src }
  const mediumWidth = Math.round((MEDIUM * width) / Math.max(width, height))
  const cropped = Math.max(1, width / height / shape)
  return {
    srcSet: `${medium} ${mediumWidth}w, ${src} ${width}w`,
    sizes: `calc(${cropped.toFixed(2)} * min(100vw, ${COLUMN}px))`,
    src,
  }
}
