import { Link } from '@tanstack/react-router'
import { Heart } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Comment, Post } from 'supabase-social'
import { useCommentLike } from 'supabase-social/react'
import { useRequireLogin } from '../../../app/require-login.ts'
import { RichText } from '../../../lib/rich-text.tsx'
import { strings } from '../../../strings.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Time } from '../../../ui/time.tsx'
import { CommentMenu } from './comment-menu.tsx'
import styles from './comments.module.css'
import { EditCommentForm } from './edit-comment-form.tsx'

interface CommentItemProps {
  comment: Comment
  post: Post
  /** Absent if the person may not comment. */
  onReply?: ((to: Comment) => void) | undefined
  /** The replies. */
  children?: ReactNode
}

/** One comment, or the place of a comment that is gone. */
export function CommentItem({ comment, post, onReply, children }: CommentItemProps) {
  const [isEditing, setIsEditing] = useState(false)
  const { author_username: username } = comment
  if (comment.deleted_by || !username) {
    return (
      <div className={styles.content}>
        <p className="soft">{strings.post.goneComment}</p>
        {children}
      </div>
    )
  }
  const name = comment.author_display_name ?? username
  return (
    <article className={styles.comment} aria-label={strings.post.commentBy(name)}>
      <Avatar path={comment.author_avatar_path} name={name} size={36} />
      <div className={styles.content}>
        <p className={styles.head}>
          <Link to="/u/$username" params={{ username }} className={styles.name}>
            {name}
          </Link>
          <span className="soft small">
            <Time at={comment.created_at} />
            {comment.edited_at && ` · ${strings.post.edited}`}
            {comment.pinned_at && ` · ${strings.post.pinned}`}
          </span>
        </p>
        {isEditing ? (
          <EditCommentForm comment={comment} onDone={() => setIsEditing(false)} />
        ) : (
          <p className={styles.body}>
            <RichText text={comment.body ?? ''} mentions={comment.mentions} />
          </p>
        )}
        {comment.is_hidden && <p className="soft small">{strings.post.hiddenComment}</p>}
        <div className={styles.tools}>
          <CommentLike comment={comment} />
          {onReply && (
            <Button size="small" kind="quiet" onClick={() => onReply(comment)}>
              {strings.post.reply}
            </Button>
          )}
          <CommentMenu comment={comment} post={post} onEdit={() => setIsEditing(true)} />
        </div>
        {children}
      </div>
    </article>
  )
}

function CommentLike({ comment }: { comment: Comment }) {
  const requireLogin = useRequireLogin()
  const { isLiked, likeCount, toggle } = useCommentLike(comment)
  return (
    <IconButton
      label={`${strings.post.like}: ${strings.post.likes(likeCount)}`}
      isPressed={isLiked}
      onClick={() => requireLogin(toggle)}
    >
      <Heart size={18} aria-hidden className={isLiked ? styles.filled : undefined} />
      {likeCount > 0 && likeCount.toLocaleString('en')}
    </IconButton>
  )
}
