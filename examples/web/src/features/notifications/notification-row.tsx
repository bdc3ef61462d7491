import { Bell, ShieldCheck } from 'lucide-react'
import type { Notification } from 'supabase-social'
import { useMarkRead, useSignedUrls } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Time } from '../../ui/time.tsx'
import { FollowButton } from '../people/follow-button.tsx'
import { RequestButtons } from '../people/request-buttons.tsx'
import { describe } from './describe.ts'
import { NotificationLink } from './notification-link.tsx'
import styles from './notifications.module.css'

const OF_STAFF = ['sanction', 'report_decision', 'appeal_decision', 'report_waiting']

/** One notification, which leads to what it is about. */
export function NotificationRow({ notification }: { notification: Notification }) {
  const markRead = useMarkRead()
  const { id, body, latest_at, is_read, thumbnail_path } = notification
  const read = () => {
    if (!is_read) markRead.mutate([id])
  }
  return (
    <div className={styles.row} data-unread={!is_read || undefined}>
      <NotificationLink notification={notification} onFollow={read}>
        <Who notification={notification} />
        <span className={styles.text}>
          {!is_read && <span className="visually-hidden">{strings.notifications.unread}: </span>}
          <span className={styles.sentence}>{describe(notification)}</span>
          {body && <span className={styles.body}>{body}</span>}
          <span className="soft small">
            <Time at={latest_at} />
          </span>
        </span>
        {thumbnail_path && <Thumbnail path={thumbnail_path} />}
      </NotificationLink>
      <Answer notification={notification} />
    </div>
  )
}

function Who({ notification: { kind, actors } }: { notification: Notification }) {
  const [first, second] = actors
  if (!first) {
    return (
      <span className={styles.sign}>
        {OF_STAFF.includes(kind) ? <ShieldCheck aria-hidden /> : <Bell aria-hidden />}
      </span>
    )
  }
  return (
    <span className={styles.who} data-two={second ? true : undefined}>
      {[first, ...(second ? [second] : [])].map(({ id, username, display_name, avatar_path }) => (
        <Avatar
          key={id}
          path={avatar_path}
          name={display_name ?? username}
          size={second ? 34 : 48}
        />
      ))}
    </span>
  )
}

function Thumbnail({ path }: { path: string }) {
  const url = useSignedUrls([path]).get(path)
  return (
    <span className={styles.thumbnail}>
      {url && <img src={url} alt="" width={48} height={48} loading="lazy" />}
    </span>
  )
}

/** What you can answer without leaving the page. */
function Answer({ notification: { kind, actors, other_count } }: { notification: Notification }) {
  const [actor] = actors
  if (!actor || actors.length + other_count > 1) return null
  if (kind === 'follow_request' && actor.followed_by_state === 'pending') {
    return (
      <div className={styles.answer}>
        <RequestButtons person={actor} />
      </div>
    )
  }
  if (kind !== 'follow' && kind !== 'follow_request') return null
  return (
    <div className={styles.answer}>
      <FollowButton person={actor} />
    </div>
  )
}
