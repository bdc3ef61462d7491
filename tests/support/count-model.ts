import { type Comment, type Viewer, VisibilityModel } from './visibility-model.ts'

/**
 * An independent model of the counts. A count includes what a visitor without a login finds in the
 * lists of a public post or person. A hidden comment also counts for the viewers who still see it.
 */
export class CountModel extends VisibilityModel {
  private ofActive(pairs: Iterable<string>, end: string): number {
    return [...pairs].filter((pair) => pair.endsWith(`>${end}`) && this.isThere(pair.split('>')[0]))
      .length
  }

  likeCount(post: string): number {
    return this.ofActive(this.likes, post)
  }

  commentLikeCount(comment: string): number {
    return this.ofActive(this.commentLikes, comment)
  }

  /** The number of these comments that count for the viewer. */
  private counted(viewer: Viewer, comments: Comment[]): number {
    return comments.filter((comment) => {
      const { author, isDeleted, isHiddenByStaff, isHiddenByPostAuthor } = comment
      if (isDeleted || author === null || !this.isThere(author)) return false
      const host = this.post(comment.post).author
      const isOpen = !this.blocks.has(`${host}>${author}`)
      if (isOpen && !isHiddenByStaff && !isHiddenByPostAuthor) return true
      return viewer === author || (viewer === host && isOpen && !isHiddenByStaff)
    }).length
  }

  commentCount(viewer: Viewer, post: string): number {
    return this.counted(
      viewer,
      this.comments.filter((each) => each.post === post),
    )
  }

  replyCount(viewer: Viewer, root: Comment): number {
    const replies = this.comments.filter((each) => each !== root && this.root(each) === root)
    return this.counted(viewer, replies)
  }
}
