import { Link } from '@tanstack/react-router'
import { Bookmark, Heart, MessageSquareText, Share2 } from 'lucide-react'
import type { Post } from 'supabase-social'
import { useLike, useSave } from 'supabase-social/react'
import { useRequireLogin } from '../../../app/require-login.ts'
import { sharePost } from '../../../lib/share.ts'
import { strings } from '../../../strings.ts'
import { IconButton } from '../../../ui/button.tsx'
import styles from './card.module.css'

/** Like, comment, share and save. */
export function PostActions({ post }: { post: Post }) {
  const requireLogin = useRequireLogin()
  const like = useLike(post)
  const save = useSave(post)
  const { id } = post
  return (
    <div className={styles.actions}>
      <IconButton
        label={strings.post.like}
        isPressed={like.isLiked}
        className={styles.like}
        onClick={() => requireLogin(like.toggle)}
      >
        <Heart aria-hidden className={like.isLiked ? styles.filledHeart : undefined} />
      </IconButton>
      <Link
        to="/p/$postId/likes"
        params={{ postId: id }}
        className={styles.count}
        aria-label={strings.post.showLikers(like.likeCount)}
      >
        {like.likeCount.toLocaleString('en')}
      </Link>
      <Link
        to="/p/$postId"
        params={{ postId: id }}
        hash="comments"
        className={styles.comments}
        aria-label={strings.post.openComments(post.comment_count)}
      >
        <MessageSquareText aria-hidden />
        {post.comment_count.toLocaleString('en')}
      </Link>
      <span className={styles.space} />
      <IconButton label={strings.post.share} onClick={() => sharePost(post)}>
        <Share2 aria-hidden />
      </IconButton>
      <IconButton
        label={strings.post.save}
        isPressed={save.isSaved}
        onClick={() => requireLogin(save.toggle)}
      >
        <Bookmark aria-hidden className={save.isSaved ? styles.filled : undefined} />
      </IconButton>
    </div>
  )
}
