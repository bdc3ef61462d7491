/**
 * An independent model of who may see what. It is written from docs/data-model.md, and not from the
 * SQL. The model does not import src/cli/prove/expected, so that it does not repeat a mistake in
 * those files. Keys are short: `p0` is a person, `o3` a post, `c5` a comment.
 */
export type Visibility = 'public' | 'followers' | 'close_friends' | 'only_me'
export type ListVisibility = 'public' | 'followers' | 'only_me'
export type CommentPolicy = 'everyone' | 'followers' | 'following' | 'mutuals' | 'nobody'
/** A person's key, or null for somebody who is not signed in. */
export type Viewer = string | null

export interface Account {
  key: string
  isPrivate: boolean
  isLimited: boolean
  isSuspended: boolean
  isDeactivated: boolean
  isUnconfirmed: boolean
  followers: ListVisibility
  following: ListVisibility
}

export interface Post {
  key: string
  author: string
  visibility: Visibility
  isArchived: boolean
  isDeleted: boolean
  isHiddenByStaff: boolean
  /** Whether the caption contains the word that the people of `mutesWord` mute. */
  hasWord?: boolean
  /**
   * A post that was pinned later has a greater number. The number is 0 if the post is not pinned.
   */
  pin: number
  commentPolicy: CommentPolicy
}

export interface Comment {
  key: string
  post: string
  /** Null if the comment is permanently deleted and its row remains only because it has replies. */
  author: string | null
  parent: string | null
  isDeleted: boolean
  /** The person who deleted the comment and can restore it. */
  deleter?: string
  pin: number
  isHiddenByPostAuthor: boolean
  isHiddenByStaff: boolean
}

export class VisibilityModel {
  accounts: Account[] = []
  /** All posts and all comments, sorted oldest first. */
  posts: Post[] = []
  comments: Comment[] = []
  /**
   * Follows. The key 'p0>p1' means that p0 follows p1. The value is false for a pending request.
   */
  edges = new Map<string, boolean>()
  /** The key 'p0>p1' in `blocks` means that p0 blocks p1. The sets below use the same notation. */
  blocks = new Set<string>()
  mutes = new Set<string>()
  closeFriends = new Set<string>()
  /** The people who mute the word, and those who follow the hashtag of all posts. */
  mutesWord = new Set<string>()
  followsTag = new Set<string>()
  likes = new Set<string>()
  commentLikes = new Set<string>()
  saves = new Set<string>()

  /**
   * A login reads with the rights of the returned person. An inactive account reads like an
   * anonymous visitor, so the function returns null.
   */
  reader(login: Viewer): Viewer {
    return login !== null && this.isThere(login) ? login : null
  }

  account(key: string): Account {
    return this.accounts.find((account) => account.key === key) as Account
  }

  post(key: string): Post {
    return this.posts.find((post) => post.key === key) as Post
  }

  isThere(person: string | undefined): boolean {
    const account = this.accounts.find(({ key }) => key === person)
    return (
      account !== undefined &&
      !account.isSuspended &&
      !account.isDeactivated &&
      !account.isUnconfirmed
    )
  }

  isBlocked(a: Viewer, b: string): boolean {
    return this.blocks.has(`${a}>${b}`) || this.blocks.has(`${b}>${a}`)
  }

  follows(a: Viewer, b: string): boolean {
    return this.edges.get(`${a}>${b}`) === true
  }

  seesPerson(viewer: Viewer, person: string): boolean {
    return viewer === person || (this.isThere(person) && !this.isBlocked(viewer, person))
  }

  /** Whether an account is public. Other people see a limited account as if it were private. */
  private isOpen(person: string): boolean {
    const { isPrivate, isLimited } = this.account(person)
    return !isPrivate && !isLimited
  }

  /** Whether the viewer may see the posts and counts of an account. */
  seesAccount(viewer: Viewer, person: string): boolean {
    if (viewer === person) return true
    if (!this.seesPerson(viewer, person)) return false
    return this.isOpen(person) || this.follows(viewer, person)
  }

  /** Whether the viewer can find a person by the search. */
  finds(viewer: Viewer, person: string): boolean {
    if (viewer === person) return true
    if (!this.seesPerson(viewer, person)) return false
    return !this.account(person).isLimited || this.follows(viewer, person)
  }

  private seesList(viewer: Viewer, person: string, visibility: ListVisibility): boolean {
    if (viewer === person) return true
    if (!this.seesAccount(viewer, person) || visibility === 'only_me') return false
    return visibility === 'public' || this.follows(viewer, person)
  }

  seesFollowers(viewer: Viewer, person: string): boolean {
    return this.seesList(viewer, person, this.account(person).followers)
  }

  seesFollowing(viewer: Viewer, person: string): boolean {
    return this.seesList(viewer, person, this.account(person).following)
  }

  /**
   * Whether the viewer sees a follow. The follower sees the follow if the follower can see the
   * followee. The followee sees the follow if the followee can see the follower. Other people see
   * an accepted follow if they may see both lists that contain the follow.
   */
  seesEdge(viewer: Viewer, follower: string, followee: string): boolean {
    const accepted = this.edges.get(`${follower}>${followee}`)
    if (accepted === undefined) return false
    if (viewer === follower) return this.seesPerson(viewer, followee)
    if (viewer === followee) return this.seesPerson(viewer, follower)
    return accepted && this.seesFollowers(viewer, followee) && this.seesFollowing(viewer, follower)
  }

  followersOf(viewer: Viewer, person: string): string[] {
    return this.accounts
      .map(({ key }) => key)
      .filter((key) => this.follows(key, person) && this.seesFollowers(viewer, person))
      .filter((key) => this.seesEdge(viewer, key, person))
  }

  followingOf(viewer: Viewer, person: string): string[] {
    return this.accounts
      .map(({ key }) => key)
      .filter((key) => this.follows(person, key) && this.seesFollowing(viewer, person))
      .filter((key) => this.seesEdge(viewer, person, key))
  }

  private audience(post: Post): Visibility {
    return post.isArchived || post.isHiddenByStaff ? 'only_me' : post.visibility
  }

  seesPost(viewer: Viewer, post: Post): boolean {
    if (post.isDeleted) return false
    if (post.author === viewer) return true
    if (!this.seesAccount(viewer, post.author)) return false
    switch (this.audience(post)) {
      case 'public':
        return true
      case 'followers':
        return this.follows(viewer, post.author)
      case 'close_friends':
        return this.closeFriends.has(`${post.author}>${viewer}`)
      case 'only_me':
        return false
    }
  }

  /**
   * Returns the visible posts of a profile, without archived posts. Pinned posts come first, and
   * the latest pin comes before earlier pins.
   */
  grid(viewer: Viewer, person: string): string[] {
    const shown = this.posts.filter(
      (post) => post.author === person && !post.isArchived && this.seesPost(viewer, post),
    )
    return pinnedFirst(shown)
  }

  /**
   * Returns the home feed: own posts, visible posts of followees, and public posts with a followed
   * hashtag. Leaves out people and words that the viewer mutes.
   */
  home(viewer: string): string[] {
    const isFollowed = (post: Post) =>
      post.author === viewer ||
      this.follows(viewer, post.author) ||
      (this.followsTag.has(viewer) && this.isPublic(post))
    return this.posts
      .filter((post) => this.audience(post) !== 'only_me' && this.seesPost(viewer, post))
      .filter((post) => isFollowed(post) && this.isWanted(viewer, post))
      .map(({ key }) => key)
      .reverse()
  }

  /** Whether a post is public, and so is the account of its author. */
  isPublic(post: Post): boolean {
    const isShown = !post.isDeleted && this.audience(post) === 'public'
    return isShown && this.isThere(post.author) && this.isOpen(post.author)
  }

  /** Whether the viewer mutes neither the author nor a word of a post. Own posts are never muted. */
  isWanted(viewer: Viewer, { author, hasWord }: Post): boolean {
    if (author === viewer) return true
    return !this.mutes.has(`${viewer}>${author}`) && !(hasWord && this.mutesWord.has(viewer ?? ''))
  }

  /** Returns the posts of the hashtag that all posts have, latest first. */
  tagged(viewer: Viewer): string[] {
    return this.posts
      .filter((post) => this.isPublic(post) && this.seesPost(viewer, post))
      .filter((post) => this.isWanted(viewer, post))
      .map(({ key }) => key)
      .reverse()
  }

  /** Returns the posts that a search for a word of all posts finds, latest first. */
  searched(viewer: Viewer): string[] {
    return this.posts
      .filter((post) => this.seesPost(viewer, post) && this.isWanted(viewer, post))
      .filter(({ isArchived, isHiddenByStaff }) => !isArchived && !isHiddenByStaff)
      .map(({ key }) => key)
      .reverse()
  }

  counts(person: string): string {
    const posts = this.posts.filter(
      (post) => post.author === person && !post.isDeleted && this.audience(post) !== 'only_me',
    )
    const accepted = [...this.edges]
      .filter(
        ([edge, isAccepted]) => isAccepted && edge.split('>').every((end) => this.isThere(end)),
      )
      .map(([edge]) => edge)
    const followers = accepted.filter((edge) => edge.endsWith(`>${person}`))
    const following = accepted.filter((edge) => edge.startsWith(`${person}>`))
    return `${posts.length} ${followers.length} ${following.length}`
  }

  private isShown(viewer: Viewer, comment: Comment): boolean {
    const host = this.post(comment.post).author
    if (comment.isDeleted) return false
    if (comment.author === null || comment.author === viewer) return true
    if (comment.isHiddenByStaff) return false
    if (comment.isHiddenByPostAuthor && viewer !== host) return false
    // If the author of the post blocks the author of the comment, only the author of the comment
    // sees the comment.
    if (this.blocks.has(`${host}>${comment.author}`)) return false
    return this.seesPerson(viewer, comment.author)
  }

  /** Whether the viewer sees a comment itself, and not only its tombstone. */
  seesComment(viewer: Viewer, comment: Comment): boolean {
    return this.seesPost(viewer, this.post(comment.post)) && this.isShown(viewer, comment)
  }

  /**
   * Whether lists show a comment or its tombstone. A tombstone takes the place of a comment that
   * the viewer does not see, as long as the viewer sees a reply below it.
   */
  isListed(viewer: Viewer, comment: Comment): boolean {
    return (
      this.seesComment(viewer, comment) ||
      this.comments.some((reply) => reply.parent === comment.key && this.isListed(viewer, reply))
    )
  }

  private parent({ parent }: Comment): Comment | undefined {
    return this.comments.find(({ key }) => key === parent)
  }

  root(comment: Comment): Comment {
    const parent = this.parent(comment)
    return parent ? this.root(parent) : comment
  }

  /**
   * Returns the top-level comments of a post: first the pinned comments, then the newest comments.
   */
  page(viewer: Viewer, post: Post): string[] {
    const roots = this.comments.filter(
      (comment) => comment.post === post.key && comment.parent === null,
    )
    const listed = roots.filter((comment) => this.isListed(viewer, comment))
    return pinnedFirst(
      listed.map((comment) => ({
        key: comment.key,
        pin: this.seesComment(viewer, comment) ? comment.pin : 0,
      })),
    )
  }

  /** Returns the replies below a top-level comment, oldest first. */
  thread(viewer: Viewer, root: Comment): string[] {
    return this.comments
      .filter((comment) => comment.parent !== null && this.root(comment) === root)
      .filter((comment) => this.isListed(viewer, comment))
      .map(({ key }) => key)
  }

  /**
   * Returns `ok` if the viewer may write this comment or reply. Returns the expected error if not.
   */
  commenting(viewer: string, post: Post, parent?: Comment): string {
    if (!this.seesPost(viewer, post)) return 'post_not_found'
    const follows = this.follows(viewer, post.author)
    const isFollowed = this.follows(post.author, viewer)
    const isAllowed = {
      everyone: true,
      followers: follows,
      following: isFollowed,
      mutuals: follows && isFollowed,
      nobody: false,
    }[post.commentPolicy]
    if (!isAllowed && viewer !== post.author) return 'comments_closed'
    if (!parent) return 'ok'
    return this.seesComment(viewer, parent) ? 'ok' : 'comment_not_found'
  }
}

function pinnedFirst(items: { key: string; pin: number }[]): string[] {
  return items
    .toReversed()
    .toSorted((a, b) => b.pin - a.pin)
    .map(({ key }) => key)
}
