import type { Path, Variant } from './path.ts'
import type { Sessions } from './sessions.ts'

const POST = `
  select posts.id from social.posts join social.profiles on profiles.id = posts.author_id
  where posts.visibility = 'public' and not profiles.is_private and posts.author_id not in (
    select blocked_id from social_private.blocks where blocker_id = $1
    union select blocker_id from social_private.blocks where blocked_id = $1)
    and not exists (select from social.likes where post_id = posts.id and user_id = $1)
    and not exists (select from social.saves where post_id = posts.id and user_id = $1)
  order by posts.id limit 1`

const COMMENT = `
  select comments.id from social.comments
  where comments.post_id = $2 and comments.author_id not in (
    select blocked_id from social_private.blocks where blocker_id = $1
    union select blocker_id from social_private.blocks where blocked_id = $1)
    and not exists (
      select from social.comment_likes where comment_id = comments.id and user_id = $1)
  order by comments.id limit 1`

const STRANGER = `
  select profiles.id, profiles.username from social.profiles
  where not profiles.is_private and profiles.id <> $1 and profiles.id not in (
    select blocked_id from social_private.blocks where blocker_id = $1
    union select blocker_id from social_private.blocks where blocked_id = $1
    union select followee_id from social.follows where follower_id = $1)
  order by profiles.username limit 1`

/**
 * Benchmarks commands and reads of single rows. These calls have no comparator, so only `--beside`
 * runs them.
 */
export async function commandPaths(sessions: Sessions): Promise<Path[]> {
  const viewer = sessions.viewer('follows 500')
  const ask = async (text: string, ...rest: string[]) => {
    const rows = await sessions.owner.unsafe<{ id: string; username: string }[]>(text, [
      viewer.id,
      ...rest,
    ])
    if (!rows[0]) throw new Error(`The generated data has no row for this query: ${text}`)
    return rows[0]
  }
  const discussed = sessions.named.get('discussed post') ?? ''
  const post = await ask(POST)
  const comment = await ask(COMMENT, discussed)
  const stranger = await ask(STRANGER)

  // A repeated command would find the notification of the first run and write none. The groups stay,
  // so the path measures a notification that joins a group.
  const forget = await forgetNotifications(sessions, viewer.id)

  const path = (call: string, arg: string, rest: Partial<Variant> = {}): Path => ({
    name: call,
    variants: [
      {
        name: 'ours',
        on: [viewer.sql],
        viewer,
        text: `select * from social.${call}($1)`,
        params: [[arg]],
        ...rest,
      },
    ],
    goals: [],
  })
  /**
   * Benchmarks a command and the command that undoes it. A superuser inserts or deletes the row
   * outside of the measured time.
   */
  const pair = (on: string, off: string, arg: string, row: { table: string; key: string }) => {
    const { table, key } = row
    const owner = table === 'follows' ? 'follower_id' : 'user_id'
    const isFollow = table === 'follows'
    const insert = isFollow
      ? `insert into social.follows (follower_id, followee_id, state, accepted_at)
         values ($1, $2, 'accepted', now())`
      : `insert into social.${table} (${owner}, ${key}) values ($1, $2)`
    const remove = `delete from social.${table} where ${owner} = $1 and ${key} = $2`
    const run = (text: string) => () => sessions.owner.unsafe(text, [viewer.id, arg])
    const undo = async () => {
      await run(remove)()
      await forget()
    }
    return [path(on, arg, { after: undo }), path(off, arg, { before: run(insert) })]
  }
  return [
    ...pair('like_post', 'unlike_post', post.id, { table: 'likes', key: 'post_id' }),
    ...pair('save_post', 'unsave_post', post.id, { table: 'saves', key: 'post_id' }),
    ...pair('like_comment', 'unlike_comment', comment.id, {
      table: 'comment_likes',
      key: 'comment_id',
    }),
    ...pair('follow_profile', 'unfollow_profile', stranger.id, {
      table: 'follows',
      key: 'followee_id',
    }),
    {
      ...path('add_comment', post.id),
      variants: [
        {
          name: 'ours',
          on: [viewer.sql],
          viewer,
          text: `select id from social.add_comment($1, 'A bridge I know')`,
          params: [[post.id]],
          after: async (id) => {
            await sessions.owner.unsafe('delete from social.comments where id = $1', [id])
            await forget()
          },
        },
      ],
    },
    path('post', post.id),
    path('profile', stranger.id),
    path('profile_by_username', stranger.username),
  ]
}

/** Returns a function that deletes the notifications that a person caused. */
async function forgetNotifications(
  sessions: Sessions,
  id: string,
): Promise<() => Promise<unknown>> {
  const [found] = await sessions.owner.unsafe<{ exists: boolean }[]>(
    `select to_regclass('social_private.notifications') is not null as exists`,
  )
  const text = 'delete from social_private.notifications where actor_id = $1'
  // Earlier builds have no notifications.
  return async () => found?.exists && sessions.owner.unsafe(text, [id])
}
