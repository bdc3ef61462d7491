import { useNavigate } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Post } from 'supabase-social'
import {
  useArchivePost,
  useMute,
  usePinPost,
  useSession,
  useShowLess,
  useUnarchivePost,
  useUnpinPost,
} from 'supabase-social/react'
import { copy } from '../../../lib/share.ts'
import { strings } from '../../../strings.ts'
import { Menu } from '../../../ui/menu.tsx'
import { toast } from '../../../ui/toast.tsx'

const PostDialogs = lazy(() =>
  import('../dialogs.tsx').then((module) => ({ default: module.PostDialogs })),
)

/** The dialogs that the menu opens. */
export type PostDialog = 'edit' | 'delete' | 'report'

interface PostMenuProps {
  post: Post
  isAlone?: boolean | undefined
}

/** The commands that people need less often. */
export function PostMenu({ post, isAlone }: PostMenuProps) {
  const user = useSession()
  const [dialog, setDialog] = useState<PostDialog | null>(null)
  const own = useOwnItems(post, setDialog)
  const other = useOtherItems(post, setDialog)
  const items = user?.id === post.author_id ? own : user ? other : []
  const copyItem = {
    ...{ id: 'copy', label: strings.post.copyAddress },
    onAction: () => copy(new URL(`/p/${post.id}`, location.href).href),
  }
  return (
    <>
      <Menu
        label={strings.post.more}
        icon={<Ellipsis aria-hidden />}
        items={[...items, copyItem]}
      />
      {dialog && (
        <Suspense fallback={null}>
          <PostDialogs
            post={post}
            dialog={dialog}
            isAlone={isAlone}
            onClose={() => setDialog(null)}
          />
        </Suspense>
      )}
    </>
  )
}

function useOwnItems(post: Post, open: (dialog: PostDialog) => void) {
  const navigate = useNavigate()
  const archive = useArchivePost()
  const unarchive = useUnarchivePost()
  const pin = usePinPost()
  const unpin = useUnpinPost()
  const { id } = post
  const say = (text: string) => ({ onSuccess: () => toast(text) })
  return [
    { id: 'edit', label: strings.post.edit, onAction: () => open('edit') },
    {
      ...{ id: 'history', label: strings.post.history },
      onAction: () => navigate({ to: '/p/$postId/history', params: { postId: id } }),
    },
    post.pinned_at
      ? { id: 'unpin', label: strings.post.unpin, onAction: () => unpin.mutate(id) }
      : { id: 'pin', label: strings.post.pin, onAction: () => pin.mutate(id) },
    post.archived_at
      ? {
          ...{ id: 'unarchive', label: strings.post.unarchive },
          onAction: () => unarchive.mutate(id, say(strings.post.unarchived)),
        }
      : {
          ...{ id: 'archive', label: strings.post.archive },
          onAction: () => archive.mutate(id, say(strings.post.archived)),
        },
    { id: 'delete', label: strings.post.delete, isDanger: true, onAction: () => open('delete') },
  ]
}

function useOtherItems(post: Post, open: (dialog: PostDialog) => void) {
  const mute = useMute()
  const showLess = useShowLess()
  const name = post.author_display_name ?? post.author_username
  const kind = post.reason?.kind
  const of = kind === 'hashtag' ? 'hashtag' : kind === 'followed' ? 'author' : 'reason'
  const hashtag = post.reason?.kind === 'hashtag' ? post.reason.hashtag : undefined
  return [
    kind &&
      kind !== 'own' && {
        ...{ id: 'less', label: strings.post.showLess },
        onAction: () =>
          showLess.mutate(
            { id: post.id, of, hashtag },
            { onSuccess: () => toast(strings.post.showingLess) },
          ),
      },
    {
      ...{ id: 'mute', label: strings.post.muteAuthor(name) },
      onAction: () =>
        mute.mutate({ id: post.author_id }, { onSuccess: () => toast(strings.post.muted(name)) }),
    },
    { id: 'report', label: strings.post.report, isDanger: true, onAction: () => open('report') },
  ]
}
