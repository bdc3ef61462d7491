import { useState } from 'react'
import type { CommentPolicy, Post, Visibility } from 'supabase-social'
import { useUpdatePost } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { type Choice, Select } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'

/** Turns a table of labels into choices. */
function choicesOf<Value extends string>(labels: Record<Value, string>): Choice<Value>[] {
  return (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }))
}

/** Who may see a post. */
export const visibilities = choicesOf<Visibility>(strings.post.visibility)

/** Who may comment on a post. */
export const commentPolicies = choicesOf<CommentPolicy>(strings.post.commentPolicies)

/** Changes the caption, the descriptions of the pictures, and who sees the post. */
export function EditPostDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const update = useUpdatePost()
  const [caption, setCaption] = useState(post.caption ?? '')
  const [altTexts, setAltTexts] = useState(post.media.map(({ alt_text }) => alt_text ?? ''))
  const [visibility, setVisibility] = useState(post.visibility)
  const [commentPolicy, setCommentPolicy] = useState(post.comment_policy)
  const save = () => {
    const media = post.media.map(({ id }, at) => ({ id, altText: altTexts[at]?.trim() || null }))
    const changes = { caption: caption.trim() || null, media, visibility, commentPolicy }
    update.mutate({ id: post.id, ...changes }, { onSuccess: onClose })
  }
  return (
    <Dialog isOpen title={strings.post.editTitle} onClose={onClose}>
      <TextArea
        label={strings.post.caption}
        value={caption}
        onChange={(event) => setCaption(event.target.value)}
      />
      {post.media.map(({ id }, at) => (
        <TextField
          key={id}
          label={strings.post.altText(at + 1)}
          value={altTexts[at]}
          onChange={(event) => setAltTexts(altTexts.with(at, event.target.value))}
        />
      ))}
      <Select
        label={strings.post.whoSees}
        choices={visibilities}
        value={visibility}
        onChange={setVisibility}
      />
      <Select
        label={strings.post.whoComments}
        choices={commentPolicies}
        value={commentPolicy}
        onChange={setCommentPolicy}
      />
      <Button kind="primary" isPending={update.isPending} onClick={save}>
        {strings.app.save}
      </Button>
    </Dialog>
  )
}
