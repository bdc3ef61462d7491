import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { insertSessions, insertUsers, tokenClaims } from '../../src/cli/logins.ts'
import { addressOf } from './addresses.ts'

/**
 * A person with a database session. The session has the role and the claims that a request of the
 * person to the Data API would have.
 */
export interface Person {
  id: string
  name: string
  /** The id of the Auth session. */
  session: string
  /** Calls a function of schema social. Returns the rows of the result, or throws the error. */
  call<Row = Record<string, unknown>>(fn: string, args?: Record<string, unknown>): Promise<Row[]>
  /** Calls a function of schema social. Returns `ok` or the error code. */
  attempt(fn: string, args?: Record<string, unknown>): Promise<string>
  sql: postgres.Sql
}

export interface World {
  /** The connection of the operator, who has role postgres. */
  sql: postgres.Sql
  person(name: string): Promise<Person>
  /** Creates a processed upload that the owner can attach to a post. Returns its id. */
  upload(owner: Person): Promise<string>
  /** Publishes a post with one picture and returns its id. */
  post(author: Person, visibility?: string): Promise<string>
  /** Runs maintenance until nothing is left to do. */
  work(): Promise<void>
  /** Runs maintenance as it would run in an hour: the worker has done every count that waits. */
  settle(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a world in which people call functions by SQL, with the role and claims of an HTTP request.
 * SQL is a hundred times faster than HTTP, so tests can run thousands of steps and many concurrent
 * sessions.
 */
export function openWorld(databaseUrl = process.env.SOCIAL_DATABASE_URL): World {
  if (!databaseUrl) throw new Error('SOCIAL_DATABASE_URL is not set: run npm test')
  const connect = () => postgres(databaseUrl, { max: 1, onnotice() {} })
  const sql = connect()
  const sessions = [sql]

  const world: World = {
    sql,
    async person(name) {
      const id = randomUUID()
      const username = `${name}.${id.slice(0, 8)}`
      const email = addressOf(username)
      await insertUsers(sql, [{ id, email, metadata: { social_username: username } }])
      const session = connect()
      sessions.push(session)
      const sessionId = randomUUID()
      await insertSessions(sql, [{ id: sessionId, user_id: id }])
      const claims = JSON.stringify(tokenClaims(id, sessionId))
      await session`select set_config('request.jwt.claims', ${claims}, false),
        set_config('role', 'authenticated', false)`
      const call = async <Row>(fn: string, args: Record<string, unknown> = {}) => {
        const names = Object.keys(args)
        const list = names.map((key, place) => `${key} => $${place + 1}`).join(', ')
        const values = Object.values(args) as postgres.ParameterOrJSON<never>[]
        return (await session.unsafe(`select * from social.${fn}(${list})`, values)) as Row[]
      }
      const attempt = (fn: string, args?: Record<string, unknown>) =>
        call(fn, args).then(
          // Some functions return an error as a JSON value.
          ([row]) =>
            (row as Record<string, { message?: string }> | undefined)?.[fn]?.message ?? 'ok',
          wordOf,
        )
      return { id, name, session: sessionId, call, attempt, sql: session }
    },
    async upload(owner) {
      const id = randomUUID()
      const path = `${owner.id}/${id}/display.jpg`
      await sql`insert into storage.objects (bucket_id, name, metadata)
        values ('social-media', ${path}, ${sql.json({ size: 1000, mimetype: 'image/jpeg' })})`
      await sql`insert into social_private.uploads
        (id, owner_id, purpose, source_path, path, mime_type, width, height)
        values (${id}, ${owner.id}, 'post', ${path}, ${path}, 'image/jpeg', 4, 3)`
      return id
    },
    async post(author, visibility = 'public') {
      const media = [{ id: await world.upload(author) }]
      const [post] = await author.call<{ id: string }>('create_post', { media, visibility })
      return post?.id ?? ''
    },
    async work() {
      for (let isDone = false; !isDone; ) {
        const [work] = await sql<{ isDone: boolean }[]>`
          select is_done as "isDone" from social_private.run_maintenance(1000)`
        isDone = work?.isDone ?? true
      }
    },
    async settle() {
      await world.work()
      await sql`update social_private.count_updates set due_at = now()`
      await world.work()
    },
    async close() {
      await Promise.all(sessions.map((session) => session.end()))
    },
  }
  return world
}

/**
 * Returns the code of an error of supabase-social, which is the message of the error in SQL. The
 * message of `rate_limited` is the whole body of the response.
 */
export function wordOf(error: Error): string {
  const { code } = error as Partial<postgres.PostgresError>
  return code === 'PGRST' ? JSON.parse(error.message).message : error.message
}

/** Opens a second session of a person. */
export async function sameLogin(world: World, person: Person): Promise<Person> {
  const second = await world.person('second')
  const session = randomUUID()
  await insertSessions(world.sql, [{ id: session, user_id: person.id }])
  const claims = JSON.stringify(tokenClaims(person.id, session))
  await second.sql`select set_config('request.jwt.claims', ${claims}, false)`
  return { ...second, id: person.id, session }
}

/** Comments on a post or replies to a comment, and returns the id of the comment. */
export async function say(
  author: Person,
  post: string,
  parent: string | null = null,
): Promise<string> {
  const [comment] = await author.call<{ id: string }>('add_comment', {
    post_id: post,
    body: 'Well.',
    parent_id: parent,
  })
  return comment?.id ?? ''
}
