import { list } from '../attempt.ts'
import * as scene from '../scene.ts'
import { calls, type ExpectedFunction, found, type Gives, ok, type Viewer } from './function.ts'
import { other } from './functions-people.ts'

/** Lists of discovery leave out the posts of people whom the viewer mutes. */
const isMuted = ({ role }: Viewer, author: string) => role === 'owner' && author === 'muted'

const postsWhere =
  (holds: (viewer: Viewer, label: string, post: scene.Post) => boolean): Gives =>
  (viewer) =>
    list(
      Object.entries(scene.posts)
        .filter(([label]) => viewer.sees(viewer.role, 'post', label))
        .filter(([label, post]) => holds(viewer, label, post) && !isMuted(viewer, post.author))
        .map(([label]) => label),
    )

/** A post is public, and so is the account of its author, if people without a login see the post. */
const publicPosts = postsWhere(({ sees }, label) => sees('anon', 'post', label))

/** Search leaves out the posts that only their author still sees. */
const foundPosts = postsWhere((_, __, { isArchived, isHidden }) => !isArchived && !isHidden)

const page = 'page_size => 101'

/** Functions that the test calls without the id of a test row. */
export const discoveryFunctions: Record<string, ExpectedFunction> = {
  hashtag: calls('anybody', '$word', ok),
  hashtag_posts: calls('anybody', `$word, ${page}`, publicPosts, 'post'),
  hashtag_search: calls('anybody', '$word', ok),
  trending_hashtags: calls('anybody', '', ok),
  follow_hashtag: calls('person', '$word', ok),
  unfollow_hashtag: calls('person', '$word', ok),
  followed_hashtags: calls('person', page, ok),
  hide_hashtag: calls('staff', "$word, 'trends', 'Because'", ok),
  post_search: calls('anybody', `$word, ${page}`, foundPosts, 'post'),
  // The posts and people of these three lists depend on the other content of the database.
  explore_posts: calls('anybody', page, ok),
  suggested_profiles: calls('person', page, ok),
  for_you_feed: calls('person', page, ok),
  feed_weights: calls('person', '', ok),
  set_feed_weights: calls('person', 'explore => 1', ok),
  show_less_items: calls('person', page, ok),
  show_more: calls('person', 'gen_random_uuid()', ok),
  mute_word: calls('person', '$word', ok),
  unmute_word: calls('person', '$word', ok),
  muted_words: calls('person', page, ok),
}

export const suggestionFunctions: Record<string, ExpectedFunction> = {
  dismiss_suggestion: calls('person', '$person', other('cannot_dismiss_self')),
  undismiss_suggestion: calls('person', '$person', ok),
}

export const showLessFunctions: Record<string, ExpectedFunction> = {
  show_less: calls('person', "$post, 'author'", found('post')),
}
