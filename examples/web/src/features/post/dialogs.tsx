import { useRouter } from '@tanstack/react-router'
import type { Post } from 'supabase-social'
import { useDeletePost, useReportPost, useRestorePost } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import type { PostDialog } from './card/menu.tsx'
import { EditPostDialog } from './edit-dialog.tsx'
import { ReportDialog } from './report-dialog.tsx'

interface PostDialogsProps {
  post: Post
  dialog: PostDialog
  isAlone?: boolean | undefined
  onClose: () => void
}

/** The dialogs of the menu of a post. */
export function PostDialogs(props: PostDialogsProps) {
  const { post, dialog, onClose } = props
  const report = useReportPost()
  if (dialog === 'edit') return <EditPostDialog post={post} onClose={onClose} />
  if (dialog === 'delete') return <DeletePostDialog {...props} />
  return (
    <ReportDialog
      title={strings.post.reportTitle}
      isPending={report.isPending}
      onClose={onClose}
      onSend={(input) =>
        report.mutate(
          { id: post.id, ...input },
          {
            onSuccess: () => {
              toast(strings.post.reported)
              onClose()
            },
          },
        )
      }
    />
  )
}

function DeletePostDialog({ post, isAlone, onClose }: PostDialogsProps) {
  const router = useRouter()
  const remove = useDeletePost()
  const restore = useRestorePost()
  const confirm = () =>
    remove.mutate(post.id, {
      onSuccess: () => {
        toast(strings.post.deleted, {
          label: strings.app.undo,
          onAction: () => restore.mutate(post.id),
        })
        onClose()
        // The page before may be of another site.
        if (isAlone) router.navigate({ to: '/me', replace: true })
      },
    })
  return (
    <ConfirmDialog
      isOpen
      title={strings.post.deleteTitle}
      text={strings.post.deleteText}
      confirmLabel={strings.post.delete}
      isPending={remove.isPending}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}
