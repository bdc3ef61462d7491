import { Model } from './model.ts'
import type { Group, Listed, Notification, Source } from './notification-rows.ts'
import type { Comment, Post } from './visibility-model.ts'

const DAY = 24 * 60

/**
 * A model of the notifications, in memory. It is written from docs/notifications.md. The model
 * remembers every notification that a command wrote. Each read decides again what the recipient may
 * see.
 */
export class NotificationModel extends Model {
  /** The number of notifications that were written. */
  written = 0
  /** The time in minutes, and the number of the last event. Events have no other time. */
  minute = 0
  private clock = 0
  groups: Group[] = []
  notifications: Notification[] = []
  private seenAt = new Map<string, number>()
  readonly preferences = new Map<string, Source>()
  /** The end of each mute that ends by itself, in minutes. */
  readonly muteEnds = new Map<string, number>()
  mutedPosts = new Set<string>()
  bells = new Set<string>()
  /** New posts for which the worker has yet to notify the people who rang the bell. */
  queue: string[] = []
  /** The people whom a post or comment mentions, by the id of the post or comment. */
  readonly mentions = new Map<string, Set<string>>()
  readonly deleted = new Set<string>()
  /** The text of each post and comment. */
  readonly texts = new Map<string, string>()
  /** The muted words (`person>word`), and the minute when each mute ends. */
  readonly words = new Map<string, number>()

  override isThere(person: string | undefined): boolean {
    return super.isThere(person) && !this.deleted.has(person ?? '')
  }

  private wants(recipient: string, kind: string, actor: string, post: string | null): boolean {
    const source = this.preferences.get(`${recipient} ${kind}`) ?? 'everybody'
    if (recipient === actor || source === 'nobody' || this.isBlocked(recipient, actor)) return false
    if (source === 'following' && !this.follows(recipient, actor)) return false
    if (this.mutes.has(`${recipient}>${actor}`)) return false
    return !this.mutedPosts.has(`${recipient}>${post}`)
  }

  /** Writes a notification. Returns whether it is new. An actor of null is the staff. */
  notify(
    recipient: string,
    kind: string,
    actor: string | null,
    object: string,
    target: string,
    post: string | null = null,
  ): boolean {
    if (actor !== null && !this.wants(recipient, kind, actor, post)) return false
    const by = actor ?? recipient
    const alike = this.groups.filter(
      (each) => each.recipient === recipient && each.kind === kind && each.target === target,
    )
    let group = alike.at(-1)
    if (!group || this.minute - group.opened >= DAY) {
      const time = { opened: this.minute, readAt: 0 }
      group = { recipient, kind, target, ...time }
      this.groups.push(group)
    }
    const same = this.notifications.find(
      (each) => alike.includes(each.group) && each.actor === by && each.object === object,
    )
    if (same?.group === group) return false
    this.notifications = this.notifications.filter((each) => each !== same)
    this.written++
    this.notifications.push({ group, actor: by, object, at: ++this.clock })
    return true
  }

  commented(comment: Comment): void {
    const { key, post, author } = comment
    const parent = this.comments.find((each) => each.key === comment.parent)
    const host = this.post(post).author
    const told: string[] = []
    if (parent?.author && this.seesComment(parent.author, parent)) {
      if (this.notify(parent.author, 'reply', author, key, parent.key, post))
        told.push(parent.author)
    }
    if (!told.includes(host) && this.notify(host, 'comment', author, key, post, post))
      told.push(host)
    this.mentionedInComment(comment, told)
  }

  mentionedInComment(comment: Comment, told: (string | null)[]): void {
    const { key, post, author } = comment
    for (const person of this.mentions.get(key) ?? []) {
      if (!told.includes(person) && this.seesComment(person, comment))
        this.notify(person, 'comment_mention', author, key, key, post)
    }
  }

  mentionedInPost({ key, author }: Post, told: string[]): void {
    for (const person of this.mentions.get(key) ?? []) {
      if (!told.includes(person) && this.seesPost(person, this.post(key)))
        this.notify(person, 'post_mention', author, key, key, key)
    }
  }

  /**
   * Does the work of the worker: rings the bells, and forgets the groups whose last notification
   * can only be older than 90 days.
   */
  work(): void {
    for (const key of this.queue) {
      const post = this.posts.find((each) => each.key === key)
      for (const bell of post ? this.bells : []) {
        const [ringer, author] = bell.split('>') as [string, string]
        if (post?.author === author && this.seesPost(ringer, post))
          this.notify(ringer, 'new_post', author, key, key, key)
      }
    }
    this.queue = []
    this.forget((group) => this.minute - group.opened >= (90 + 1) * DAY)
  }

  private forget(isGone: (group: Group) => boolean): void {
    this.groups = this.groups.filter((group) => !isGone(group))
    this.notifications = this.notifications.filter(({ group }) => this.groups.includes(group))
  }

  /** A person leaves for ever. The worker erases the account in the same run. */
  override leave(person: string): void {
    this.deleted.add(person)
    this.work()
    super.leave(person)
    this.notifications = this.notifications.filter(({ actor }) => actor !== person)
    this.forget(({ recipient }) => recipient === person)
    for (const people of this.mentions.values()) people.delete(person)
    for (const name of ['bells', 'mutedPosts'] as const)
      this[name] = new Set([...this[name]].filter((pair) => !pair.includes(person)))
  }

  pass(minutes: number): void {
    this.minute += minutes
    for (const [pair, end] of this.muteEnds) {
      if (end > this.minute) continue
      this.muteEnds.delete(pair)
      this.mutes.delete(pair)
    }
    for (const [pair, end] of this.words) if (end <= this.minute) this.words.delete(pair)
  }

  /** Returns whether somebody else wrote a post or comment with a word that the person mutes. */
  private isMuted(person: string, key: string): boolean {
    const isSame = (each: { key: string }) => each.key === key
    const author = (this.posts.find(isSame) ?? this.comments.find(isSame))?.author
    const text = this.texts.get(key) ?? ''
    const isWritten = (pair: string) => text.split(/\W/).includes(pair.split('>')[1] as string)
    return (
      author !== person &&
      [...this.words.keys()].some((pair) => pair.startsWith(person) && isWritten(pair))
    )
  }

  private isVisible({ group, actor, object }: Notification): boolean {
    const { recipient, kind, target } = group
    if (kind === 'sanction') return true
    if (!this.isThere(actor) || this.isBlocked(recipient, actor)) return false
    if (this.mutes.has(`${recipient}>${actor}`) || this.isMuted(recipient, object)) return false
    const seesPost = this.posts.some(
      (post) => post.key === object && this.seesPost(recipient, post),
    )
    const seesComment = (key: string) =>
      this.comments.some((comment) => comment.key === key && this.seesComment(recipient, comment))
    const isMentioned = this.mentions.get(object)?.has(recipient) ?? false
    const incoming = this.edges.get(`${actor}>${recipient}`)
    const causes: Record<string, boolean> = {
      post_like: seesPost && this.likes.has(`${actor}>${object}`),
      comment_like: seesComment(object) && this.commentLikes.has(`${actor}>${object}`),
      comment: seesComment(object),
      reply: seesComment(object) && seesComment(target),
      post_mention: seesPost && isMentioned,
      comment_mention: seesComment(object) && isMentioned,
      follow: incoming === true,
      follow_request: incoming === false,
      request_accepted: this.follows(recipient, actor),
      new_post: seesPost,
    }
    return causes[kind] ?? false
  }

  private visible(recipient: string): { group: Group; latest: Notification[] }[] {
    return this.groups
      .filter((group) => group.recipient === recipient)
      .map((group) => {
        const own = this.notifications.filter((each) => each.group === group)
        const latest = own.filter((each) => this.isVisible(each)).toSorted((a, b) => b.at - a.at)
        return { group, latest }
      })
      .filter(({ latest }) => latest.length > 0)
      .toSorted((a, b) => at(b.latest) - at(a.latest))
  }

  /** Returns the list of notifications as the person sees it, latest first. */
  listed(person: string): Listed[] {
    const seen = this.seenAt.get(person) ?? 0
    return this.visible(person).map(({ group, latest }) => {
      const { kind, readAt } = group
      const { target } = group
      const actors = kind === 'sanction' ? [] : [...new Set(latest.map(({ actor }) => actor))]
      const object = latest[0]?.object ?? ''
      const comment = this.comments.find(({ key }) => key === object)
      return {
        ...{ kind, actors: actors.slice(0, 3), otherCount: Math.max(actors.length - 3, 0) },
        object: kind === 'sanction' ? object : target,
        post: comment?.post ?? this.posts.find(({ key }) => key === object)?.key ?? null,
        comment: comment?.key ?? null,
        isSeen: at(latest) <= Math.max(seen, readAt),
        isRead: at(latest) <= readAt,
      }
    })
  }

  unseen(person: string): number {
    return this.listed(person).filter(({ isSeen }) => !isSeen).length
  }

  /** Marks the list as seen, up to the row at this place. */
  see(person: string, place: number): void {
    const row = this.visible(person)[place]
    if (row) this.seenAt.set(person, Math.max(this.seenAt.get(person) ?? 0, at(row.latest)))
  }

  read(person: string, place: number): void {
    const row = this.visible(person)[place]
    if (row) row.group.readAt = ++this.clock
  }
}

function at(latest: Notification[]): number {
  return latest[0]?.at ?? 0
}
