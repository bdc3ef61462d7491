import { useState } from 'react'
import type { Comment, Post } from 'supabase-social'
import { useReplies } from 'supabase-social/react'
import { strings } from '../../../strings.ts'
import { Button } from '../../../ui/button.tsx'
import { Endless } from '../../../ui/endless.tsx'
import { CommentForm } from './comment-form.tsx'
import { CommentItem } from './comment-item.tsx'
import styles from './comments.module.css'

interface ThreadProps {
  comment: Comment
  post: Post
  canComment: boolean
}

/** A comment with its replies. They load when somebody opens them. */
export function Thread({ comment, post, canComment }: ThreadProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [replyTo, setReplyTo] = useState<Comment | null>(null)
  const reply = (to: Comment) => {
    setReplyTo(to)
    setIsOpen(true)
  }
  const onReply = canComment ? reply : undefined
  return (
    <li>
      <CommentItem comment={comment} post={post} onReply={onReply}>
        {(isOpen || replyTo) && (
          <div className={styles.replies}>
            {comment.reply_count > 0 && <Replies comment={comment} post={post} onReply={onReply} />}
            {replyTo && (
              <CommentForm
                key={replyTo.id}
                postId={post.id}
                parentId={replyTo.id}
                label={strings.post.replyLabel(nameOf(replyTo))}
                start={replyTo.id === comment.id ? '' : `@${replyTo.author_username} `}
                onDone={() => setReplyTo(null)}
              />
            )}
          </div>
        )}
        {comment.reply_count > 0 && (
          <Button
            size="small"
            kind="quiet"
            onClick={() => setIsOpen(!isOpen)}
            aria-expanded={isOpen}
          >
            {isOpen ? strings.post.hideReplies : strings.post.replies(comment.reply_count)}
          </Button>
        )}
      </CommentItem>
    </li>
  )
}

interface RepliesProps {
  comment: Comment
  post: Post
  onReply?: ((to: Comment) => void) | undefined
}

function Replies({ comment, post, onReply }: RepliesProps) {
  return (
    <Endless list={useReplies(comment.id)} skeleton="people" empty={null}>
      {(replies) => (
        <ul className={styles.list}>
          {replies.map((reply) => (
            <li key={reply.id}>
              <CommentItem comment={reply} post={post} onReply={onReply} />
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}

function nameOf({ author_display_name, author_username }: Comment): string {
  return author_display_name ?? author_username ?? ''
}
