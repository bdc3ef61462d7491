import type postgres from 'postgres'
import { Problem } from '../problem.ts'

/** The SQL expressions over `auth.users as users` that give the wanted names of a user. */
export interface Expressions {
  username: string
  displayName: string
}

/** A user without a profile, with the names that the expressions give. */
export interface Candidate {
  id: string
  username: string | null
  display_name: string | null
}

/** A user who gets no profile, and the reason. */
export interface Failure {
  id: string
  reason: string
}

export interface Counts {
  users: number
  missing: number
  existing: number
  anonymous: number
  deleted: number
}

const PAGE = 10_000
const GROUP = 500
/** Enough for every name. A longer text would only cost time. */
const MAX_LENGTH = 2000

/** Counts all users by what the backfill does with them. */
export async function countUsers(sql: postgres.Sql): Promise<Counts> {
  const [counts] = await sql<Counts[]>`
    select
      count(*)::int as users,
      count(*) filter (where profiles.id is not null)::int as existing,
      count(*) filter (where profiles.id is null and users.is_anonymous)::int as anonymous,
      count(*) filter (
        where profiles.id is null and not users.is_anonymous and users.deleted_at is not null
      )::int as deleted,
      count(*) filter (
        where profiles.id is null and not users.is_anonymous and users.deleted_at is null
      )::int as missing
    from auth.users
    left join social.profiles on profiles.id = users.id`
  if (!counts) throw new Error('A count returns one row.')
  return counts
}

/** Throws a `Problem` if Postgres does not accept an expression. */
export async function checkExpressions(sql: postgres.Sql, expressions: Expressions) {
  const { username, displayName } = expressions
  await check(sql, '--username', username)
  await check(sql, '--display-name', displayName)
}

async function check(sql: postgres.Sql, option: string, expression: string) {
  try {
    await read(sql, { username: expression, displayName: 'null' }, [])
  } catch (error) {
    if (!isOfPostgres(error)) throw error
    throw new Problem(
      `Postgres does not accept the SQL expression of ${option}: ${error.message}. The expression reads a row of auth.users, for example users.raw_user_meta_data ->> 'username'.`,
    )
  }
}

/**
 * Yields groups of users without a profile, older accounts first. A user for whom an expression
 * fails goes to `onFailure`.
 */
export async function* candidates(
  sql: postgres.Sql,
  expressions: Expressions,
  onFailure: (failure: Failure) => void,
): AsyncGenerator<Candidate[]> {
  for await (const ids of pages(sql)) {
    for (let at = 0; at < ids.length; at += GROUP) {
      yield await readEach(sql, expressions, ids.slice(at, at + GROUP), onFailure)
    }
  }
}

/** Yields the ids of users without a profile in the order of their sign-ups. */
async function* pages(sql: postgres.Sql): AsyncGenerator<string[]> {
  let after = { created_at: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const rows = await sql<(typeof after)[]>`
      select users.id, coalesce(users.created_at, 'infinity')::text as created_at
      from auth.users
      where not users.is_anonymous and users.deleted_at is null
        and not exists (select from social.profiles where profiles.id = users.id)
        and (coalesce(users.created_at, 'infinity'), users.id)
          > (${after.created_at}::text::timestamptz, ${after.id}::uuid)
      order by coalesce(users.created_at, 'infinity'), users.id
      limit ${PAGE}`
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ id }) => id)
    after = last
  }
}

/**
 * Reads the names of users. If the query fails, the function reads both halves of the users, until
 * it finds the users for whom an expression fails.
 */
async function readEach(
  sql: postgres.Sql,
  expressions: Expressions,
  ids: string[],
  onFailure: (failure: Failure) => void,
): Promise<Candidate[]> {
  try {
    return await read(sql, expressions, ids)
  } catch (error) {
    if (!isOfPostgres(error)) throw error
    const [id = '', ...others] = ids
    if (others.length === 0) {
      onFailure({ id, reason: `the SQL expression failed: ${error.message}` })
      return []
    }
    const middle = Math.ceil(ids.length / 2)
    return [
      ...(await readEach(sql, expressions, ids.slice(0, middle), onFailure)),
      ...(await readEach(sql, expressions, ids.slice(middle), onFailure)),
    ]
  }
}

function isOfPostgres(error: unknown): error is Error {
  return (error as Error).name === 'PostgresError'
}

/**
 * Reads the names of users in the order of the ids. The transaction is read-only, so that an
 * expression cannot change data. The query has a parameter, because Postgres accepts several
 * statements only in a query without parameters. Each expression ends with a new line, so that a
 * comment at its end does not reach further. Postgres accepts no set of rows inside a CASE, so each
 * user has one row.
 */
async function read(sql: postgres.Sql, { username, displayName }: Expressions, ids: string[]) {
  const rows = await sql.begin('read only', (transaction) =>
    transaction.unsafe<Candidate[]>(
      `select users.id,
        left((case when true then (${username}\n) end)::text, ${MAX_LENGTH}) as username,
        left((case when true then (${displayName}\n) end)::text, ${MAX_LENGTH}) as display_name
      from auth.users as users
      where users.id = any (string_to_array($1, ',')::uuid[])`,
      [ids.join(',')],
    ),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
