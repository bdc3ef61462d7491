import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Profile } from 'supabase-social'
import { isSocialError } from 'supabase-social'
import { useMe, useUpdateProfile } from 'supabase-social/react'
import { describeError } from '../../lib/errors.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { AvatarField } from './avatar-field.tsx'

const BIO_LENGTH = 300

/** Changes your picture, your name and what you say about yourself. */
export function EditProfilePage() {
  const { data: me, error, refetch } = useMe()
  return (
    <Page title={strings.profile.editTitle}>
      {me && (
        <>
          <AvatarField me={me} />
          <EditForm key={me.id} me={me} />
        </>
      )}
      {!me && !error && <Skeleton shape="lines" />}
      {!me && error && <ErrorState error={error} onRetry={() => refetch()} />}
    </Page>
  )
}

function EditForm({ me }: { me: Profile }) {
  const router = useRouter()
  const update = useUpdateProfile()
  const [displayName, setDisplayName] = useState(me.display_name ?? '')
  const [bio, setBio] = useState(me.bio ?? '')
  const [website, setWebsite] = useState(me.website ?? '')
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (update.isPending) return
    update.mutate(
      {
        displayName: displayName.trim() || null,
        bio: bio.trim() || null,
        website: website.trim() || null,
      },
      {
        onSuccess: () => {
          toast(strings.profile.saved)
          router.navigate({ to: '/me' })
        },
      },
    )
  }
  const errorOf = (start: string) =>
    isSocialError(update.error) && update.error.code.startsWith(start)
      ? describeError(update.error)
      : null
  return (
    <form className="stack" onSubmit={save} noValidate>
      <TextField
        label={strings.profile.name}
        hint={strings.profile.nameHint}
        autoComplete="name"
        maxLength={50}
        value={displayName}
        error={errorOf('display_name')}
        onChange={(event) => setDisplayName(event.target.value)}
      />
      <TextArea
        label={strings.profile.bio}
        hint={strings.profile.bioHint(BIO_LENGTH - bio.length)}
        maxLength={BIO_LENGTH}
        value={bio}
        error={errorOf('bio')}
        onChange={(event) => setBio(event.target.value)}
      />
      <TextField
        label={strings.profile.website}
        hint={strings.profile.websiteHint}
        type="url"
        autoComplete="url"
        placeholder="https://"
        value={website}
        error={errorOf('website')}
        onChange={(event) => setWebsite(event.target.value)}
      />
      <div className="row">
        <Button type="submit" kind="primary" isPending={update.isPending}>
          {strings.app.save}
        </Button>
        <Link to="/settings/username">{strings.profile.username}</Link>
      </div>
    </form>
  )
}
