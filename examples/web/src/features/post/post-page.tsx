import { useParams } from '@tanstack/react-router'
import { useLivePost, usePost } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { PostCard } from './card/card.tsx'
import { Comments } from './comments/comments.tsx'
import styles from './post-page.module.css'

/** One post with its comments. */
export function PostPage() {
  const { postId } = useParams({ from: '/open/p/$postId' })
  const { data: post, error, refetch } = usePost(postId)
  useLivePost(postId)
  if (!post) {
    return (
      <Page title={strings.post.commentsTitle} isTitleHidden>
        {error ? (
          <>
            <ErrorState error={error} onRetry={() => refetch()} />
            <ButtonLink to="/">{strings.app.home}</ButtonLink>
          </>
        ) : (
          <Skeleton shape="post" />
        )}
      </Page>
    )
  }
  const name = post.author_display_name ?? post.author_username
  return (
    <Page title={strings.post.title(name)} isTitleHidden>
      <article aria-label={strings.post.by(name)} className={styles.post}>
        <PostCard post={post} isFirst isAlone />
      </article>
      <Comments post={post} />
    </Page>
  )
}
