import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { isSocialError, type Page, unwrap } from 'supabase-social'
import {
  queries,
  useList,
  useRestoreComment,
  useRestorePost,
  useSocial,
} from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Endless } from '../../ui/endless.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

const text = strings.settings.deleted

/** What the person deleted and can restore. */
export function DeletedPage() {
  return (
    <Setting page="deleted">
      <p className="soft">{text.text}</p>
      <h2>{text.posts}</h2>
      <DeletedPosts />
      <h2>{text.comments}</h2>
      <DeletedComments />
    </Setting>
  )
}

function DeletedPosts() {
  const list = useList(queries.deletedPosts(useSocial()))
  const restore = useRestorePost()
  return (
    <Endless list={list} skeleton="lines" empty={<p className="soft">{text.noPosts}</p>}>
      {(posts) => (
        <ul className="stack">
          {posts.map(({ id, caption, deleted_at }) => (
            <Row
              key={id}
              body={caption ?? text.noCaption}
              deletedAt={deleted_at}
              label={text.restorePost(caption ?? text.noCaption)}
              isPending={restore.isPending && restore.variables === id}
              onRestore={() => restore.mutate(id, { onSuccess: () => toast(text.postBack) })}
            />
          ))}
        </ul>
      )}
    </Endless>
  )
}

function DeletedComments() {
  const social = useSocial()
  const client = useQueryClient()
  const restore = useRestoreComment()
  const queryKey = ['social', 'other', 'deletedComments']
  const query = useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam }) =>
      unwrap(await social.comments.listDeleted({ after: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Page<unknown>) => nextCursor,
    retry: (count, error) => count < 2 && !isSocialError(error),
  })
  const list = { items: query.data?.pages.flatMap(({ items }) => items) ?? [], query }
  const onSuccess = () => {
    toast(text.commentBack)
    return client.invalidateQueries({ queryKey })
  }
  return (
    <Endless list={list} skeleton="lines" empty={<p className="soft">{text.noComments}</p>}>
      {(comments) => (
        <ul className="stack">
          {comments.map(({ id, body, deleted_at }) => (
            <Row
              key={id}
              body={body}
              deletedAt={deleted_at}
              label={text.restoreComment(body)}
              isPending={restore.isPending && restore.variables === id}
              onRestore={() => restore.mutate(id, { onSuccess })}
            />
          ))}
        </ul>
      )}
    </Endless>
  )
}

interface RowProps {
  body: string
  deletedAt: string | null
  label: string
  isPending: boolean
  onRestore: () => void
}

function Row({ body, deletedAt, label, isPending, onRestore }: RowProps) {
  return (
    <li className={`sheet ${styles.item}`}>
      <div>
        <p className={styles.quote}>{body}</p>
        {deletedAt && (
          <p className="soft small">
            {text.at} <Time at={deletedAt} />
          </p>
        )}
      </div>
      <Button size="small" aria-label={label} isPending={isPending} onClick={onRestore}>
        {text.restore}
      </Button>
    </li>
  )
}
