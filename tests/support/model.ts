import { CountModel } from './count-model.ts'
import type { Comment, CommentPolicy, Visibility } from './visibility-model.ts'

/**
 * A model of the commands, in memory. Each method changes the model like the real command, and
 * returns the answer that the real command must give. The keys of people, posts and comments are
 * their ids in the database.
 */
export class Model extends CountModel {
  private pins = 0

  join(key: string): void {
    const standing = {
      isPrivate: false,
      isLimited: false,
      isSuspended: false,
      isDeactivated: false,
      isUnconfirmed: false,
    }
    this.accounts.push({ key, ...standing, followers: 'public', following: 'public' })
  }

  has(person: string): boolean {
    return this.accounts.some(({ key }) => key === person)
  }

  private between(set: Set<string>, a: string, b: string): void {
    set.delete(`${a}>${b}`)
    set.delete(`${b}>${a}`)
  }

  follow(follower: string, followee: string): string {
    if (follower === followee) return 'cannot_follow_self'
    if (!this.seesPerson(follower, followee)) return 'profile_not_found'
    const edge = `${follower}>${followee}`
    if (!this.edges.has(edge)) this.edges.set(edge, !this.account(followee).isPrivate)
    return 'ok'
  }

  unfollow(follower: string, followee: string): string {
    if (this.edges.delete(`${follower}>${followee}`)) {
      this.closeFriends.delete(`${followee}>${follower}`)
    }
    return 'ok'
  }

  accept(followee: string, follower: string): string {
    const edge = `${follower}>${followee}`
    if (!this.seesPerson(followee, follower) || !this.edges.has(edge))
      return 'follow_request_not_found'
    this.edges.set(edge, true)
    return 'ok'
  }

  reject(followee: string, follower: string): string {
    if (this.edges.get(`${follower}>${followee}`) === false) this.unfollow(follower, followee)
    return 'ok'
  }

  removeFollower(followee: string, follower: string): string {
    this.closeFriends.delete(`${followee}>${follower}`)
    return this.unfollow(follower, followee)
  }

  lock(person: string, isPrivate: boolean): string {
    if (this.account(person).isPrivate && !isPrivate) {
      for (const edge of this.edges.keys())
        if (edge.endsWith(`>${person}`)) this.edges.set(edge, true)
    }
    this.account(person).isPrivate = isPrivate
    return 'ok'
  }

  block(blocker: string, blocked: string): string {
    if (blocker === blocked) return 'cannot_block_self'
    if (this.blocks.has(`${blocker}>${blocked}`) && this.isThere(blocked)) return 'ok'
    if (!this.seesPerson(blocker, blocked)) return 'profile_not_found'
    this.blocks.add(`${blocker}>${blocked}`)
    this.unfollow(blocker, blocked)
    this.unfollow(blocked, blocker)
    this.between(this.closeFriends, blocker, blocked)
    return 'ok'
  }

  relate(set: Set<string>, who: string, whom: string, self: string): string {
    if (who === whom) return self
    if (!this.seesPerson(who, whom)) return 'profile_not_found'
    set.add(`${who}>${whom}`)
    return 'ok'
  }

  likeComment(who: string, comment: Comment): string {
    if (!this.seesComment(who, comment)) return 'comment_not_found'
    this.commentLikes.add(`${who}>${comment.key}`)
    return 'ok'
  }

  addPost(
    key: string,
    author: string,
    visibility: Visibility,
    commentPolicy: CommentPolicy = 'everyone',
  ): void {
    const hidden = { isArchived: false, isDeleted: false, isHiddenByStaff: false, pin: 0 }
    this.posts.push({ key, author, visibility, commentPolicy, ...hidden })
  }

  /**
   * Returns `ok` if a person may act on a post as its author. Returns the expected error if not.
   */
  own(who: string, key: string): string {
    const post = this.post(key)
    if (!post || !this.seesPost(who, post)) return 'post_not_found'
    return post.author === who ? 'ok' : 'not_author'
  }

  pinPost(who: string, key: string): string {
    const outcome = this.own(who, key)
    if (outcome !== 'ok' || this.post(key).pin > 0) return outcome
    if (this.pinned(who) >= 3) return 'pins_too_many'
    this.post(key).pin = ++this.pins
    return 'ok'
  }

  /**
   * Returns `ok` if a person may act on a comment as the author of the post. Returns the expected
   * error if not.
   */
  hosted(who: string, comment: Comment): string {
    if (!this.has(who) || !this.seesComment(who, comment)) return 'comment_not_found'
    return this.post(comment.post).author === who ? 'ok' : 'not_author'
  }

  /** People can always delete their own comments. A comment that they cannot see is erased. */
  deleteComment(who: string, comment: Comment): string {
    const isSeen = this.seesComment(who, comment)
    if (comment.author !== who || isSeen) {
      const outcome = comment.author === who ? 'ok' : this.hosted(who, comment)
      if (outcome === 'ok') Object.assign(comment, { isDeleted: true, deleter: who })
      return outcome
    }
    if (comment.isDeleted && comment.deleter === who) return 'comment_not_found'
    this.eraseComment(comment.key)
    return 'ok'
  }

  addComment(key: string, post: string, author: string, parent: string | null = null): void {
    const shown = { pin: 0, isDeleted: false, isHiddenByPostAuthor: false, isHiddenByStaff: false }
    this.comments.push({ key, post, author, parent, ...shown })
  }

  restoreComment(who: string, comment: Comment): string {
    const isOwn = comment.deleter === who
    const parent = this.comments.find(({ key }) => key === comment.parent)
    const outcome = isOwn ? this.commenting(who, this.post(comment.post), parent) : 'ok'
    if (outcome !== 'ok') return outcome
    if (isOwn && parent && this.isBlocked(comment.author, parent.author ?? ''))
      return 'comment_not_found'
    const { isDeleted, deleter } = comment
    if (isOwn) Object.assign(comment, { isDeleted: false, deleter: undefined })
    if (this.seesComment(who, comment)) return 'ok'
    Object.assign(comment, { isDeleted, deleter })
    return 'comment_not_found'
  }

  private eraseComment(key: string): void {
    const comment = this.comments.find((each) => each.key === key)
    if (!comment) return
    this.commentLikes = without(this.commentLikes, (like) => like.endsWith(`>${key}`))
    if (this.comments.some(({ parent }) => parent === key)) {
      const erased = { author: null, deleter: undefined, isDeleted: true }
      Object.assign(comment, { ...erased, isHiddenByPostAuthor: false, isHiddenByStaff: false })
      return
    }
    this.comments = this.comments.filter((each) => each !== comment)
    const parent = this.comments.find((each) => each.key === comment.parent)
    if (parent?.author === null) this.eraseComment(parent.key)
  }

  private pinned(who: string): number {
    return this.posts.filter(
      ({ author, pin, isDeleted }) => author === who && pin > 0 && !isDeleted,
    ).length
  }

  restorePost(who: string, key: string): string {
    const post = this.post(key)
    if (post?.author !== who) return 'post_not_found'
    if (post.isDeleted && this.pinned(who) >= 3) post.pin = 0
    post.isDeleted = false
    return 'ok'
  }

  private erasePost(key: string): void {
    this.posts = this.posts.filter((post) => post.key !== key)
    this.likes = without(this.likes, (like) => like.endsWith(`>${key}`))
    this.comments = this.comments.filter(({ post }) => post !== key)
  }

  leave(person: string): void {
    for (const { key, author } of this.posts) if (author === person) this.erasePost(key)
    for (const { key, author } of this.comments.toReversed())
      if (author === person) this.eraseComment(key)
    for (const name of ['likes', 'commentLikes', 'blocks', 'mutes', 'closeFriends'] as const)
      this[name] = without(this[name], (pair) => pair.includes(person))
    for (const edge of [...this.edges.keys()]) if (edge.includes(person)) this.edges.delete(edge)
    this.accounts = this.accounts.filter(({ key }) => key !== person)
  }
}

function without(set: Set<string>, isGone: (item: string) => boolean): Set<string> {
  return new Set([...set].filter((item) => !isGone(item)))
}
