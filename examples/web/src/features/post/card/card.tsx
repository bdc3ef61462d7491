import { Link } from '@tanstack/react-router'
import { Pin } from 'lucide-react'
import type { Post } from 'supabase-social'
import { RichText } from '../../../lib/rich-text.tsx'
import { strings } from '../../../strings.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Time } from '../../../ui/time.tsx'
import { PostActions } from './actions.tsx'
import styles from './card.module.css'
import { PostMedia } from './media.tsx'
import { PostMenu } from './menu.tsx'
import { describeReason } from './reason.ts'

interface PostCardProps {
  post: Post
  /** Whether the first picture is in view when the page opens. */
  isFirst?: boolean | undefined
  /** Whether the card is the content of the page of the post. */
  isAlone?: boolean | undefined
  /** Whether to say why a feed shows the post. */
  withReason?: boolean | undefined
}

/** A post with everything that a person can do with it. */
export function PostCard({ post, isFirst, isAlone, withReason }: PostCardProps) {
  const reason = withReason ? describeReason(post.reason) : null
  return (
    <>
      <header className={styles.header}>
        <Author post={post} />
        <PostMenu post={post} isAlone={isAlone} />
      </header>
      {reason && <p className={styles.reason}>{reason}</p>}
      <PostMedia post={post} isFirst={isFirst} />
      <PostActions post={post} />
      {post.caption && (
        <p className={styles.caption}>
          <RichText text={post.caption} mentions={post.mentions} hashtags={post.hashtags} />
        </p>
      )}
    </>
  )
}

function Author({ post }: { post: Post }) {
  const { id, author_username: username, author_display_name, author_avatar_path } = post
  const name = author_display_name ?? username
  return (
    <>
      <Avatar path={author_avatar_path} name={name} />
      <div className={styles.author}>
        <Link to="/u/$username" params={{ username }} className={styles.name} id={`author-${id}`}>
          {name}
        </Link>
        <p className="soft small">
          <Link to="/p/$postId" params={{ postId: id }} className={styles.when}>
            <Time at={post.created_at} />
          </Link>
          {post.edited_at && ` · ${strings.post.edited}`}
          {post.visibility !== 'public' && ` · ${strings.post.visibility[post.visibility]}`}
          {post.pinned_at && (
            <>
              {' · '}
              <Pin size={14} aria-hidden /> {strings.post.pinned}
            </>
          )}
        </p>
      </div>
    </>
  )
}
