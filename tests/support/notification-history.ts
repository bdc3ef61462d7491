import fc from 'fast-check'
import { insertSessions } from '../../src/cli/logins.ts'
import { plays as commands } from './history.ts'
import type { NotificationModel, Source } from './notification-model.ts'
import type { Comment, Post, Visibility } from './visibility-model.ts'
import type { Person, World } from './world.ts'

/** The relative frequency of each verb in a random history. */
const weights: Record<string, number> = {
  ...{ post: 6, editPost: 4, show: 2, archive: 1, unarchive: 2, unpost: 1, repost: 2 },
  ...{ follow: 9, unfollow: 3, accept: 5, reject: 1, remove: 1, lock: 3, unlock: 2 },
  ...{ block: 2, unblock: 3, mute: 3, unmute: 2, befriend: 3, unfriend: 1 },
  ...{ like: 24, unlike: 3, likeComment: 14, unlikeComment: 2 },
  ...{ comment: 8, reply: 8, editComment: 5, uncomment: 2, recomment: 3, hide: 2, unhide: 2 },
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

export interface Turn {
  world: World
  model: NotificationModel
  who: Person
  whom: Person
  post?: Post
  comment?: Comment
  visibility: Visibility
  what: number
  named: Person[]
}
/** Runs one step in the database and in the model. Returns the real and the expected answer. */
type Play = (turn: Turn) => Promise<[actual: string, expected: string]>

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
/** A text that differs from every other text and mentions the people. */
const write = (named: Person[]) =>
  [`Text ${++texts}.`, ...named.map((person) => `@${usernameOf(person)}`)].join(' ')

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
  model.mentions.set(key, mentioned(turn))
  model.addComment(key, postId, who.id, parent?.key)
  model.commented(model.comments.at(-1) as Comment)
  return ['ok', 'ok']
}

/** Builds a step in which the operator sanctions something and tells its owner. */
const sanction =
  (
    kind: string,
    action: string,
    find: (turn: Turn) => { id: string; owner: string; isOn: boolean; impose(): void } | undefined,
  ): Play =>
  async (turn) => {
    const found = find(turn)
    if (!found || !turn.model.has(found.owner)) return ['ok', 'ok']
    const { world, model } = turn
    const { id, owner } = found
    await world.sql`select social_private.moderate(
      null, ${kind}::social.target_kind, ${id}, ${action}::social.moderation_action, 'why')`
    if (found.isOn) return ['ok', 'ok']
    found.impose()
    const [entry] = await world.sql`select id from social_private.audit_log
      where subject_id = ${owner} order by number desc limit 1`
    model.notify(owner, 'sanction', null, entry?.id, entry?.id)
    return ['ok', 'ok']
  }

export const plays: Record<string, Play> = {
  ...(commands as Record<string, Play>),
  post: async (turn) => {
    const { who, model, visibility, named } = turn
    const args = { caption: write(named), visibility }
    const [post] = await who.call<{ id: string }>('create_post', args)
    const key = post?.id ?? ''
    model.addPost(key, who.id, visibility)
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
  mute: async ({ who, whom, model, what }) => {
    const minutes = [null, 30, 30 * 60][what % 3] ?? null
    const pair = `${who.id}>${whom.id}`
    const expected = model.relate(model.mutes, who.id, whom.id, 'cannot_mute_self')
    const end = minutes && new Date(Date.now() + minutes * 60_000).toISOString()
    const actual = await who.attempt('mute_profile', { profile_id: whom.id, expires_at: end })
    if (expected === 'ok') model.muteEnds.delete(pair)
    if (expected === 'ok' && minutes) model.muteEnds.set(pair, model.minute + minutes)
    return [actual, expected]
  },
  unmute: async (turn) => {
    turn.model.muteEnds.delete(`${turn.who.id}>${turn.whom.id}`)
    return (commands.unmute as Play)(turn)
  },
  bell: async ({ who, whom, model }) => [
    await who.attempt('ring_bell', { profile_id: whom.id }),
    model.relate(model.bells, who.id, whom.id, 'cannot_ring_self'),
  ],
  unbell: async ({ who, whom, model }) => {
    model.bells.delete(`${who.id}>${whom.id}`)
    return [await who.attempt('unring_bell', { profile_id: whom.id }), 'ok']
  },
  work: async ({ world, model }) => {
    await world.work()
    model.work()
    return ['ok', 'ok']
  },
  mutePost: async ({ who, model, post }) => {
    const isSeen = post !== undefined && model.seesPost(who.id, post)
    if (isSeen) model.mutedPosts.add(`${who.id}>${post.key}`)
    const args = { post_id: post?.key ?? who.id }
    return [await who.attempt('mute_post_notifications', args), isSeen ? 'ok' : 'post_not_found']
  },
  unmutePost: async ({ who, model, post }) => {
    const args = { post_id: post?.key ?? who.id }
    model.mutedPosts.delete(`${who.id}>${args.post_id}`)
    return [await who.attempt('unmute_post_notifications', args), 'ok']
  },
  prefer: async ({ who, model, what }) => {
    const kind = KINDS[what % KINDS.length] as string
    const from_whom = SOURCES[what % SOURCES.length] as Source
    model.preferences.set(`${who.id} ${kind}`, from_whom)
    return [await who.attempt('set_notification_preference', { kind, from_whom }), 'ok']
  },
  pass: async ({ world, model, what }) => {
    const minutes = TIMES[what % TIMES.length] as number
    await world.sql`select pg_temp.pass(${minutes})`
    model.pass(minutes)
    return ['ok', 'ok']
  },
  see: async ({ who, model, what }) => {
    const rows = await who.call<{ cursor: string }>('notifications', { page_size: 100 })
    const place = what % 3 ? 0 : what % Math.max(rows.length, 1)
    if (!rows[place]) return ['ok', 'ok']
    model.see(who.id, place)
    return mark(who, 'mark_notifications_seen', { up_to: rows[place].cursor }, model)
  },
  read: async ({ who, model, what }) => {
    const rows = await who.call<{ id: string }>('notifications', { page_size: 100 })
    const place = what % Math.max(rows.length, 1)
    if (!rows[place]) return ['ok', 'ok']
    model.read(who.id, place)
    return mark(who, 'mark_notifications_read', { ids: [rows[place].id] }, model)
  },
  sanctionPost: sanction(
    'post',
    'hide',
    ({ post }) =>
      post && {
        ...{ id: post.key, owner: post.author, isOn: post.isHiddenByStaff },
        impose: () => Object.assign(post, { isHiddenByStaff: true }),
      },
  ),
  sanctionComment: sanction('comment', 'hide', ({ comment }) =>
    comment?.author
      ? {
          ...{ id: comment.key, owner: comment.author, isOn: comment.isHiddenByStaff },
          impose: () => Object.assign(comment, { isHiddenByStaff: true }),
        }
      : undefined,
  ),
  sanctionPerson: sanction('profile', 'suspend', ({ model, whom }) => {
    if (!model.has(whom.id)) return undefined
    const account = model.account(whom.id)
    const impose = () => Object.assign(account, { isSuspended: true })
    return { id: whom.id, owner: whom.id, isOn: account.isSuspended, impose }
  }),
  staffShowPost: async ({ world, post }) => {
    if (!post) return ['ok', 'ok']
    post.isHiddenByStaff = false
    await world.sql`update social.posts set hidden_at = null where id = ${post.key}`
    return ['ok', 'ok']
  },
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

const KINDS = [
  ...['post_like', 'comment_like', 'comment', 'reply', 'post_mention', 'comment_mention'],
  ...['follow', 'follow_request', 'request_accepted', 'new_post'],
]
const SOURCES: Source[] = ['everybody', 'everybody', 'following', 'nobody']
/** Minutes that pass in one step: up to more than 90 days. */
const TIMES = [2, 2, 45, 45, 8 * 60, 8 * 60, 24 * 60, 24 * 60, 25 * 60, 80 * 24 * 60]

async function mark(
  who: Person,
  verb: string,
  args: Record<string, unknown>,
  model: NotificationModel,
): Promise<[string, string]> {
  const [row] = await who.call<Record<string, number>>(verb, args)
  return [`${row?.[verb]} unseen`, `${model.unseen(who.id)} unseen`]
}
