import { useSignedUrls } from 'supabase-social/react'
import { sizesOf, sourcesOf } from '../lib/picture-sources.ts'
import { placeholderOf } from '../lib/thumbhash.ts'
import styles from './picture.module.css'

interface PictureProps {
  item: {
    path: string
    medium_path: string | null
    thumbnail_path: string | null
    thumbhash: string | null
    width: number
    height: number
    alt_text: string | null
  }
  /** `cover` fills the box of the parent, as in a grid. `whole` takes the shape of the picture. */
  fit: 'cover' | 'whole'
  /** Whether the small picture is enough. */
  isSmall?: boolean | undefined
  /** The width of the box divided by its height, if it does not have the shape of the picture. */
  shape?: number | undefined
  /** Whether the picture is in view when the page opens. */
  isFirst?: boolean | undefined
}

/** A picture in a box of its final size. The box shows a blur until the picture is there. */
export function Picture({ item, fit, isSmall, isFirst, shape }: PictureProps) {
  const thumbnail = isSmall && item.thumbnail_path
  const urls = useSignedUrls(thumbnail ? [thumbnail] : sizesOf(item))
  const { width, height } = item
  const sources = thumbnail
    ? { src: urls.get(thumbnail) }
    : sourcesOf(item, shape ?? width / height, (path) => urls.get(path))
  const ratio = fit === 'whole' ? { aspectRatio: `${width} / ${height}` } : undefined
  const blur = placeholderOf(item.thumbhash)
  return (
    <span
      className={styles.box}
      data-fit={fit}
      style={{ ...ratio, ...(blur && { backgroundImage: `url(${blur})` }) }}
    >
      {sources.src && (
        <img
          {...sources}
          alt={item.alt_text ?? ''}
          width={width}
          height={height}
          loading={isFirst ? 'eager' : 'lazy'}
          fetchPriority={isFirst ? 'high' : 'auto'}
          // The first picture is there already, and must not blink when React shows it again.
          decoding={isFirst ? 'sync' : 'async'}
        />
      )}
    </span>
  )
}
