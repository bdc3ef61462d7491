import { ArrowUp } from 'lucide-react'
import { type KeyboardEvent, memo, type ReactNode, useMemo } from 'react'
import type { Post } from 'supabase-social'
import type { List } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { useNear } from '../../ui/near.ts'
import { PostCard } from './card/card.tsx'
import styles from './feed.module.css'

interface PostFeedProps {
  list: List<Post>
  label: string
  empty: ReactNode
  end?: string | undefined
  /** Whether to say why the feed shows each post. */
  withReasons?: boolean | undefined
}

/** Posts one below the other. The page keys move from post to post. */
export function PostFeed({ list, label, empty, end, withReasons }: PostFeedProps) {
  const { query, newCount, showNew } = list
  const pages = usePages(list)
  const showAndScroll = () => {
    showNew()
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <div role="status" className={styles.news}>
        {newCount > 0 && (
          <button type="button" className={styles.pill} onClick={showAndScroll}>
            <ArrowUp size={18} aria-hidden />
            {strings.home.newPosts(newCount)}
          </button>
        )}
      </div>
      <Endless list={list} skeleton="post" empty={empty} end={end}>
        {(posts) => (
          <div
            role="feed"
            aria-label={label}
            aria-busy={query.isFetchingNextPage}
            onKeyDown={moveFocus}
          >
            {pages.map((page, index) => (
              <FeedPage
                // biome-ignore lint/suspicious/noArrayIndexKey: pages only come at the end
                key={index}
                {...page}
                size={query.hasNextPage ? -1 : posts.length}
                withReason={withReasons}
              />
            ))}
          </div>
        )}
      </Endless>
    </>
  )
}

interface Page {
  posts: readonly Post[]
  /** The number of posts on the pages before it. */
  before: number
}

/** The posts of each page of the list, each post once. */
function usePages({ query, items }: List<Post>): Page[] {
  const pages = query.data?.pages
  return useMemo(() => {
    const left = new Set(items.map(({ id }) => id))
    let before = 0
    return (pages ?? []).map((page) => {
      const posts = page.items.filter(({ id }) => left.delete(id))
      before += posts.length
      return { posts, before: before - posts.length }
    })
  }, [pages, items])
}

interface FeedPageProps extends Page {
  size: number
  withReason?: boolean | undefined
}

/** How far from the window a whole page of posts goes away, in pixels: about twelve screens. */
const FAR = 10_000

/** Holds no posts while all of them are far away: 500 empty posts would slow down every frame. */
const FeedPage = memo(
  function FeedPage({ posts, before, size, withReason }: FeedPageProps) {
    const { ref, away } = useNear<HTMLDivElement>(`page of ${posts[0]?.id}`, FAR)
    return (
      <div ref={ref} className={styles.page} style={away === null ? undefined : { height: away }}>
        {away === null &&
          posts.map((post, index) => (
            <FeedItem
              key={post.id}
              post={post}
              position={before + index + 1}
              size={size}
              withReason={withReason}
            />
          ))}
      </div>
    )
  },
  (last, next) =>
    last.before === next.before &&
    last.size === next.size &&
    last.withReason === next.withReason &&
    last.posts.length === next.posts.length &&
    last.posts.every((post, index) => post === next.posts[index]),
)

interface FeedItemProps {
  post: Post
  position: number
  /** The number of posts, or -1 while it is unknown. */
  size: number
  withReason?: boolean | undefined
}

/** Renders again only if its post changes, so that a long feed stays fast, and is empty while it is far away. */
const FeedItem = memo(function FeedItem(props: FeedItemProps) {
  const { post, position, size, withReason } = props
  const { ref, away } = useNear<HTMLElement>(post.id)
  return (
    <article
      ref={ref}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the posts of a feed take the focus
      tabIndex={0}
      aria-posinset={position}
      aria-setsize={size}
      aria-label={strings.post.by(post.author_display_name ?? post.author_username)}
      className={styles.post}
      style={away === null ? undefined : { height: away }}
    >
      {away === null && <PostCard post={post} isFirst={position === 1} withReason={withReason} />}
    </article>
  )
})

/** Page Down and Page Up go to the next and the previous post, as screen readers expect of a feed. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0
  const here = (event.target as Element).closest('article')
  if (step === 0 || !here) return
  const posts = [...event.currentTarget.querySelectorAll('article')]
  const next = posts[posts.indexOf(here) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'start' })
}
