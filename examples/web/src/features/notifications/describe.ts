import type { Notification } from 'supabase-social'
import { strings } from '../../strings.ts'

const NAMED = 2

/** Says in a sentence what a notification is about. */
export function describe({ kind, actors, other_count }: Notification): string {
  const names = actors.slice(0, NAMED).map(({ username, display_name }) => display_name ?? username)
  const others = actors.length - names.length + other_count
  const who =
    names.length > 0 ? strings.notifications.who(names, others) : strings.notifications.someone
  const { kinds } = strings.notifications
  if (kind in kinds) return kinds[kind as keyof typeof kinds](who, names.length + others <= 1)
  return strings.notifications.other(who)
}

/** The times that the page has headings for. */
export type Period = keyof typeof strings.notifications.groups

/** Splits notifications into those of today, of the week and of earlier days. */
export function byPeriod(
  items: readonly Notification[],
): { period: Period; items: Notification[] }[] {
  const midnight = new Date().setHours(0, 0, 0, 0)
  const weekAgo = midnight - 6 * 86_400_000
  const periodOf = ({ latest_at }: Notification): Period => {
    const time = Date.parse(latest_at)
    return time >= midnight ? 'today' : time >= weekAgo ? 'week' : 'earlier'
  }
  const periods: Period[] = ['today', 'week', 'earlier']
  return periods
    .map((period) => ({ period, items: items.filter((item) => periodOf(item) === period) }))
    .filter((group) => group.items.length > 0)
}
