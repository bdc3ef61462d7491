import type { Comment, Viewer, VisibilityModel } from './visibility-model.ts'
import {
  found,
  key,
  lists,
  ofPairs,
  ofPeople,
  ofPosts,
  own,
  type Path,
  people,
  perOwner,
  posts,
  table,
} from './visibility-paths.ts'

const ofComments = (model: VisibilityModel) => model.comments.length
const pairs = (relation: string, a: string, b: string) =>
  `select a.key || '>' || b.key from social.${relation} as r
   join things as a on a.id = r.${a} join things as b on b.id = r.${b}`
const split = (pair: string) => pair.split('>') as [string, string]
const turned = (list: string[]) => list.map((pair) => split(pair).reverse().join('>'))
/**
 * Builds a query that calls a command on each row of a kind. The query returns the key of each row
 * with the answer of the command.
 */
const tried = (kind: string, call: string, args: string) =>
  `select key || ' ' || pg_temp.answer(format('select social.${call}', ${args}))
   from things where kind = '${kind}'`

const listedComments = (model: VisibilityModel, reader: Viewer): Comment[] =>
  model.comments.filter((comment) => model.isListed(reader, comment))
const threads: Path['expect'] = (model, reader) => listedComments(model, reader).map(key)
const comments: Path['expect'] = (model, reader) =>
  model.comments.filter((comment) => model.seesComment(reader, comment)).map(key)
const likes: Path['expect'] = (model, reader, login) => {
  const seen = posts(model, reader, login)
  return [...model.likes].filter((like) => {
    const [who, post] = split(like)
    return model.seesPerson(reader, who) && seen.includes(post)
  })
}
const commentLikes: Path['expect'] = (model, reader, login) => {
  const seen = comments(model, reader, login)
  return [...model.commentLikes].filter((like) => {
    const [who, comment] = split(like)
    return model.seesPerson(reader, who) && seen.includes(comment)
  })
}
/** Returns the error for a caller who is not signed in or whose account is inactive. */
const refusal = (model: VisibilityModel, login: Viewer): string | undefined => {
  if (login === null) return 'not_signed_in'
  const { isSuspended, isDeactivated, isUnconfirmed } = model.account(login)
  if (isSuspended) return 'account_suspended'
  if (isUnconfirmed) return 'account_unconfirmed'
  return isDeactivated ? 'account_deactivated' : undefined
}
const outcomes =
  <Thing extends { key: string }>(
    things: (model: VisibilityModel) => Thing[],
    outcome: (model: VisibilityModel, login: string, thing: Thing) => string,
  ): Path['expect'] =>
  (model, _, login) =>
    things(model).map(
      (thing) => `${thing.key} ${refusal(model, login) ?? outcome(model, login as string, thing)}`,
    )
const relations =
  (of: (model: VisibilityModel) => Set<string>, isBlock = false): Path['expect'] =>
  (model, reader) =>
    people(model).filter(
      (person) =>
        of(model).has(`${reader}>${person}`) &&
        model.isThere(person) &&
        (isBlock || !model.isBlocked(reader, person)),
    )

const ofComment: Path[] = [
  table('comments', 'id'),
  table('comment_counts', 'comment_id'),
  found('comment', 'comment_likers(%L)'),
].map((sql) => ({ name: 'comments', sql, expect: comments, cases: ofComments }))

const ofThreads: Path[] = [
  {
    name: 'threads that are found',
    sql: found('comment', 'comment_replies(%L)'),
    expect: threads,
    cases: ofComments,
  },
  {
    name: 'comments under posts',
    sql: lists('post', 'post_comments'),
    expect: (model, reader) =>
      perOwner(model.posts.map(key), (post) => model.page(reader, model.post(post))),
    cases: ofComments,
    isOrdered: true,
  },
  {
    name: 'threads',
    sql: lists('comment', 'comment_replies'),
    expect: (model, reader) =>
      perOwner(
        listedComments(model, reader)
          .filter(({ parent }) => parent === null)
          .map(key),
        (root) => model.thread(reader, model.comments.find((each) => each.key === root) as Comment),
      ),
    cases: ofComments,
    isOrdered: true,
  },
]

const ofLikes: Path[] = [
  {
    name: 'table of likes',
    sql: pairs('likes', 'user_id', 'post_id'),
    expect: likes,
    cases: (model) => model.likes.size,
  },
  {
    name: 'likers of posts',
    sql: lists('post', 'post_likers'),
    expect: (...all) => turned(likes(...all)),
    cases: (model) => model.likes.size,
  },
  {
    name: 'table of likes of comments',
    sql: pairs('comment_likes', 'user_id', 'comment_id'),
    expect: commentLikes,
    cases: (model) => model.commentLikes.size,
  },
  {
    name: 'likers of comments',
    sql: lists('comment', 'comment_likers'),
    expect: (...all) => turned(commentLikes(...all)),
    cases: (model) => model.commentLikes.size,
  },
]

const ofCommands: Path[] = [
  ...['like_post(%L)', 'save_post(%L)'].map((call) => ({
    name: call,
    sql: tried('post', call, 'id'),
    expect: outcomes(
      ({ posts }) => posts,
      (model, who, post) => (model.seesPost(who, post) ? 'ok' : 'post_not_found'),
    ),
    cases: ofPosts,
  })),
  {
    name: 'commenting',
    sql: tried('post', "add_comment(%L, ''hello'')", 'id'),
    expect: outcomes(
      ({ posts }) => posts,
      (model, who, post) => model.commenting(who, post),
    ),
    cases: ofPosts,
  },
  {
    name: 'answering',
    sql: tried(
      'comment',
      "add_comment(%L, ''hello'', %L)",
      '(select id from things as o where o.key = things.post_key), id',
    ),
    expect: outcomes(
      ({ comments }) => comments,
      (model, who, comment) => model.commenting(who, model.post(comment.post), comment),
    ),
    cases: ofComments,
  },
  {
    name: 'liking comments',
    sql: tried('comment', 'like_comment(%L)', 'id'),
    expect: outcomes(
      ({ comments }) => comments,
      (model, who, comment) => (model.seesComment(who, comment) ? 'ok' : 'comment_not_found'),
    ),
    cases: ofComments,
  },
  {
    name: 'following',
    sql: tried('person', 'follow_profile(%L)', 'id'),
    expect: outcomes(
      ({ accounts }) => accounts,
      (model, who, { key }) => {
        if (who === key) return 'cannot_follow_self'
        return model.seesPerson(who, key) ? 'ok' : 'profile_not_found'
      },
    ),
    cases: ofPeople,
  },
]

const ofEdges: Path[] = [
  {
    name: 'table of follows',
    sql: pairs('follows', 'follower_id', 'followee_id'),
    expect: (model, reader) =>
      [...model.edges.keys()].filter((edge) => model.seesEdge(reader, ...split(edge))),
    cases: ofPairs,
  },
  {
    name: 'followers',
    sql: lists('person', 'profile_followers'),
    expect: (model, reader) =>
      perOwner(people(model), (person) => model.followersOf(reader, person)),
    cases: ofPairs,
  },
  {
    name: 'followees',
    sql: lists('person', 'profile_following'),
    expect: (model, reader) =>
      perOwner(people(model), (person) => model.followingOf(reader, person)),
    cases: ofPairs,
  },
  {
    name: 'requests',
    sql: own('follow_requests'),
    expect: (model, reader) =>
      people(model).filter(
        (person) =>
          model.edges.get(`${person}>${reader}`) === false && model.seesPerson(reader, person),
      ),
    cases: ofPeople,
  },
  {
    name: 'blocked',
    sql: own('blocked_profiles'),
    expect: relations(({ blocks }) => blocks, true),
    cases: ofPeople,
  },
  {
    name: 'muted',
    sql: own('muted_profiles'),
    expect: relations(({ mutes }) => mutes),
    cases: ofPeople,
  },
  {
    name: 'close friends',
    sql: own('close_friends'),
    expect: relations(({ closeFriends }) => closeFriends),
    cases: ofPeople,
  },
]

export const pathsToTalk: Path[] = [
  ...ofComment,
  ...ofThreads,
  ...ofLikes,
  ...ofCommands,
  ...ofEdges,
]
