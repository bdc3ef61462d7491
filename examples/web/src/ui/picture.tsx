import { useSignedUrls } from 'supabase-social/react'
import { placeholderOf } from '../lib/thumbhash.ts'
import styles from './picture.module.css'

interface PictureProps {
  item: {
    path: string
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
  /** Whether the picture is in view when the page opens. */
  isFirst?: boolean | undefined
}

/** A picture in a box of its final size. The box shows a blur until the picture is there. */
export function Picture({ item, fit, isSmall, isFirst }: PictureProps) {
  const path = (isSmall && item.thumbnail_path) || item.path
  const url = useSignedUrls([path]).get(path)
  const shape = fit === 'whole' ? { aspectRatio: `${item.width} / ${item.height}` } : undefined
  const blur = placeholderOf(item.thumbhash)
  return (
    <span
      className={styles.box}
      data-fit={fit}
      style={{ ...shape, ...(blur && { backgroundImage: `url(${blur})` }) }}
    >
      {url && (
        <img
          src={url}
          alt={item.alt_text ?? ''}
          width={item.width}
          height={item.height}
          loading={isFirst ? 'eager' : 'lazy'}
          fetchPriority={isFirst ? 'high' : 'auto'}
          // The first picture is there already, and must not blink when React shows it again.
          decoding={isFirst ? 'sync' : 'async'}
        />
      )}
    </span>
  )
}
