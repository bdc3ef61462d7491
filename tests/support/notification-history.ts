import fc from 'fast-check'
import { insertSessions } from '../../src/cli/logins.ts'
import { plays as commands } from './history.ts'
import { choices, WORDS } from './notification-choices.ts'
import { sanctions } from './notification-sanctions.ts'
import type { Play, Turn } from './notification-turn.ts'
import type { Comment, Visibility } from './visibility-model.ts'
import type { Person } from './world.ts'

/** The relative frequency of each verb in a random history. */
const weights: Record<string, number> = {
  ...{ post: 6, editPost: 4, show: 2, archive: 1, unarchive: 2, unpost: 1, repost: 2 },
  ...{ follow: 9, unfollow: 3, accept: 5, reject: 1, remove: 1, lock: 3, unlock: 2 },
  ...{ block: 2, unblock: 3, mute: 3, unmute: 2, befriend: 3, unfriend: 1 },
  ...{ like: 24, unlike: 3, likeComment: 14, unlikeComment: 2 },
  ...{ comment: 8, reply: 8, editComment: 5, uncomment: 2, recomment: 3, hide: 2, unhide: 2 },
  ...{ muteWord: 5, unmuteWord: 4 },
  ...{ bell: 5, unbell: 1, work: 4, mutePost: 2, unmutePost: 2, prefer: 4, pass: 5 },
  ...{ see: 4, read: 4, sanctionPost: 1, sanctionComment: 1, sanctionPerson: 1 },
  ...{ staffHide: 1, staffShow: 2, staffShowPost: 2, suspend: 1, lift: 4, unconfirm: 1 },
  ...{ confirm: 2, deactivate: 1, reactivate: 3, delete: 1, undelete: 3, leave: 1 },
}
const PEOPLE = 6
const person = fc.nat(PEOPLE - 1)
const verb = Object.entries(weights).map(([name, weight]) => ({
  weight,
  arbitrary: fc.constant(name),
}))

/** One step of a random history. The numbers choose people, posts, comments and rows. */
export interface Step {
  do: string
  who: number
  whom: number
  what: number
  /** The people whom a text mentions. */
  named: number[]
  visibility: Visibility
}

export const step: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(...verb),
  ...{ who: person, whom: person, what: fc.nat(999) },
  named: fc.array(person, { maxLength: 2 }),
  visibility: fc.constantFrom<Visibility>('public', 'public', 'followers', 'close_friends'),
})

/** What the people of a history are called. */
export const names = ['a', 'b', 'c', 'd', 'e', 'f']
export const usernameOf = ({ name, id }: Person) => `${name}.${id.slice(0, 8)}`

/** Runs a command of history.ts. If it changed the model, the model also notifies. */
const then =
  (verb: string, isNew: (turn: Turn) => boolean, tell: (turn: Turn) => unknown): Play =>
  async (turn) => {
    const was = isNew(turn)
    const outcome = await (commands[verb] as Play)(turn)
    if (!was && isNew(turn)) tell(turn)
    return outcome
  }

let texts = 0
/** A text that differs from every other text and mentions the people. Half of them have a word. */
const write = (named: Person[]) =>
  [`Text ${++texts}.`, WORDS[texts % 4], ...named.map((person) => `@${usernameOf(person)}`)].join(
    ' ',
  )

/** The people whom a text of the author mentions: those whom the author may see, once each. */
const mentioned = ({ model, who, named }: Turn) =>
  new Set(named.map(({ id }) => id).filter((id) => id !== who.id && model.seesPerson(who.id, id)))

async function say(turn: Turn, postId: string, parent?: Comment): Promise<[string, string]> {
  const { model, who } = turn
  const expected = model.commenting(who.id, model.post(postId), parent)
  const args = { post_id: postId, body: write(turn.named), parent_id: parent?.key ?? null }
  if (expected !== 'ok') return [await who.attempt('add_comment', args), expected]
  const [comment] = await who.call<{ id: string }>('add_comment', args)
  const key = comment?.id ?? ''
  model.texts.set(key, args.body)
  model.mentions.set(key, mentioned(turn))
  model.addComment(key, postId, who.id, parent?.key)
  model.commented(model.comments.at(-1) as Comment)
  return ['ok', 'ok']
}

export const plays: Record<string, Play> = {
  ...(commands as Record<string, Play>),
  ...choices,
  ...sanctions,
  post: async (turn) => {
    const { who, model, visibility, named } = turn
    const args = { caption: write(named), visibility }
    const [post] = await who.call<{ id: string }>('create_post', args)
    const key = post?.id ?? ''
    model.addPost(key, who.id, visibility)
    model.texts.set(key, args.caption)
    model.mentions.set(key, mentioned(turn))
    model.mentionedInPost(model.post(key), [])
    if ([...model.bells].some((bell) => bell.endsWith(`>${who.id}`))) model.queue.push(key)
    return ['ok', 'ok']
  },
  editPost: async (turn) => {
    const { who, model, post } = turn
    const args = { post_id: post?.key ?? who.id, caption: write(turn.named) }
    const expected = model.own(who.id, args.post_id)
    if (expected === 'ok' && post) {
      const told = [...(model.mentions.get(post.key) ?? [])]
      model.texts.set(post.key, args.caption)
      model.mentions.set(post.key, mentioned(turn))
      model.mentionedInPost(post, told)
    }
    return [await who.attempt('update_post', args), expected]
  },
  comment: async (turn) => (turn.post ? say(turn, turn.post.key) : ['ok', 'ok']),
  reply: async (turn) => (turn.comment ? say(turn, turn.comment.post, turn.comment) : ['ok', 'ok']),
  editComment: async (turn) => {
    const { who, model, comment } = turn
    if (!comment) return ['ok', 'ok']
    const isSeen = model.seesComment(who.id, comment)
    const isOwn = comment.author === who.id
    const args = { comment_id: comment.key, body: write(turn.named) }
    if (isSeen && isOwn) {
      model.texts.set(comment.key, args.body)
      const above = model.comments.find(({ key }) => key === comment.parent)?.author ?? null
      const told = [...(model.mentions.get(comment.key) ?? []), above]
      model.mentions.set(comment.key, mentioned(turn))
      model.mentionedInComment(comment, [...told, model.post(comment.post).author])
    }
    const expected = isOwn ? 'ok' : 'not_author'
    return [await who.attempt('update_comment', args), isSeen ? expected : 'comment_not_found']
  },
  like: then(
    'like',
    ({ model, who, post }) => model.likes.has(`${who.id}>${post?.key}`),
    ({ model, who, post }) =>
      post && model.notify(post.author, 'post_like', who.id, post.key, post.key, post.key),
  ),
  likeComment: then(
    'likeComment',
    ({ model, who, comment }) => model.commentLikes.has(`${who.id}>${comment?.key}`),
    ({ model, who, comment }) => {
      if (!comment?.author || !model.seesComment(comment.author, comment)) return
      const { author, key, post } = comment
      model.notify(author, 'comment_like', who.id, key, key, post)
    },
  ),
  follow: then(
    'follow',
    ({ model, who, whom }) => model.edges.has(`${who.id}>${whom.id}`),
    ({ model, who, whom }) => {
      const kind = model.account(whom.id).isPrivate ? 'follow_request' : 'follow'
      model.notify(whom.id, kind, who.id, whom.id, whom.id)
    },
  ),
  accept: then(
    'accept',
    ({ model, who, whom }) => model.follows(whom.id, who.id),
    ({ model, who, whom }) => model.notify(whom.id, 'request_accepted', who.id, whom.id, whom.id),
  ),
  delete: async ({ who, model }) => {
    model.deleted.add(who.id)
    return [await who.attempt('delete_profile'), 'ok']
  },
  /** The person signs in again and restores the account. */
  undelete: async ({ world, who, model }) => {
    if (!model.deleted.delete(who.id)) return ['ok', 'ok']
    await insertSessions(world.sql, [{ id: who.session, user_id: who.id }])
    return [await who.attempt('restore_profile'), 'ok']
  },
}
