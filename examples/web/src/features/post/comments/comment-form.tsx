import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useCreateComment } from 'supabase-social/react'
import { strings } from '../../../strings.ts'
import { Button } from '../../../ui/button.tsx'
import { TextArea } from '../../../ui/text-field.tsx'
import styles from './comments.module.css'

interface CommentFormProps {
  postId: string
  label: string
  /** The comment to which this is a reply. */
  parentId?: string | undefined
  /** The beginning of the text, such as a mention. */
  start?: string | undefined
  onDone?: (() => void) | undefined
}

/** The field for a comment or a reply. Keeps the text until the server has it. */
export function CommentForm({ postId, label, parentId, start = '', onDone }: CommentFormProps) {
  const create = useCreateComment(postId)
  const [body, setBody] = useState(start)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const text = body.trim()
    if (!text || create.isPending) return
    const done = () => {
      setBody('')
      onDone?.()
    }
    create.mutate({ body: text, ...(parentId && { parentId }) }, { onSuccess: done })
  }
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send(event)
  }
  return (
    <form className={styles.form} onSubmit={send}>
      <TextArea
        label={label}
        rows={1}
        value={body}
        // A reply opens because somebody asked for it.
        autoFocus={Boolean(parentId)}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={sendByKey}
      />
      <div className={styles.formButtons}>
        {parentId && (
          <Button size="small" kind="quiet" onClick={onDone}>
            {strings.post.cancelReply}
          </Button>
        )}
        <Button size="small" kind="primary" type="submit" isPending={create.isPending}>
          {strings.post.send}
        </Button>
      </div>
    </form>
  )
}
