import { useSignedUrls } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Time } from '../../ui/time.tsx'
import type { Evidence } from './evidence.ts'
import styles from './staff.module.css'

const text = strings.staff

const fields = Object.keys(text.fields) as (keyof typeof text.fields)[]

/** Shows a copy of the reported post, comment or account. */
export function EvidenceView({ evidence }: { evidence: Evidence }) {
  const { username, display_name, avatar_path, media = [] } = evidence
  const body = evidence.caption ?? evidence.body ?? evidence.bio
  const isProfile = 'bio' in evidence
  return (
    <div className="sheet stack">
      {isProfile && <Avatar path={avatar_path} name={display_name ?? username} size={80} />}
      {isProfile && <p>{display_name}</p>}
      {media.length > 0 && <Media media={media} />}
      {body ? <p className={styles.quote}>{body}</p> : <p className="soft">{text.noText}</p>}
      <dl className={styles.facts}>
        {fields.map((field) => {
          const value = evidence[field]
          return typeof value === 'string' ? (
            <div key={field}>
              <dt>{text.fields[field]}</dt>
              <dd>{show(field, value)}</dd>
            </div>
          ) : null
        })}
      </dl>
    </div>
  )
}

function show(field: string, value: string) {
  if (field.endsWith('_at')) return <Time at={value} />
  const visibilities: Record<string, string> = strings.post.visibility
  return field === 'visibility' ? (visibilities[value] ?? value) : value
}

function Media({ media }: { media: NonNullable<Evidence['media']> }) {
  const urls = useSignedUrls(media.map(({ path }) => path))
  return (
    <ul className={styles.media}>
      {media.map(({ path, mime_type, alt_text }, at) => {
        const url = urls.get(path)
        return (
          <li key={path}>
            {url && mime_type.startsWith('video/') && (
              // biome-ignore lint/a11y/useMediaCaption: people upload videos without captions
              <video src={url} controls aria-label={alt_text ?? text.picture(at + 1)} />
            )}
            {url && mime_type.startsWith('image/') && (
              <img src={url} alt={alt_text ?? text.picture(at + 1)} />
            )}
          </li>
        )
      })}
    </ul>
  )
}
