import { EyeOff, Heart } from 'lucide-react'
import { useState } from 'react'
import type { MediaItem, Post } from 'supabase-social'
import { useLike, useSession, useSignedUrls } from 'supabase-social/react'
import { placeholderOf } from '../../../lib/thumbhash.ts'
import { strings } from '../../../strings.ts'
import { Button } from '../../../ui/button.tsx'
import { Picture } from '../../../ui/picture.tsx'
import styles from './card.module.css'
import { Carousel } from './carousel.tsx'
import { shapeOf } from './shape.ts'

interface PostMediaProps {
  post: Post
  isFirst?: boolean | undefined
}

/** The pictures and videos of a post, in a box that never changes its size. */
export function PostMedia({ post, isFirst }: PostMediaProps) {
  const user = useSession()
  const [isRevealed, setIsRevealed] = useState(false)
  const [first] = post.media
  if (!first) return null
  const shape = shapeOf(first)
  const isCovered = post.is_sensitive && !isRevealed && post.author_id !== user?.id
  return (
    <div className={styles.media} style={{ aspectRatio: shape }}>
      {isCovered ? (
        <Cover post={post} first={first} onReveal={() => setIsRevealed(true)} />
      ) : (
        <Slides post={post} shape={shape} isFirst={isFirst} />
      )}
    </div>
  )
}

function Slides({ post, shape, isFirst }: PostMediaProps & { shape: number }) {
  const user = useSession()
  const { isLiked, toggle } = useLike(post)
  const [likes, setLikes] = useState(0)
  const likeByTap = () => {
    if (!user) return
    setLikes(likes + 1)
    if (!isLiked) toggle()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the button below
    <div className={styles.slides} onDoubleClick={likeByTap}>
      <Carousel label={strings.post.pictures(post.media.length)}>
        {post.media.map((item, index) => (
          <Slide key={item.id} item={item} shape={shape} isFirst={isFirst && index === 0} />
        ))}
      </Carousel>
      {likes > 0 && <Heart key={likes} aria-hidden className={styles.burst} />}
    </div>
  )
}

interface SlideProps {
  item: MediaItem
  shape: number
  isFirst?: boolean | undefined
}

function Slide({ item, shape, isFirst }: SlideProps) {
  if (item.mime_type.startsWith('video/')) return <Video item={item} />
  return <Picture item={item} fit="cover" shape={shape} isFirst={isFirst} />
}

function Video({ item }: { item: MediaItem }) {
  const { path, thumbnail_path: poster } = item
  const urls = useSignedUrls(poster ? [path, poster] : [path])
  const blur = placeholderOf(item.thumbhash)
  return (
    // biome-ignore lint/a11y/useMediaCaption: people upload videos without captions
    <video
      className={styles.video}
      style={blur ? { backgroundImage: `url(${blur})` } : undefined}
      src={urls.get(path)}
      poster={poster ? urls.get(poster) : undefined}
      controls
      playsInline
      preload="metadata"
      aria-label={item.alt_text ?? strings.post.video}
    />
  )
}

interface CoverProps {
  post: Post
  first: MediaItem
  onReveal: () => void
}

/** Hides a picture that may upset somebody, until they want to see it. */
function Cover({ post, first, onReveal }: CoverProps) {
  const blur = placeholderOf(first.thumbhash)
  return (
    <div className={styles.cover} style={blur ? { backgroundImage: `url(${blur})` } : undefined}>
      <div className={styles.coverText}>
        <EyeOff aria-hidden />
        <p>{post.sensitive_note ?? strings.post.sensitive}</p>
        <Button onClick={onReveal}>{strings.post.show}</Button>
      </div>
    </div>
  )
}
