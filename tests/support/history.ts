import fc from 'fast-check'
import type { Model } from './model.ts'
import type { Comment, Post, Visibility } from './visibility-model.ts'
import { type Person, say, type World } from './world.ts'

const person = fc.nat(3)
const some = fc.nat(99)
const visibility = fc.constantFrom<Visibility>('public', 'followers', 'close_friends', 'only_me')

/**
 * One step of a random history. The numbers in a step choose people, posts and comments from those
 * that exist.
 */
export interface Step {
  do: string
  who: number
  whom: number
  what: number
  visibility: Visibility
}

/** The relative frequency of each verb in a random history. */
const weights: Record<string, number> = {
  ...{ post: 8, show: 2, archive: 2, unarchive: 3, pin: 6, unpin: 1, unpost: 1 },
  ...{ follow: 8, unfollow: 2, accept: 2, reject: 1, remove: 1, lock: 2, unlock: 1 },
  ...{ block: 2, unblock: 2, mute: 2, unmute: 2, befriend: 4, unfriend: 1 },
  ...{ like: 6, unlike: 2, comment: 6, reply: 6, uncomment: 4, recomment: 4, hide: 2, unhide: 1 },
  ...{ likeComment: 5, unlikeComment: 1, staffHide: 2, staffShow: 1 },
  ...{ deactivate: 1, reactivate: 4, leave: 1, suspend: 1, lift: 2, unconfirm: 1, confirm: 2 },
}
export const step: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(
    ...Object.entries(weights).map(([verb, weight]) => ({
      weight,
      arbitrary: fc.constant(verb),
    })),
  ),
  who: person,
  whom: person,
  what: some,
  visibility,
})

export const ofAuthors = ['show', 'archive', 'unarchive', 'pin', 'unpin', 'unpost', 'repost']

interface Turn {
  world: World
  model: Model
  who: Person
  whom: Person
  post?: Post
  comment?: Comment
  visibility: Visibility
}
/**
 * Runs one step in the database and in the model. Returns the real answer and the expected answer.
 */
type Play = (turn: Turn) => Promise<[actual: string, expected: string]>

/** Builds a step in which one person acts on another person. */
const between =
  (verb: string, argument: string, expect: (model: Model, a: string, b: string) => string): Play =>
  async ({ who, whom, model }) => [
    await who.attempt(verb, { [argument]: whom.id }),
    expect(model, who.id, whom.id),
  ]
/** Builds a step in which a person acts on a post as its author. */
const ofAuthor =
  (verb: string, change: (post: Post, turn: Turn) => void, more = {}): Play =>
  async (turn) => {
    const { who, model, post } = turn
    const args = { post_id: post?.key ?? who.id, ...more }
    const actual = await who.attempt(
      verb,
      verb === 'update_post' ? { ...args, visibility: turn.visibility } : args,
    )
    const expected = model.own(who.id, post?.key ?? '')
    if (expected === 'ok' && post) change(post, turn)
    return [actual, expected]
  }
const asPostAuthor =
  (verb: string, isHidden: boolean): Play =>
  async ({ who, model, comment }) => {
    if (!comment) return ['ok', 'ok']
    const actual = await who.attempt(verb, { comment_id: comment.key })
    const expected = model.hosted(who.id, comment)
    if (expected === 'ok') comment.isHiddenByPostAuthor = isHidden
    return [actual, expected]
  }
/** Builds a step in which staff hide a comment or show it again. */
const asStaff =
  (isHidden: boolean): Play =>
  async ({ world, comment }) => {
    if (!comment || comment.author === null) return ['ok', 'ok']
    comment.isHiddenByStaff = isHidden
    await (isHidden
      ? world.sql`insert into social_private.hidden_comments (comment_id, hidden_by)
          values (${comment.key}, 'staff') on conflict do nothing`
      : world.sql`delete from social_private.hidden_comments
          where comment_id = ${comment.key} and hidden_by = 'staff'`)
    return ['ok', 'ok']
  }
/** Builds a step in which the operator changes the state of the other person's account. */
const asOperator =
  (column: string, flag: 'isSuspended' | 'isUnconfirmed', isOn: boolean): Play =>
  async ({ world, model, whom }) => {
    if (!model.has(whom.id)) return ['ok', 'ok']
    model.account(whom.id)[flag] = isOn
    await world.sql`update social_private.accounts
      set ${world.sql(column)} = ${isOn ? world.sql`now()` : null}
      where profile_id = ${whom.id}`
    return ['ok', 'ok']
  }
const dropping =
  (set: 'blocks' | 'mutes' | 'closeFriends') => (model: Model, a: string, b: string) => {
    model[set].delete(`${a}>${b}`)
    return 'ok'
  }

export const plays: Record<string, Play> = {
  post: async ({ world, who, model, visibility }) => {
    const key = await world.post(who, visibility)
    model.addPost(key, who.id, visibility)
    return ['ok', 'ok']
  },
  show: ofAuthor('update_post', (post, { visibility }) => {
    post.visibility = visibility
  }),
  archive: ofAuthor('archive_post', (post) => {
    post.isArchived = true
  }),
  unarchive: ofAuthor('unarchive_post', (post) => {
    post.isArchived = false
  }),
  pin: async ({ who, model, post }) => [
    await who.attempt('pin_post', { post_id: post?.key ?? who.id }),
    model.pinPost(who.id, post?.key ?? ''),
  ],
  unpin: ofAuthor('unpin_post', (post) => {
    post.pin = 0
  }),
  unpost: ofAuthor('delete_post', (post) => {
    post.isDeleted = true
  }),
  repost: async ({ who, model, post }) => [
    await who.attempt('restore_post', { post_id: post?.key ?? who.id }),
    model.restorePost(who.id, post?.key ?? ''),
  ],

  follow: between('follow_profile', 'profile_id', (model, a, b) => model.follow(a, b)),
  unfollow: between('unfollow_profile', 'profile_id', (model, a, b) => model.unfollow(a, b)),
  accept: between('accept_follow', 'follower_id', (model, a, b) => model.accept(a, b)),
  reject: between('reject_follow', 'follower_id', (model, a, b) => model.reject(a, b)),
  remove: between('remove_follower', 'follower_id', (model, a, b) => model.removeFollower(a, b)),
  block: between('block_profile', 'profile_id', (model, a, b) => model.block(a, b)),
  unblock: between('unblock_profile', 'profile_id', dropping('blocks')),
  mute: between('mute_profile', 'profile_id', (model, a, b) =>
    model.relate(model.mutes, a, b, 'cannot_mute_self'),
  ),
  unmute: between('unmute_profile', 'profile_id', dropping('mutes')),
  befriend: between('add_close_friend', 'profile_id', (model, a, b) =>
    model.relate(model.closeFriends, a, b, 'cannot_add_self'),
  ),
  unfriend: between('remove_close_friend', 'profile_id', dropping('closeFriends')),
  lock: async ({ who, model }) => [
    await who.attempt('update_profile', { is_private: true }),
    model.lock(who.id, true),
  ],
  unlock: async ({ who, model }) => [
    await who.attempt('update_profile', { is_private: false }),
    model.lock(who.id, false),
  ],

  like: async ({ who, model, post }) => {
    if (!post) return ['ok', 'ok']
    const isSeen = model.seesPost(who.id, post)
    if (isSeen) model.likes.add(`${who.id}>${post.key}`)
    const actual = await who.attempt('like_post', { post_id: post.key })
    return [actual, isSeen ? 'ok' : 'post_not_found']
  },
  unlike: async ({ who, model, post }) => {
    model.likes.delete(`${who.id}>${post?.key}`)
    return [await who.attempt('unlike_post', { post_id: post?.key ?? who.id }), 'ok']
  },
  comment: async ({ who, model, post }) => {
    if (!post) return ['ok', 'ok']
    const expected = model.commenting(who.id, post)
    if (expected !== 'ok')
      return [await who.attempt('add_comment', { post_id: post.key, body: 'Nice.' }), expected]
    model.addComment(await say(who, post.key), post.key, who.id)
    return ['ok', 'ok']
  },
  reply: async ({ who, model, comment }) => {
    if (!comment) return ['ok', 'ok']
    const expected = model.commenting(who.id, model.post(comment.post), comment)
    const args = { post_id: comment.post, body: 'Yes.', parent_id: comment.key }
    if (expected !== 'ok') return [await who.attempt('add_comment', args), expected]
    const key = await say(who, comment.post, comment.key)
    model.addComment(key, comment.post, who.id, comment.key)
    return ['ok', 'ok']
  },
  uncomment: async ({ who, model, comment }) => {
    if (!comment) return ['ok', 'ok']
    const expected = model.deleteComment(who.id, comment)
    return [await who.attempt('delete_comment', { comment_id: comment.key }), expected]
  },
  recomment: async ({ who, model, comment }) => [
    await who.attempt('restore_comment', { comment_id: comment?.key ?? who.id }),
    comment ? model.restoreComment(who.id, comment) : 'comment_not_found',
  ],
  hide: asPostAuthor('hide_comment', true),
  unhide: asPostAuthor('unhide_comment', false),

  likeComment: async ({ who, model, comment }) => {
    if (!comment) return ['ok', 'ok']
    const expected = model.likeComment(who.id, comment)
    return [await who.attempt('like_comment', { comment_id: comment.key }), expected]
  },
  unlikeComment: async ({ who, model, comment }) => {
    model.commentLikes.delete(`${who.id}>${comment?.key}`)
    return [await who.attempt('unlike_comment', { comment_id: comment?.key ?? who.id }), 'ok']
  },
  staffHide: asStaff(true),
  staffShow: asStaff(false),

  suspend: asOperator('suspended_at', 'isSuspended', true),
  lift: asOperator('suspended_at', 'isSuspended', false),
  unconfirm: asOperator('unconfirmed_at', 'isUnconfirmed', true),
  confirm: asOperator('unconfirmed_at', 'isUnconfirmed', false),
  deactivate: async ({ who, model }) => {
    model.account(who.id).isDeactivated = true
    return [await who.attempt('deactivate_profile'), 'ok']
  },
  reactivate: async ({ who, model }) => {
    model.account(who.id).isDeactivated = false
    return [await who.attempt('reactivate_profile'), 'ok']
  },
  leave: async ({ world, who, model }) => {
    model.leave(who.id)
    const outcome = await who.attempt('delete_profile', { immediately: true })
    await world.work()
    return [outcome, 'ok']
  },
}
