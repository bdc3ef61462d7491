import { Link } from '@tanstack/react-router'
import { EyeOff, Images, Pin, Play } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { MediaItem, Post } from 'supabase-social'
import { type List, useSession, useSignedUrls } from 'supabase-social/react'
import { placeholderOf } from '../../lib/thumbhash.ts'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { News } from '../../ui/news.tsx'
import { Picture } from '../../ui/picture.tsx'
import styles from './grid.module.css'

interface PostGridProps {
  list: List<Post>
  label: string
  empty: ReactNode
  /** Whether all posts are by one person. The tiles then do not name the author. */
  isOfOne?: boolean | undefined
}

/** Posts as small square pictures. Each leads to its post. */
export function PostGrid({ list, label, empty, isOfOne }: PostGridProps) {
  return (
    <>
      <News count={list.newCount} label={strings.home.newPosts} onShow={list.showNew} />
      <Endless list={list} skeleton="grid" empty={empty}>
        {(posts) => (
          <ul className={styles.grid} aria-label={label}>
            {posts.map((post, index) => (
              <Tile key={post.id} post={post} isFirst={index < 6} isOfOne={isOfOne} />
            ))}
          </ul>
        )}
      </Endless>
    </>
  )
}

interface TileProps {
  post: Post
  isFirst: boolean
  isOfOne?: boolean | undefined
}

const Tile = memo(function Tile({ post, isFirst, isOfOne }: TileProps) {
  const [first] = post.media
  return (
    <li>
      <Link
        to="/p/$postId"
        params={{ postId: post.id }}
        className={styles.tile}
        aria-label={describe(post, isOfOne)}
      >
        {first ? (
          <Preview post={post} item={first} isFirst={isFirst} />
        ) : (
          <span className={styles.words}>{post.caption}</span>
        )}
        <span className={styles.marks}>
          {post.pinned_at && isOfOne && <Mark icon={<Pin size={16} aria-hidden />} />}
          {post.media.length > 1 && <Mark icon={<Images size={16} aria-hidden />} />}
          {first && isVideo(first) && <Mark icon={<Play size={16} aria-hidden />} />}
        </span>
      </Link>
    </li>
  )
})

function Mark({ icon }: { icon: ReactNode }) {
  return <span className={styles.mark}>{icon}</span>
}

function Preview({ post, item, isFirst }: { post: Post; item: MediaItem; isFirst: boolean }) {
  const user = useSession()
  if (post.is_sensitive && post.author_id !== user?.id) {
    const blur = placeholderOf(item.thumbhash)
    return (
      <span className={styles.cover} style={blur ? { backgroundImage: `url(${blur})` } : undefined}>
        <Mark icon={<EyeOff size={20} aria-hidden />} />
      </span>
    )
  }
  if (isVideo(item) && !item.thumbnail_path) return <FirstFrame path={item.path} />
  return <Picture item={item} fit="cover" isSmall isFirst={isFirst} />
}

/** The first frame stands in for a poster that was lost. */
function FirstFrame({ path }: { path: string }) {
  const url = useSignedUrls([path]).get(path)
  return url ? <video src={`${url}#t=0.1`} muted preload="metadata" aria-hidden /> : null
}

function isVideo({ mime_type }: MediaItem): boolean {
  return mime_type.startsWith('video/')
}

/** Says in a few words what the post shows. */
function describe(post: Post, isOfOne?: boolean): string {
  const text = post.is_sensitive
    ? strings.post.sensitive
    : (post.media[0]?.alt_text ?? post.caption ?? strings.post.untitled)
  const words = text.length > 120 ? `${text.slice(0, 119)}…` : text
  const name = post.author_display_name ?? post.author_username
  return isOfOne ? words : `${strings.post.by(name)}: ${words}`
}
