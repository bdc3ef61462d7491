import { type FormEvent, useState } from 'react'
import type { Comment } from 'supabase-social'
import { useUpdateComment } from 'supabase-social/react'
import { strings } from '../../../strings.ts'
import { Button } from '../../../ui/button.tsx'
import { TextArea } from '../../../ui/text-field.tsx'
import styles from './comments.module.css'

/** Changes the text of your own comment. */
export function EditCommentForm({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const update = useUpdateComment()
  const [body, setBody] = useState(comment.body ?? '')
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (body.trim()) update.mutate({ id: comment.id, body: body.trim() }, { onSuccess: onDone })
  }
  return (
    <form className={styles.form} onSubmit={save}>
      <TextArea
        label={strings.post.editComment}
        value={body}
        autoFocus
        onChange={(event) => setBody(event.target.value)}
      />
      <div className={styles.formButtons}>
        <Button size="small" kind="quiet" onClick={onDone}>
          {strings.app.cancel}
        </Button>
        <Button size="small" kind="primary" type="submit" isPending={update.isPending}>
          {strings.app.save}
        </Button>
      </div>
    </form>
  )
}
