import type { Notification } from '../notification-types.ts'

/**
 * The time in which a notification can appear below a newer one, in microseconds. The database
 * sets the time of a notification before it commits, and a second transaction may commit first.
 */
const OVERLAP = 5 * 60 * 1_000_000

type GroupVersion = Pick<Notification, 'id' | 'latest_at'>

/** Remembers which notifications the app already got, so that it gets each one once. */
export class Deduplicator {
  /** The newest time of each group that is younger than the overlap. */
  readonly #known = new Map<string, number>()
  /** The newest time of all groups. Undefined before the first read. */
  #newest: number | undefined

  /**
   * Returns whether a read may end after this page of groups, newest first: everything after it is
   * too old to be new.
   */
  isEnough(first: GroupVersion | undefined, last: GroupVersion | undefined): boolean {
    if (!first || !last) return true
    return microseconds(last.latest_at) < (this.#newest ?? microseconds(first.latest_at)) - OVERLAP
  }

  /**
   * Takes the groups of a complete read. Returns those that are new or have grown since the last
   * read, oldest first. The first read returns nothing: the app lists these groups itself.
   */
  takeNew<Group extends GroupVersion>(groups: Group[]): Group[] {
    const isFirst = this.#newest === undefined
    const limit = (this.#newest ?? Number.NEGATIVE_INFINITY) - OVERLAP
    const news = groups.filter(({ id, latest_at }) => {
      const time = microseconds(latest_at)
      const isNew = time >= limit && time > (this.#known.get(id) ?? Number.NEGATIVE_INFINITY)
      if (isNew) this.#known.set(id, time)
      return isNew
    })
    const times = groups.map(({ latest_at }) => microseconds(latest_at))
    this.#newest = Math.max(this.#newest ?? Number.NEGATIVE_INFINITY, ...times)
    this.#forget()
    return isFirst ? [] : news.reverse()
  }

  #forget(): void {
    for (const [id, time] of this.#known) {
      if (time < (this.#newest ?? 0) - OVERLAP) this.#known.delete(id)
    }
  }
}

/** Converts a time of the database, which has microseconds, to a number. */
export function microseconds(time: string): number {
  const digits = /\.\d{3}(\d{1,3})/.exec(time)?.[1] ?? ''
  return (Date.parse(time) || 0) * 1000 + Number(digits.padEnd(3, '0'))
}
