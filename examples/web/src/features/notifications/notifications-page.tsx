import { Link } from '@tanstack/react-router'
import { UserRoundPlus } from 'lucide-react'
import type { Notification } from 'supabase-social'
import { useFollowRequests, useMarkRead, useNotifications } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Endless } from '../../ui/endless.tsx'
import { News } from '../../ui/news.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { byPeriod } from './describe.ts'
import { NotificationRow } from './notification-row.tsx'
import styles from './notifications.module.css'
import { useSeen } from './use-seen.ts'

/** What others did that concerns you. New ones arrive while the page is open. */
export function NotificationsPage() {
  const list = useNotifications()
  const markRead = useMarkRead()
  useSeen(list)
  const unread = list.items.filter(({ is_read }) => !is_read).map(({ id }) => id)
  // The server marks so many at once.
  const some = unread.slice(0, 200)
  return (
    <Page
      title={strings.notifications.title}
      actions={
        <>
          {unread.length > 0 && (
            <Button
              size="small"
              kind="quiet"
              isPending={markRead.isPending}
              onClick={() => markRead.mutate(some)}
            >
              {strings.notifications.readAll}
            </Button>
          )}
          <ButtonLink to="/settings/notifications" size="small" kind="quiet">
            {strings.notifications.settings}
          </ButtonLink>
        </>
      }
    >
      <Requests />
      <News count={list.newCount} label={strings.notifications.newRows} onShow={list.showNew} />
      <Endless
        list={list}
        skeleton="people"
        empty={
          <EmptyState
            title={strings.notifications.empty}
            text={strings.notifications.emptyText}
            action={
              <ButtonLink to="/people" kind="primary">
                {strings.notifications.findPeople}
              </ButtonLink>
            }
          />
        }
      >
        {(items) => byPeriod(items).map((group) => <Group key={group.period} {...group} />)}
      </Endless>
    </Page>
  )
}

function Group({ period, items }: ReturnType<typeof byPeriod>[number]) {
  const id = `notifications-${period}`
  return (
    <section className="stack" aria-labelledby={id}>
      <h2 id={id}>{strings.notifications.groups[period]}</h2>
      <ul className={styles.list}>
        {items.map((notification: Notification) => (
          <li key={notification.id}>
            <NotificationRow notification={notification} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Leads to the follow requests, while there are any. */
function Requests() {
  const { items, newCount, query } = useFollowRequests()
  const count = items.length + newCount
  if (count === 0) return null
  return (
    <Link to="/requests" className={styles.requests}>
      <UserRoundPlus aria-hidden />
      {strings.notifications.requests(count, query.hasNextPage)}
    </Link>
  )
}
