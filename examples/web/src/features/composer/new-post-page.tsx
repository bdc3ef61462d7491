import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Limits } from 'supabase-social'
import { queries, useCreatePost, useSession, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Select } from '../../ui/choices.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { commentPolicies, visibilities } from '../post/edit-dialog.tsx'
import styles from './composer.module.css'
import { DropArea, FilePicker } from './file-picker.tsx'
import { Order } from './order.tsx'
import { PhotoRow } from './photo-row.tsx'
import { type Composer, useComposer } from './use-composer.ts'

/** Shares a new post. */
export function NewPostPage() {
  const user = useSession()
  const { data: limits, error, refetch } = useQuery(queries.limits(useSocial()))
  return (
    <Page title={strings.composer.title}>
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {!error && !(limits && user) && <Skeleton shape="lines" />}
      {limits && user && <ComposerForm key={user.id} userId={user.id} limits={limits} />}
    </Page>
  )
}

function ComposerForm({ userId, limits }: { userId: string; limits: Limits }) {
  const composer = useComposer(userId)
  const share = useShare(composer)
  const { photos, fields } = composer
  const most = limits.media_per_post
  const add = (files: File[]) => {
    const free = most - photos.length
    if (files.length > free) toast(strings.composer.tooMany(most))
    composer.add(files.slice(0, Math.max(0, free)))
  }
  const left = limits.caption_length - [...fields.caption.trim()].length
  const hasContent = photos.length > 0 || (limits.allow_text_posts && fields.caption.trim() !== '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        share.begin()
      }}
    >
      <DropArea onFiles={add}>
        {photos.length > 1 && <Order photos={photos} onMove={composer.move} />}
        {photos.length > 0 && (
          <ol aria-label={strings.composer.details} className="stack">
            {photos.map((photo, at) => (
              <PhotoRow
                key={photo.id}
                photo={photo}
                index={at + 1}
                altTextLength={limits.alt_text_length}
                composer={composer}
              />
            ))}
          </ol>
        )}
        {photos.length < most && (
          <FilePicker hasFiles={photos.length > 0} most={most} onFiles={add} />
        )}
        <TextArea
          label={strings.composer.caption}
          hint={left < 200 ? strings.composer.left(left) : strings.composer.captionHint}
          error={left < 0 ? strings.composer.left(left) : null}
          value={fields.caption}
          onChange={(event) => composer.change({ caption: event.target.value })}
        />
        <Choices composer={composer} limits={limits} />
        <ShareRow composer={composer} share={share} canShare={hasContent && left >= 0} />
      </DropArea>
    </form>
  )
}

function Choices({ composer, limits }: { composer: Composer; limits: Limits }) {
  const { fields, change } = composer
  return (
    <>
      <div className={styles.choices}>
        <Select
          label={strings.composer.whoSees}
          choices={visibilities}
          value={fields.visibility}
          onChange={(visibility) => change({ visibility })}
        />
        <Select
          label={strings.composer.whoComments}
          choices={commentPolicies}
          value={fields.commentPolicy}
          onChange={(commentPolicy) => change({ commentPolicy })}
        />
      </div>
      <Checkbox
        label={strings.composer.sensitive}
        hint={strings.composer.sensitiveHint}
        isChecked={fields.isSensitive}
        onChange={(isSensitive) => change({ isSensitive })}
      />
      {fields.isSensitive && (
        <TextField
          label={strings.composer.sensitiveNote}
          maxLength={limits.sensitive_note_length}
          value={fields.sensitiveNote}
          onChange={(event) => change({ sensitiveNote: event.target.value })}
        />
      )}
    </>
  )
}

interface ShareRowProps {
  composer: Composer
  share: Share
  canShare: boolean
}

function ShareRow({ composer, share, canShare }: ShareRowProps) {
  const [isAsking, setIsAsking] = useState(false)
  const hasFailed = composer.photos.some(({ state }) => state === 'failed')
  return (
    <>
      <div role="status" className="soft small">
        {hasFailed && <p className={styles.failed}>{strings.composer.failed}</p>}
        {share.isWaiting && !hasFailed && <p>{strings.composer.waiting}</p>}
        {!composer.isEmpty && !share.isWaiting && <p>{strings.composer.draftKept}</p>}
      </div>
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        {!composer.isEmpty && (
          <Button kind="quiet" onClick={() => setIsAsking(true)}>
            {strings.composer.discard}
          </Button>
        )}
        <Button
          type="submit"
          kind="primary"
          disabled={!canShare || hasFailed}
          isPending={share.isWaiting || share.isSending}
        >
          {strings.composer.share}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={strings.composer.discard}
        text={strings.composer.discardText}
        confirmLabel={strings.composer.discard}
        onClose={() => setIsAsking(false)}
        onConfirm={() => {
          composer.clear()
          setIsAsking(false)
        }}
      />
    </>
  )
}

interface Share {
  isWaiting: boolean
  isSending: boolean
  begin: () => void
}

/** Shares the post as soon as all pictures are uploaded, so that nobody has to wait for them. */
function useShare(composer: Composer): Share {
  const create = useCreatePost()
  const navigate = useNavigate()
  const [isWaiting, setIsWaiting] = useState(false)
  const { fields, photos } = composer
  const isReady = photos.every(({ state }) => state === 'ready')
  const hasFailed = photos.some(({ state }) => state === 'failed')
  const send = () => {
    const { caption, sensitiveNote, isSensitive, visibility, commentPolicy } = fields
    const media = photos.map(({ id, altText }) => ({ id, altText: altText.trim() || null }))
    const note = isSensitive ? sensitiveNote.trim() || null : null
    const choices = { visibility, commentPolicy, isSensitive, sensitiveNote: note }
    create.mutate(
      { caption: caption.trim() || null, media, ...choices },
      {
        onSuccess: ({ id }) => {
          composer.clear()
          toast(strings.composer.shared)
          navigate({ to: '/p/$postId', params: { postId: id } })
        },
      },
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state of the uploads decides
  useEffect(() => {
    if (!isWaiting) return
    if (hasFailed) setIsWaiting(false)
    else if (isReady) {
      setIsWaiting(false)
      send()
    }
  }, [isWaiting, isReady, hasFailed])
  return { isWaiting, isSending: create.isPending, begin: () => setIsWaiting(true) }
}
