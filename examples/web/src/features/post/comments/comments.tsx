import type { Post } from 'supabase-social'
import { useComments, useSession } from 'supabase-social/react'
import { strings } from '../../../strings.ts'
import { Button, ButtonLink } from '../../../ui/button.tsx'
import { Endless } from '../../../ui/endless.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { CommentForm } from './comment-form.tsx'
import styles from './comments.module.css'
import { Thread } from './thread.tsx'

/** The comments of a post, and a field for your own. */
export function Comments({ post }: { post: Post }) {
  const user = useSession()
  const list = useComments(post.id)
  const canComment = post.can_comment
  return (
    <section id="comments" aria-labelledby="comments-title" className={styles.section}>
      <h2 id="comments-title">{strings.post.commentsTitle}</h2>
      {user === null && (
        <ButtonLink to="/login" search={{ next: `/p/${post.id}` }}>
          {strings.post.logInToComment}
        </ButtonLink>
      )}
      {user && canComment && <CommentForm postId={post.id} label={strings.post.commentLabel} />}
      {user && !canComment && <p className="soft">{strings.post.commentsClosed}</p>}
      {list.newCount > 0 && (
        <Button size="small" onClick={list.showNew}>
          {strings.post.newComments}
        </Button>
      )}
      <Endless
        list={list}
        skeleton="people"
        empty={
          <EmptyState
            title={strings.post.commentsEmpty}
            text={user && canComment ? strings.post.commentsEmptyText : undefined}
          />
        }
      >
        {(comments) => (
          <ul className={styles.list}>
            {comments.map((comment) => (
              <Thread key={comment.id} comment={comment} post={post} canComment={canComment} />
            ))}
          </ul>
        )}
      </Endless>
    </section>
  )
}
