/** A plain model of the rules in memory, written without a look at the SQL. */
export type Visibility = 'public' | 'followers' | 'only_me'

export class Model {
  readonly private = new Set<string>()
  /** Who deleted the account. */
  readonly left = new Set<string>()
  /** 'follower>followee' → accepted? */
  readonly edges = new Map<string, boolean>()
  /** Oldest first. */
  posts: { id: string; author: string; visibility: Visibility }[] = []
  likes = new Set<string>()
  comments: {
    id: string
    post: string
    author: string
    parent: string | null
    root: string | null
    isTombstone: boolean
  }[] = []

  follows(follower: string, followee: string): boolean {
    return this.edges.get(`${follower}>${followee}`) === true
  }

  sees(viewer: string, post: { author: string; visibility: Visibility } | undefined): boolean {
    if (!post) return false
    if (post.author === viewer) return true
    if (post.visibility === 'only_me') return false
    if (this.follows(viewer, post.author)) return true
    return post.visibility === 'public' && !this.private.has(post.author)
  }

  post(id: string) {
    return this.posts.find((post) => post.id === id)
  }

  home(viewer: string): string[] {
    return this.posts
      .filter(({ author, visibility }) => {
        if (visibility === 'only_me') return false
        return author === viewer || this.follows(viewer, author)
      })
      .map(({ id }) => id)
      .reverse()
  }

  grid(viewer: string, author: string): string[] {
    return this.posts
      .filter((post) => post.author === author && this.sees(viewer, post))
      .map(({ id }) => id)
      .reverse()
  }

  follow(follower: string, followee: string): string {
    if (follower === followee) return 'cannot_follow_self'
    const edge = `${follower}>${followee}`
    if (this.left.has(followee)) return 'profile_not_found'
    if (!this.edges.has(edge)) this.edges.set(edge, !this.private.has(followee))
    return 'ok'
  }

  accept(followee: string, follower: string): string {
    const edge = `${follower}>${followee}`
    if (!this.edges.has(edge)) return 'follow_request_not_found'
    this.edges.set(edge, true)
    return 'ok'
  }

  reject(followee: string, follower: string): string {
    const edge = `${follower}>${followee}`
    if (this.edges.get(edge) === false) this.edges.delete(edge)
    return 'ok'
  }

  unlock(account: string): void {
    if (!this.private.delete(account)) return
    for (const edge of this.edges.keys()) {
      if (edge.endsWith(`>${account}`)) this.edges.set(edge, true)
    }
  }

  deletePost(id: string): void {
    this.posts = this.posts.filter((post) => post.id !== id)
    this.likes = new Set([...this.likes].filter((like) => !like.endsWith(`>${id}`)))
    this.comments = this.comments.filter(({ post }) => post !== id)
  }

  addComment(id = '', post: string, author: string, parent?: { id: string; root: string | null }) {
    const root = parent ? (parent.root ?? parent.id) : null
    this.comments.push({ id, post, author, parent: parent?.id ?? null, root, isTombstone: false })
  }

  deleteComment(id: string): void {
    const comment = this.comments.find((candidate) => candidate.id === id)
    if (!comment) return
    if (this.comments.some(({ parent }) => parent === id)) {
      comment.isTombstone = true
      return
    }
    this.comments = this.comments.filter((candidate) => candidate.id !== id)
    const parent = this.comments.find((candidate) => candidate.id === comment.parent)
    if (parent?.isTombstone) this.deleteComment(parent.id)
  }

  deleteAccount(person: string): void {
    for (const { id, author } of [...this.posts]) if (author === person) this.deletePost(id)
    const own = this.comments.filter(({ author, isTombstone }) => author === person && !isTombstone)
    for (const comment of own.reverse()) this.deleteComment(comment.id)
    this.likes = new Set([...this.likes].filter((like) => !like.startsWith(`${person}>`)))
    for (const edge of [...this.edges.keys()]) {
      if (edge.includes(person)) this.edges.delete(edge)
    }
    this.private.delete(person)
    this.left.add(person)
  }
}
