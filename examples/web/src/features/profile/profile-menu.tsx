import { useNavigate } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Profile } from 'supabase-social'
import {
  useBlock,
  useCloseFriend,
  useMute,
  useReportProfile,
  useUnblock,
  useUnmute,
} from 'supabase-social/react'
import { copy } from '../../lib/share.ts'
import { strings } from '../../strings.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'
import { ReportDialog } from '../post/report-dialog.tsx'

type OpenDialog = 'block' | 'report' | null

/** What you can do about another person besides following them. */
export function ProfileMenu({ profile }: { profile: Profile }) {
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const items = useItems(profile, setDialog)
  const close = () => setDialog(null)
  return (
    <>
      <Menu label={strings.profile.more} icon={<Ellipsis aria-hidden />} items={items} />
      {dialog === 'block' && <BlockDialog profile={profile} onClose={close} />}
      {dialog === 'report' && <ReportPersonDialog profile={profile} onClose={close} />}
    </>
  )
}

function useItems(profile: Profile, open: (dialog: OpenDialog) => void) {
  const mute = useMute()
  const unmute = useUnmute()
  const closeFriend = useCloseFriend()
  const { id, username, is_muted, is_close_friend } = profile
  const say = (text: string) => ({ onSuccess: () => toast(text) })
  return [
    is_close_friend
      ? {
          ...{ id: 'not-close', label: strings.profile.removeCloseFriend },
          onAction: () =>
            closeFriend.mutate(
              { id, isCloseFriend: false },
              say(strings.profile.removedCloseFriend),
            ),
        }
      : {
          ...{ id: 'close', label: strings.profile.addCloseFriend },
          onAction: () =>
            closeFriend.mutate({ id, isCloseFriend: true }, say(strings.profile.addedCloseFriend)),
        },
    is_muted
      ? {
          ...{ id: 'unmute', label: strings.profile.unmute },
          onAction: () => unmute.mutate(id, say(strings.profile.isUnmuted)),
        }
      : {
          ...{ id: 'mute', label: strings.profile.mute },
          onAction: () => mute.mutate({ id }, say(strings.profile.isMuted)),
        },
    {
      ...{ id: 'copy', label: strings.profile.copyAddress },
      onAction: () => copy(new URL(`/u/${username}`, location.href).href),
    },
    { id: 'report', label: strings.profile.report, isDanger: true, onAction: () => open('report') },
    { id: 'block', label: strings.profile.block, isDanger: true, onAction: () => open('block') },
  ]
}

interface ProfileDialogProps {
  profile: Profile
  onClose: () => void
}

function BlockDialog({ profile, onClose }: ProfileDialogProps) {
  const navigate = useNavigate()
  const block = useBlock()
  const unblock = useUnblock()
  const { id, username } = profile
  const confirm = () =>
    block.mutate(id, {
      onSuccess: () => {
        toast(strings.profile.blocked(username), {
          label: strings.app.undo,
          onAction: () => unblock.mutate(id),
        })
        onClose()
        navigate({ to: '/' })
      },
    })
  return (
    <ConfirmDialog
      isOpen
      title={strings.profile.blockTitle(`@${username}`)}
      text={strings.profile.blockText}
      confirmLabel={strings.profile.block}
      isPending={block.isPending}
      onConfirm={confirm}
      onClose={onClose}
    />
  )
}

function ReportPersonDialog({ profile: { id }, onClose }: ProfileDialogProps) {
  const report = useReportProfile()
  const onSuccess = () => {
    toast(strings.post.reported)
    onClose()
  }
  return (
    <ReportDialog
      title={strings.profile.reportTitle}
      isPending={report.isPending}
      onClose={onClose}
      onSend={(input) => report.mutate({ id, ...input }, { onSuccess })}
    />
  )
}
