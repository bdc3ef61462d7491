import * as scene from '../scene.ts'
import type { Callers } from './callers.ts'
import { commentsWhere, type Door, found, type Gives, likersOf, ok } from './door.ts'

const isAuthor: Gives = ({ role }, label) =>
  scene.posts[label]?.author === role ? 'ok' : 'not_author'

const takesComments: Gives = ({ role }, label) => {
  const gate = scene.posts[label]?.gate
  const edges = Object.values(scene.follows)
  const follows = edges.some(
    ([from, to]) => from === role && to === 'owner' && role !== 'requester',
  )
  const followed = edges.some(([from, to]) => from === 'owner' && to === role)
  if (role === 'owner' || !gate) return 'ok'
  if (gate === 'followers') return follows ? 'ok' : 'comments_closed'
  if (gate === 'following') return followed ? 'ok' : 'comments_closed'
  return gate === 'mutuals' && follows && followed ? 'ok' : 'comments_closed'
}

const onPost = (callers: Callers, call: string, gives: Gives): Door => ({ callers, call, gives })

export const postDoors: Record<string, Door> = {
  post: onPost('anybody', '$post', found('post')),
  post_comments: {
    ...onPost(
      'anybody',
      '$post, page_size => 101',
      found(
        'post',
        commentsWhere((comment, post) => comment.post === post && !comment.parent),
      ),
    ),
    rows: 'comment',
  },
  post_likers: {
    ...onPost('anybody', '$post, page_size => 101', found('post', likersOf(scene.likes))),
    rows: 'person',
  },
  post_history: onPost('person', '$post', found('post', isAuthor)),
  like_post: onPost('person', '$post', found('post')),
  unlike_post: onPost('person', '$post', ok),
  save_post: onPost('person', '$post', found('post')),
  unsave_post: onPost('person', '$post', ok),
  add_comment: onPost('person', "$post, 'Hello'", found('post', takesComments)),
  update_post: onPost('person', "$post, caption => 'Hello'", found('post', isAuthor)),
  delete_post: onPost('person', '$post', found('post', isAuthor)),
  restore_post: onPost('person', '$post', (viewer, label) =>
    isAuthor(viewer, label) === 'ok' ? 'ok' : 'post_not_found',
  ),
  archive_post: onPost('person', '$post', found('post', isAuthor)),
  unarchive_post: onPost('person', '$post', found('post', isAuthor)),
  pin_post: onPost('person', '$post', found('post', isAuthor)),
  unpin_post: onPost('person', '$post', found('post', isAuthor)),
}
