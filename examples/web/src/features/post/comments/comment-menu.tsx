import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Comment, Post } from 'supabase-social'
import {
  useDeleteComment,
  useHideComment,
  usePinComment,
  useReportComment,
  useRestoreComment,
  useSession,
} from 'supabase-social/react'
import { strings } from '../../../strings.ts'
import { ConfirmDialog } from '../../../ui/dialog.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { toast } from '../../../ui/toast.tsx'
import { ReportDialog } from '../report-dialog.tsx'

interface CommentMenuProps {
  comment: Comment
  post: Post
  onEdit: () => void
}

/** What the author of a comment, the author of the post, and everybody else can do with it. */
export function CommentMenu({ comment, post, onEdit }: CommentMenuProps) {
  const userId = useSession()?.id
  const [dialog, setDialog] = useState<'delete' | 'report' | null>(null)
  const hide = useHideComment()
  const pin = usePinComment()
  if (!userId) return null
  const { id, pinned_at, is_hidden } = comment
  const isOwn = comment.author_id === userId
  const isOwnPost = post.author_id === userId
  const close = () => setDialog(null)
  return (
    <>
      <Menu
        label={strings.post.commentMore}
        icon={<Ellipsis size={18} aria-hidden />}
        items={[
          isOwn && { id: 'edit', label: strings.post.editComment, onAction: onEdit },
          isOwnPost &&
            !comment.parent_id && {
              ...{
                id: 'pin',
                label: pinned_at ? strings.post.unpinComment : strings.post.pinComment,
              },
              onAction: () => pin.mutate({ id, isPinned: !pinned_at }),
            },
          isOwnPost &&
            !isOwn && {
              ...{
                id: 'hide',
                label: is_hidden ? strings.post.unhideComment : strings.post.hideComment,
              },
              onAction: () => hide.mutate({ id, isHidden: !is_hidden }),
            },
          (isOwn || isOwnPost) && {
            ...{ id: 'delete', label: strings.post.delete, isDanger: true },
            onAction: () => setDialog('delete'),
          },
          !isOwn && {
            ...{ id: 'report', label: strings.post.report, isDanger: true },
            onAction: () => setDialog('report'),
          },
        ]}
      />
      {dialog === 'delete' && (
        <DeleteCommentDialog comment={comment} isOwn={isOwn} onClose={close} />
      )}
      {dialog === 'report' && <ReportCommentDialog id={id} onClose={close} />}
    </>
  )
}

interface DeleteCommentDialogProps {
  comment: Comment
  isOwn: boolean
  onClose: () => void
}

function DeleteCommentDialog({ comment, isOwn, onClose }: DeleteCommentDialogProps) {
  const remove = useDeleteComment()
  const restore = useRestoreComment()
  const undo = { label: strings.app.undo, onAction: () => restore.mutate(comment.id) }
  const confirm = () =>
    remove.mutate(comment.id, {
      onSuccess: () => {
        toast(strings.post.commentDeleted, isOwn ? undo : undefined)
        onClose()
      },
    })
  return (
    <ConfirmDialog
      isOpen
      title={strings.post.deleteComment}
      text={isOwn ? strings.post.deleteCommentText : strings.post.deleteOtherText}
      confirmLabel={strings.post.delete}
      isPending={remove.isPending}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}

function ReportCommentDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const report = useReportComment()
  const done = () => {
    toast(strings.post.reported)
    onClose()
  }
  return (
    <ReportDialog
      title={strings.post.reportCommentTitle}
      isPending={report.isPending}
      onClose={onClose}
      onSend={(input) => report.mutate({ id, ...input }, { onSuccess: done })}
    />
  )
}
