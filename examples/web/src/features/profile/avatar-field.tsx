import { useId, useRef, useState } from 'react'
import type { Profile } from 'supabase-social'
import { useSocial, useUpdateProfile } from 'supabase-social/react'
import { PICTURES } from '../../lib/file-types.ts'
import { strings } from '../../strings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './profile.module.css'

/** Changes your picture at once. */
export function AvatarField({ me }: { me: Profile }) {
  const input = useRef<HTMLInputElement>(null)
  const hint = useId()
  const { progress, send, remove, isPending } = useAvatar()
  return (
    <section className={styles.picture} aria-label={strings.profile.picture}>
      <Avatar path={me.avatar_path} name={me.display_name ?? me.username} size={96} />
      <div className="stack">
        <div className="row">
          <Button
            isPending={isPending}
            aria-describedby={hint}
            onClick={() => input.current?.click()}
          >
            {strings.profile.choosePicture}
          </Button>
          {me.avatar_path && (
            <Button kind="quiet" isPending={isPending} onClick={remove}>
              {strings.profile.removePicture}
            </Button>
          )}
          <input
            ref={input}
            hidden
            type="file"
            accept={PICTURES}
            aria-label={strings.profile.choosePicture}
            onChange={({ target }) => {
              const [file] = target.files ?? []
              if (file) send(file)
              // The same file can then be chosen again.
              target.value = ''
            }}
          />
        </div>
        {progress === null ? (
          <p id={hint} className="soft small">
            {strings.profile.pictureHint}
          </p>
        ) : (
          <Progress label={strings.profile.sending} done={progress} />
        )}
      </div>
    </section>
  )
}

function useAvatar() {
  const { media } = useSocial()
  const update = useUpdateProfile()
  const [progress, setProgress] = useState<number | null>(null)
  const send = async (file: File) => {
    setProgress(0)
    const { data, error } = await media.upload(file, { purpose: 'avatar', onProgress: setProgress })
    setProgress(null)
    if (error) toastError(error)
    else update.mutate({ avatarId: data.id })
  }
  return {
    progress,
    send,
    remove: () => update.mutate({ avatarId: null }),
    isPending: progress !== null || update.isPending,
  }
}
