import { useState } from 'react'
import type { ListVisibility, Profile, UpdateProfileInput } from 'supabase-social'
import { useMe, useUpdateProfile } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Select, Switch } from '../../ui/choices.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { Loaded, Setting } from './setting.tsx'

const text = strings.settings.privacy

const lists = (Object.entries(text.lists) as [ListVisibility, string][]).map(([value, label]) => ({
  value,
  label,
}))

/** Decides who sees the account and its lists. */
export function PrivacyPage() {
  return (
    <Setting page="privacy">
      <Loaded query={useMe()}>{(me) => <Choices me={me} />}</Loaded>
    </Setting>
  )
}

function Choices({ me }: { me: Profile }) {
  const update = useUpdateProfile()
  const [isAsking, setIsAsking] = useState(false)
  const save = (changes: UpdateProfileInput) =>
    update.mutate(changes, {
      onSuccess: () => toast(strings.settings.saved),
      onSettled: () => setIsAsking(false),
    })
  // The switch moves at once, and back if the server refuses.
  const shown = { ...me, ...(update.isPending && inRow(update.variables)) }
  return (
    <>
      <div className="sheet">
        <Switch
          label={text.private}
          hint={text.privateHint}
          isOn={shown.is_private}
          onChange={(isOn) => (isOn ? save({ isPrivate: true }) : setIsAsking(true))}
        />
        <Switch
          label={text.discoverable}
          hint={text.discoverableHint}
          isOn={shown.is_discoverable ?? true}
          onChange={(isDiscoverable) => save({ isDiscoverable })}
        />
      </div>
      <Select
        label={text.followers}
        choices={lists}
        value={shown.followers_visibility}
        onChange={(followersVisibility) => save({ followersVisibility })}
      />
      <Select
        label={text.following}
        choices={lists}
        value={shown.following_visibility}
        onChange={(followingVisibility) => save({ followingVisibility })}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title={text.publicTitle}
        text={text.publicText}
        confirmLabel={text.makePublic}
        isPending={update.isPending}
        onClose={() => setIsAsking(false)}
        onConfirm={() => save({ isPrivate: false })}
      />
    </>
  )
}

function inRow(changes: UpdateProfileInput): Partial<Profile> {
  const { isPrivate, isDiscoverable, followersVisibility, followingVisibility } = changes
  return {
    ...(isPrivate !== undefined && { is_private: isPrivate }),
    ...(isDiscoverable !== undefined && { is_discoverable: isDiscoverable }),
    ...(followersVisibility && { followers_visibility: followersVisibility }),
    ...(followingVisibility && { following_visibility: followingVisibility }),
  }
}
