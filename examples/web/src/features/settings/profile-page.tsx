import { useQuery } from '@tanstack/react-query'
import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react'
import { isSocialError, type Limits, type Profile } from 'supabase-social'
import { queries, useMe, useSocial, useUpdateProfile, useUpload } from 'supabase-social/react'
import { describeError } from '../../lib/errors.ts'
import { strings } from '../../strings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { Loaded, Setting } from './setting.tsx'
import styles from './settings.module.css'

const CropDialog = lazy(() =>
  import('../crop/crop-dialog.tsx').then((module) => ({ default: module.CropDialog })),
)

const text = strings.settings.profile

/** Changes how other people see the person. */
export function EditProfilePage() {
  const me = useMe()
  const { data: limits } = useQuery(queries.limits(useSocial()))
  return (
    <Setting page="profile">
      <Loaded query={me}>
        {(profile) => (
          <>
            <Picture profile={profile} />
            <ProfileForm key={profile.id} profile={profile} limits={limits} />
          </>
        )}
      </Loaded>
    </Setting>
  )
}

function Picture({ profile }: { profile: Profile }) {
  const update = useUpdateProfile()
  const uploads = useUpload({ purpose: 'avatar' })
  const [chosen, setChosen] = useState<File | null>(null)
  const upload = uploads.files.at(-1)
  const readyId = upload?.state === 'ready' ? upload.id : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new upload changes the picture
  useEffect(() => {
    if (!readyId) return
    const onSuccess = () => toast(strings.settings.saved)
    update.mutate({ avatarId: readyId }, { onSuccess, onSettled: uploads.clear })
  }, [readyId])
  return (
    <section className="sheet row" style={{ gap: '1rem' }} aria-label={text.picture}>
      <Avatar
        path={profile.avatar_path}
        name={profile.display_name ?? profile.username}
        size={96}
      />
      <div className="stack" style={{ gap: '0.5rem' }}>
        <FileButton onFile={setChosen} />
        {profile.avatar_path && (
          <Button
            kind="quiet"
            size="small"
            isPending={update.isPending}
            onClick={() => update.mutate({ avatarId: null })}
          >
            {text.removePicture}
          </Button>
        )}
        {upload?.state === 'uploading' && (
          <Progress label={text.uploading} done={upload.progress} />
        )}
        <div role="alert" style={{ color: 'var(--coral)' }}>
          {upload?.error && describeError(upload.error)}
        </div>
      </div>
      {chosen && (
        <Suspense fallback={null}>
          <CropDialog
            file={chosen}
            isSquare
            onClose={() => setChosen(null)}
            onDone={(cropped) => {
              setChosen(null)
              uploads.add([cropped])
            }}
          />
        </Suspense>
      )}
    </section>
  )
}

function FileButton({ onFile }: { onFile: (file: File) => void }) {
  return (
    <label className={styles.file}>
      {text.choosePicture}
      <input
        type="file"
        accept="image/*"
        className="visually-hidden"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
    </label>
  )
}

function ProfileForm({ profile, limits }: { profile: Profile; limits: Limits | undefined }) {
  const update = useUpdateProfile()
  const [name, setName] = useState(profile.display_name ?? '')
  const [bio, setBio] = useState(profile.bio ?? '')
  const [website, setWebsite] = useState(profile.website ?? '')
  const code = isSocialError(update.error) ? update.error.code : null
  const errorOf = (...codes: string[]) =>
    code && codes.includes(code) ? describeError(update.error) : null
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (update.isPending) return
    const changes = { displayName: name.trim() || null, bio: bio.trim() || null }
    update.mutate(
      { ...changes, website: website.trim() || null },
      { onSuccess: () => toast(strings.settings.saved) },
    )
  }
  return (
    <form className="stack" onSubmit={save}>
      <TextField
        label={text.name}
        value={name}
        autoComplete="name"
        maxLength={limits?.display_name_length}
        error={errorOf('display_name_too_long')}
        onChange={(event) => setName(event.target.value)}
      />
      <TextArea
        label={text.bio}
        value={bio}
        maxLength={limits?.bio_length}
        error={errorOf('bio_too_long')}
        onChange={(event) => setBio(event.target.value)}
      />
      <TextField
        label={text.website}
        hint={text.websiteHint}
        type="url"
        value={website}
        autoComplete="url"
        maxLength={limits?.website_length}
        error={errorOf('website_invalid', 'website_too_long')}
        onChange={(event) => setWebsite(event.target.value)}
      />
      <Button type="submit" kind="primary" isPending={update.isPending}>
        {strings.app.save}
      </Button>
    </form>
  )
}
