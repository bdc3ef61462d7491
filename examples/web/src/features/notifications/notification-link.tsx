import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Notification } from 'supabase-social'
import { useMe } from 'supabase-social/react'
import styles from './notifications.module.css'

interface NotificationLinkProps {
  notification: Notification
  onFollow: () => void
  children: ReactNode
}

/** Leads to what a notification is about. A kind that this app does not know leads nowhere. */
export function NotificationLink({ notification, onFollow, children }: NotificationLinkProps) {
  const { data: me } = useMe()
  const { kind, post_id, comment_id, actors, other_count } = notification
  const [actor] = actors
  const look = { className: styles.link, onClick: onFollow, children }
  if (kind === 'sanction' || kind === 'appeal_decision') {
    return <Link to="/settings/sanctions" {...look} />
  }
  if (kind === 'report_decision') return <Link to="/settings/reports" {...look} />
  if (kind === 'report_waiting') return <Link to="/staff" {...look} />
  if (kind === 'follow_request') return <Link to="/requests" {...look} />
  if (kind === 'follow' && me && actors.length + other_count > 1) {
    return <Link to="/u/$username/followers" params={{ username: me.username }} {...look} />
  }
  if (post_id) {
    const hash = comment_id ? 'comments' : undefined
    return <Link to="/p/$postId" params={{ postId: post_id }} {...(hash && { hash })} {...look} />
  }
  if (actor) return <Link to="/u/$username" params={{ username: actor.username }} {...look} />
  return <div className={styles.link}>{children}</div>
}
