import * as scene from '../scene.ts'
import {
  calls,
  commentsWhere,
  type ExpectedFunction,
  found,
  type Gives,
  likersOf,
  ok,
} from './function.ts'

const isAuthor: Gives = ({ role }, label) =>
  scene.posts[label]?.author === role ? 'ok' : 'not_author'

const takesComments: Gives = ({ role }, label) => {
  const policy = scene.posts[label]?.commentPolicy
  const edges = Object.values(scene.follows)
  const follows = edges.some(
    ([from, to]) => from === role && to === 'owner' && role !== 'requester',
  )
  const followed = edges.some(([from, to]) => from === 'owner' && to === role)
  if (role === 'owner' || !policy) return 'ok'
  if (policy === 'followers') return follows ? 'ok' : 'comments_closed'
  if (policy === 'following') return followed ? 'ok' : 'comments_closed'
  return policy === 'mutuals' && follows && followed ? 'ok' : 'comments_closed'
}

export const postFunctions: Record<string, ExpectedFunction> = {
  post: calls('anybody', '$post', found('post')),
  can_see_post: calls(
    'anybody',
    "select case when social.can_see_post($post) then 'seen' else 'not seen' end",
    ({ role, sees }, label) => (sees(role, 'post', label) ? 'seen' : 'not seen'),
  ),
  post_comments: calls(
    'anybody',
    '$post, page_size => 101',
    found(
      'post',
      commentsWhere((comment, post) => comment.post === post && !comment.parent),
    ),
    'comment',
  ),
  post_likers: calls(
    'anybody',
    '$post, page_size => 101',
    found('post', likersOf(scene.likes)),
    'person',
  ),
  post_history: calls('person', '$post', found('post', isAuthor)),
  like_post: calls('person', '$post', found('post')),
  unlike_post: calls('person', '$post', ok),
  save_post: calls('person', '$post', found('post')),
  unsave_post: calls('person', '$post', ok),
  add_comment: calls('person', "$post, 'Hello'", found('post', takesComments)),
  update_post: calls('person', "$post, caption => 'Hello'", found('post', isAuthor)),
  delete_post: calls('person', '$post', found('post', isAuthor)),
  restore_post: calls('person', '$post', (viewer, label) =>
    isAuthor(viewer, label) === 'ok' ? 'ok' : 'post_not_found',
  ),
  archive_post: calls('person', '$post', found('post', isAuthor)),
  unarchive_post: calls('person', '$post', found('post', isAuthor)),
  pin_post: calls('person', '$post', found('post', isAuthor)),
  unpin_post: calls('person', '$post', found('post', isAuthor)),
}
