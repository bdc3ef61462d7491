import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { insertUsers, tokenClaims } from '../../src/cli/logins.ts'

/** A write that the server acknowledged: a query for the row, and whether the row must exist. */
export interface Acknowledged {
  query: string
  values: string[]
  isThere: boolean
}

/** A person of the crash test, the session of this person, and the id of a post by this person. */
export interface Member {
  id: string
  session: string
  postId: string
}

/** The acknowledged writes of one writer, and the key of the write that the crash interrupted. */
export interface Log {
  done: Acknowledged[]
  open: string
}

/** Writes rows until the connection breaks. */
export async function write(
  url: string,
  place: number,
  members: Member[],
  onDone: () => void,
): Promise<Log> {
  const sql = postgres(url, { max: 1, onnotice() {}, connect_timeout: 60 })
  const log: Log = { done: [], open: '' }
  const actor = members[place % members.length] as Member
  const claims = JSON.stringify(tokenClaims(actor.id, actor.session))
  const kind = KINDS[place % KINDS.length] as Kind
  try {
    if (kind !== signUp) {
      await sql`select set_config('request.jwt.claims', ${claims}, false),
        set_config('role', 'authenticated', false)`
    }
    for (let turn = 0; ; turn++) {
      const other = members[(place + turn) % members.length] as Member
      log.open = [actor.id, kind === like ? other.postId : other.id].join()
      log.done.push(await kind(sql, actor, other, turn))
      onDone()
    }
  } catch (error) {
    if (error instanceof postgres.PostgresError && !/^57P|^08/.test(error.code)) throw error
    return log
  } finally {
    await sql.end({ timeout: 0 })
  }
}

type Kind = (sql: postgres.Sql, actor: Member, other: Member, turn: number) => Promise<Acknowledged>

/**
 * Builds a write that alternates: 30 calls add rows, and the next 30 calls remove rows. Only one
 * writer acts for a person, so the last call decides whether a row exists.
 */
const toggled = (yes: string, no: string, id: 'id' | 'postId', query: string): Kind => {
  return async (sql, actor, other, turn) => {
    const target = other.id === actor.id && id === 'id' ? '' : other[id]
    const isThere = Math.floor(turn / 30) % 2 === 0
    if (target) await sql.unsafe(`select social.${isThere ? yes : no}($1)`, [target])
    return { query, values: [actor.id, target || other.id], isThere: isThere && target !== '' }
  }
}

const created = (call: string, query: string): Kind => {
  return async (sql, actor, other) => {
    const [row] = await sql.unsafe(call, call.includes('$1') ? [other.postId] : [])
    return { query, values: [actor.id, row?.id], isThere: true }
  }
}

const signUp: Kind = async (sql) => {
  const id = randomUUID()
  const username = `n${id.replaceAll('-', '').slice(0, 20)}`
  const metadata = { social_username: username }
  await insertUsers(sql, [{ id, email: `${username}@example.com`, metadata }])
  const query = 'select from social.profiles where username = $1 and id = $2'
  return { query, values: [username, id], isThere: true }
}

const like = toggled(
  'like_post',
  'unlike_post',
  'postId',
  'select from social.likes where user_id = $1 and post_id = $2',
)

const KINDS: Kind[] = [
  like,
  toggled(
    'follow_profile',
    'unfollow_profile',
    'id',
    'select from social.follows where follower_id = $1 and followee_id = $2',
  ),
  created(
    `select id from social.create_post('A post')`,
    'select from social.posts where author_id = $1 and id = $2',
  ),
  created(
    `select id from social.add_comment($1, 'A comment')`,
    'select from social.comments where author_id = $1 and id = $2',
  ),
  signUp,
]
