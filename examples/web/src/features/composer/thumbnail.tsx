import { useState } from 'react'
import { useSignedUrls } from 'supabase-social/react'
import styles from './composer.module.css'
import type { Photo } from './use-composer.ts'

interface ThumbnailProps {
  photo: Photo
  /** Called if this browser cannot show the file of the device. */
  onUnseen?: (() => void) | undefined
}

/**
 * The file as it is on this device. Not every browser can show every file: then the thumbnail of
 * the server appears as soon as it is there.
 */
export function Thumbnail({ photo, onUnseen }: ThumbnailProps) {
  const [isUnseen, setIsUnseen] = useState(false)
  const { preview, upload } = photo
  const path = isUnseen ? upload?.thumbnail_path : null
  const url = useSignedUrls(path ? [path] : []).get(path ?? '')
  const onError = () => {
    setIsUnseen(true)
    onUnseen?.()
  }
  if (isUnseen) return url ? <img src={url} alt="" className={styles.preview} /> : null
  return isVideo(photo) ? (
    <video
      src={preview}
      className={styles.preview}
      muted
      playsInline
      preload="metadata"
      aria-hidden
      // Without a decoder for its frames, a browser plays the sound alone.
      onLoadedMetadata={({ currentTarget }) => {
        if (currentTarget.videoWidth === 0) onError()
      }}
      onError={onError}
    />
  ) : (
    <img src={preview} alt="" className={styles.preview} draggable={false} onError={onError} />
  )
}

/** Whether a file is a video. The device may know no type of a file, but the server does. */
export function isVideo({ file, upload }: Photo): boolean {
  return (upload?.mime_type ?? file.type).startsWith('video/')
}
