import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type postgres from 'postgres'
import { VisibilityModel } from './visibility-model.ts'

const PEOPLE = 6
const person = fc.nat(PEOPLE - 1)
const any = fc.nat(999)
const once = (among: number) => fc.nat(among - 1).map((n) => n === 0)
const seldom = once(9)
const list = fc.constantFrom('public', 'public', 'followers', 'only_me' as const)
const visibility = fc.constantFrom(
  ...(['public', 'public', 'public', 'followers', 'close_friends', 'only_me'] as const),
)
const commentPolicy = fc.constantFrom(
  ...(['everyone', 'everyone', 'followers', 'following', 'mutuals', 'nobody'] as const),
)
const many = <T>(what: fc.Arbitrary<T>, minLength: number, maxLength: number) =>
  fc.array(what, { minLength, maxLength, size: 'max' })

/** Generates a random data set. A number in a row refers to another row of the data set. */
export const plan = fc.record({
  accounts: fc.array(
    fc.record({
      isPrivate: once(4),
      isLimited: seldom,
      isSuspended: once(14),
      isDeactivated: once(14),
      isUnconfirmed: once(14),
      followers: list,
      following: list,
    }),
    { minLength: PEOPLE, maxLength: PEOPLE },
  ),
  edges: many(fc.record({ a: person, b: person, isAsked: once(3) }), 6, 20),
  blocks: many(fc.record({ a: person, b: person }), 1, 6),
  mutes: many(fc.record({ a: person, b: person, end: fc.constantFrom(null, 60, -60) }), 0, 4),
  mutesWord: many(person, 0, 2),
  followsTag: many(person, 0, 3),
  closeFriends: many(fc.record({ a: person, b: person }), 2, 8),
  posts: many(
    fc.record({
      a: person,
      visibility,
      commentPolicy,
      isArchived: seldom,
      isDeleted: seldom,
      isHiddenByStaff: seldom,
      isPinned: seldom,
      hasWord: once(3),
    }),
    6,
    14,
  ),
  comments: many(
    fc.record({
      a: person,
      on: any,
      isReply: fc.boolean(),
      // If true, the author of the post blocks the author of the comment. Random blocks alone would
      // rarely produce this case.
      isByBlocked: once(2),
      isDeleted: once(4),
      // If true, the comment is erased. Only a comment with replies keeps its row when it is
      // erased.
      isErased: once(2),
      isPinned: seldom,
      isHiddenByPostAuthor: seldom,
      isHiddenByStaff: seldom,
    }),
    8,
    20,
  ),
  likes: many(fc.record({ a: person, on: any }), 4, 14),
  commentLikes: many(fc.record({ a: person, on: any }), 4, 12),
  saves: many(fc.record({ a: person, on: any }), 4, 14),
})
export type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never

/** Turns a data set into a model. Leaves out states that no command can produce. */
export function imagine(plan: Plan): VisibilityModel {
  const model = new VisibilityModel()
  model.accounts = plan.accounts.map((account, n) => ({ key: `p${n}`, ...account }))
  for (const { a, b } of plan.blocks) if (a !== b) model.blocks.add(`p${a}>p${b}`)
  for (const { a, b, isAsked } of plan.edges) {
    if (a === b || model.isBlocked(`p${a}`, `p${b}`)) continue
    model.edges.set(`p${a}>p${b}`, !(isAsked && model.account(`p${b}`).isPrivate))
  }
  for (const { a, b } of plan.closeFriends)
    if (a !== b && !model.isBlocked(`p${a}`, `p${b}`)) model.closeFriends.add(`p${a}>p${b}`)
  const mutes = new Map(plan.mutes.toReversed().map(({ a, b, end }) => [`p${a}>p${b}`, end]))
  for (const [pair, end] of mutes) {
    const [a, b] = pair.split('>')
    if (a !== b && (end ?? 1) > 0) model.mutes.add(pair)
  }
  for (const a of plan.mutesWord) model.mutesWord.add(`p${a}`)
  for (const a of plan.followsTag) model.followsTag.add(`p${a}`)
  model.posts = plan.posts.map(({ a, isPinned, ...post }, n) => ({
    key: `o${n}`,
    author: `p${a}`,
    pin: isPinned ? n + 1 : 0,
    ...post,
  }))
  const blockedBy = (author: string) =>
    [...model.blocks].find((block) => block.startsWith(`${author}>`))?.split('>')[1]
  const erased = new Set<string>()
  for (const { a, on, isReply, isByBlocked, isErased, isPinned, ...rest } of plan.comments) {
    const above = isReply ? model.comments[on % model.comments.length] : undefined
    const stages = isByBlocked ? model.posts.filter(({ author }) => blockedBy(author)) : []
    const stage = stages.length > 0 ? stages : model.posts
    const post = above?.post ?? stage[on % stage.length]?.key ?? ''
    const author = (isByBlocked && blockedBy(model.post(post).author)) || `p${a}`
    model.comments.push({
      key: `c${model.comments.length}`,
      post,
      author,
      parent: above?.key ?? null,
      pin: isPinned && !above ? model.comments.length + 1 : 0,
      ...rest,
    })
    if (isErased && rest.isDeleted) erased.add(`c${model.comments.length - 1}`)
  }
  const parents = model.comments.map(({ parent }) => parent)
  for (const comment of model.comments) {
    if (!erased.has(comment.key) || !parents.includes(comment.key)) continue
    Object.assign(comment, {
      author: null,
      pin: 0,
      isHiddenByPostAuthor: false,
      isHiddenByStaff: false,
    })
  }
  const live = model.comments.filter(({ author }) => author !== null)
  for (const { a, on } of plan.likes) model.likes.add(`p${a}>o${on % model.posts.length}`)
  for (const { a, on } of plan.saves) model.saves.add(`p${a}>o${on % model.posts.length}`)
  for (const { a, on } of plan.commentLikes) {
    const comment = live[on % live.length]
    if (comment) model.commentLikes.add(`p${a}>${comment.key}`)
  }
  return model
}

/**
 * Inserts the data of the model as rows. The temporary table `things` maps the short key of each
 * person, post and comment to its id.
 */
export async function build(sql: postgres.Sql, plan: Plan, model: VisibilityModel): Promise<void> {
  const rows = (pairs: Iterable<string>) =>
    [...pairs].map((pair) => ({ a: pair.split('>')[0], b: pair.split('>')[1] }))
  const world = {
    people: model.accounts.map((account) => ({ ...account, id: randomUUID() })),
    posts: model.posts,
    comments: model.comments,
    edges: [...model.edges].map(([edge, accepted]) => ({ ...rows([edge])[0], accepted })),
    blocks: rows(model.blocks),
    friends: rows(model.closeFriends),
    mutes_word: [...model.mutesWord],
    follows_tag: [...model.followsTag],
    mutes: plan.mutes.map(({ a, b, end }) => ({ a: `p${a}`, b: `p${b}`, end })),
    likes: rows(model.likes),
    comment_likes: rows(model.commentLikes),
    saves: rows(model.saves),
  }
  await sql`select pg_temp.build(${sql.json(world as never)})`
}
