import { useSignedUrls } from 'supabase-social/react'
import styles from './avatar.module.css'

interface AvatarProps {
  path: string | null | undefined
  /** The name of the person, whose first letter stands in for a missing picture. */
  name: string | null
  /** The width in pixels. */
  size?: number
}

/** The picture of a person. The name stands beside it, so screen readers skip the picture. */
export function Avatar({ path, name, size = 44 }: AvatarProps) {
  const url = useSignedUrls([path]).get(path ?? '')
  return (
    <span
      className={styles.avatar}
      style={{ width: size, height: size, fontSize: size * 0.45 }}
      aria-hidden
    >
      {url ? (
        <img src={url} alt="" width={size} height={size} loading="lazy" />
      ) : (
        (name?.[0] ?? '?').toLocaleUpperCase()
      )}
    </span>
  )
}
