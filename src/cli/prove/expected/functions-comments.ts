import * as scene from '../scene.ts'
import {
  calls,
  commentsWhere,
  type ExpectedFunction,
  found,
  foundThread,
  type Gives,
  likersOf,
  ok,
} from './function.ts'

const comment = (label: string) => scene.comments[label] as scene.Comment
const postAuthorOf = (label: string) => scene.posts[comment(label).post]?.author

/**
 * Expects the error comment_not_found for a tombstone. People see tombstones in threads, but cannot
 * use them in other calls.
 */
const alive = (then: Gives = ok): Gives =>
  found('comment', (viewer, label) =>
    comment(label).author === null ? 'comment_not_found' : then(viewer, label),
  )

const isWriter: Gives = ({ role }, label) => (comment(label).author === role ? 'ok' : 'not_author')
const isPostAuthor: Gives = ({ role }, label) =>
  postAuthorOf(label) === role ? 'ok' : 'not_author'
const isEither: Gives = (viewer, label) =>
  isWriter(viewer, label) === 'ok' ? 'ok' : isPostAuthor(viewer, label)

export const commentFunctions: Record<string, ExpectedFunction> = {
  comment_replies: calls(
    'anybody',
    '$comment, page_size => 101',
    foundThread(commentsWhere((reply, thread) => reply.parent === thread)),
    'comment',
  ),
  comment_likers: calls(
    'anybody',
    '$comment, page_size => 101',
    alive(likersOf(scene.commentLikes)),
    'person',
  ),
  comment_history: calls('person', '$comment', alive(isWriter)),
  like_comment: calls('person', '$comment', alive()),
  unlike_comment: calls('person', '$comment', ok),
  update_comment: calls('person', "$comment, 'Hello'", alive(isWriter)),
  delete_comment: calls('person', '$comment', alive(isEither)),
  restore_comment: calls('person', '$comment', alive()),
  hide_comment: calls('person', '$comment', alive(isPostAuthor)),
  unhide_comment: calls('person', '$comment', alive(isPostAuthor)),
  pin_comment: calls(
    'person',
    '$comment',
    alive((viewer, label) =>
      isPostAuthor(viewer, label) === 'ok' && comment(label).parent
        ? 'comment_not_top_level'
        : isPostAuthor(viewer, label),
    ),
  ),
  unpin_comment: calls('person', '$comment', alive(isPostAuthor)),
}
