import * as scene from '../scene.ts'
import type { Callers } from './callers.ts'
import { commentsWhere, type Door, found, type Gives, likersOf, ok } from './door.ts'

const comment = (label: string) => scene.comments[label] as scene.Comment
const hostOf = (label: string) => scene.posts[comment(label).post]?.author

/** Of what is left of a deleted comment nothing but its thread is there. */
const alive = (then: Gives = ok): Gives =>
  found('comment', (viewer, label) =>
    comment(label).author === null ? 'comment_not_found' : then(viewer, label),
  )

const isWriter: Gives = ({ role }, label) => (comment(label).author === role ? 'ok' : 'not_author')
const isHost: Gives = ({ role }, label) => (hostOf(label) === role ? 'ok' : 'not_author')
const isEither: Gives = (viewer, label) =>
  isWriter(viewer, label) === 'ok' ? 'ok' : isHost(viewer, label)

const onComment = (callers: Callers, call: string, gives: Gives): Door => ({ callers, call, gives })

export const commentDoors: Record<string, Door> = {
  comment_replies: {
    ...onComment(
      'anybody',
      '$comment, page_size => 101',
      found(
        'comment',
        commentsWhere((reply, thread) => reply.parent === thread),
      ),
    ),
    rows: 'comment',
  },
  comment_likers: {
    ...onComment('anybody', '$comment, page_size => 101', alive(likersOf(scene.commentLikes))),
    rows: 'person',
  },
  comment_history: onComment('person', '$comment', alive(isWriter)),
  like_comment: onComment('person', '$comment', alive()),
  unlike_comment: onComment('person', '$comment', ok),
  update_comment: onComment('person', "$comment, 'Hello'", alive(isWriter)),
  delete_comment: onComment('person', '$comment', alive(isEither)),
  restore_comment: onComment('person', '$comment', alive()),
  hide_comment: onComment('person', '$comment', alive(isHost)),
  unhide_comment: onComment('person', '$comment', alive(isHost)),
  pin_comment: onComment(
    'person',
    '$comment',
    alive((viewer, label) =>
      isHost(viewer, label) === 'ok' && comment(label).parent
        ? 'comment_not_top_level'
        : isHost(viewer, label),
    ),
  ),
  unpin_comment: onComment('person', '$comment', alive(isHost)),
}
