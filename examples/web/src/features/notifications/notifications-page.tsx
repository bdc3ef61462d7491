import { Link } from '@tanstack/react-router'
import { UserRoundPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Notification, ProfileCard } from 'supabase-social'
import { type List, useFollowRequests, useMarkRead, useNotifications } from 'supabase-social/react'
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
  const requests = useFollowRequests()
  useSeen(list)
  // The row of the requests is above the list, and the list must not move down for it.
  const isPending = list.query.isPending || requests.query.isPending
  return (
    <Page
      title={strings.notifications.title}
      actions={
        <ButtonLink to="/settings/notifications" size="small" kind="quiet">
          {strings.notifications.settings}
        </ButtonLink>
      }
    >
      {!isPending && <Requests list={requests} />}
      <News count={list.newCount} label={strings.notifications.newRows} onShow={list.showNew} />
      <Endless
        list={{ items: list.items, query: { ...list.query, isPending } }}
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
        {(items) =>
          byPeriod(items).map((group, index) => (
            <Group key={group.period} {...group}>
              {index === 0 && <ReadAllButton items={items} />}
            </Group>
          ))
        }
      </Endless>
    </Page>
  )
}

type GroupProps = ReturnType<typeof byPeriod>[number] & { children: ReactNode }

function Group({ period, items, children }: GroupProps) {
  const id = `notifications-${period}`
  return (
    <section className="stack" aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{strings.notifications.groups[period]}</h2>
        {children}
      </div>
      <ul className={styles.list}>
        {items.map((notification) => (
          <li key={notification.id}>
            <NotificationRow notification={notification} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function ReadAllButton({ items }: { items: readonly Notification[] }) {
  const markRead = useMarkRead()
  const unread = items.filter(({ is_read }) => !is_read).map(({ id }) => id)
  // The server marks so many at once.
  const some = unread.slice(0, 200)
  if (some.length === 0) return null
  return (
    <Button
      size="small"
      kind="quiet"
      isPending={markRead.isPending}
      onClick={() => markRead.mutate(some)}
    >
      {strings.notifications.readAll}
    </Button>
  )
}

/** Leads to the follow requests, while there are any. */
function Requests({ list: { items, newCount, query } }: { list: List<ProfileCard> }) {
  const count = items.length + newCount
  if (count === 0) return null
  return (
    <Link to="/requests" className={styles.requests}>
      <UserRoundPlus aria-hidden />
      {strings.notifications.requests(count, query.hasNextPage)}
    </Link>
  )
}
