import { CircleCheck, Crop, RotateCw, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { describeError } from '../../lib/errors.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/progress.tsx'
import { TextArea } from '../../ui/text-field.tsx'
import styles from './composer.module.css'
import { isVideo, Thumbnail } from './thumbnail.tsx'
import type { Composer, Photo } from './use-composer.ts'

const CropDialog = lazy(() =>
  import('../crop/crop-dialog.tsx').then((module) => ({ default: module.CropDialog })),
)

interface PhotoRowProps {
  photo: Photo
  /** The place in the post, from 1. */
  index: number
  altTextLength: number | undefined
  composer: Composer
}

/** One picture with its description, its upload, and what a person can do with it. */
export function PhotoRow({ photo, index, altTextLength, composer }: PhotoRowProps) {
  const [isCropping, setIsCropping] = useState(false)
  const [isUnseen, setIsUnseen] = useState(false)
  return (
    <li className={styles.photo}>
      <div className={styles.thumbnail}>
        <Thumbnail photo={photo} onUnseen={() => setIsUnseen(true)} />
      </div>
      <div className={styles.about}>
        <TextArea
          label={strings.composer.altLabel(index)}
          hint={strings.composer.altHint}
          rows={2}
          maxLength={altTextLength}
          value={photo.altText}
          onChange={(event) => composer.describe(photo.id, event.target.value)}
        />
        <UploadState photo={photo} index={index} />
        <div className="row">
          {!isVideo(photo) && !isUnseen && (
            <Button
              size="small"
              aria-label={strings.composer.cropPicture(index)}
              onClick={() => setIsCropping(true)}
            >
              <Crop size={18} aria-hidden />
              {strings.composer.crop}
            </Button>
          )}
          {photo.state === 'failed' && (
            <Button
              size="small"
              aria-label={strings.composer.retryPicture(index)}
              onClick={() => composer.retry(photo.id)}
            >
              <RotateCw size={18} aria-hidden />
              {strings.composer.retry}
            </Button>
          )}
          <Button
            size="small"
            kind="quiet"
            aria-label={strings.composer.removePicture(index)}
            onClick={() => composer.remove(photo.id)}
          >
            <X size={18} aria-hidden />
            {strings.composer.remove}
          </Button>
        </div>
      </div>
      {isCropping && (
        <Suspense fallback={null}>
          <CropDialog
            file={photo.original}
            onClose={() => setIsCropping(false)}
            onDone={(cropped) => {
              setIsCropping(false)
              composer.crop(photo, cropped)
            }}
          />
        </Suspense>
      )}
    </li>
  )
}

function UploadState({ photo, index }: Pick<PhotoRowProps, 'photo' | 'index'>) {
  if (photo.state === 'failed') {
    return (
      <p role="alert" className={styles.failed}>
        {describeError(photo.error)}
      </p>
    )
  }
  if (photo.state === 'ready') {
    return (
      <p className={`${styles.ready} soft small`}>
        <CircleCheck size={18} aria-hidden />
        {photo.upload?.is_animation_dropped
          ? strings.composer.readyWithoutMotion
          : strings.composer.ready}
      </p>
    )
  }
  return (
    <div className={styles.upload}>
      <Progress label={strings.composer.uploading(index)} done={photo.progress} />
      <span className="soft small" aria-hidden>
        {strings.composer.percent(photo.progress)}
      </span>
    </div>
  )
}
