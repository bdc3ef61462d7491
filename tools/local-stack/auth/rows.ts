import { readFileSync } from 'node:fs'

export type Row = Record<string, unknown>

interface Query {
  values(row: Row): Query
  set(row: Row): Query
}

/** The part of @supabase/lite's repository that this file replaces. */
export interface Rows {
  db: { executeQuery(query: object): Promise<{ rows: Row[] }> }
  transaction<T>(work: (rows: Rows) => Promise<T>): Promise<T>
  insertInto(table: string): Query
  update(table: string): Query
  parseUserJson(user: Row): Row
  findUserByEmail(email: string): Promise<Row | null>
  findUserById(id: string): Promise<Row | null>
  createUser(user: Row): Promise<Row | null>
  updateUser(id: string, changes: Row): Promise<Row | null>
  createFlowState(flow: Row): Promise<unknown>
  claimUserToken(id: string, column: string, token: string): Promise<boolean>
  findIdentitiesByUserId(id: unknown): Promise<Row[]>
  findSessionById(id: string): Promise<Row | null>
  findRefreshToken(token: string): Promise<Row | null>
}

/** Runs a statement with parameters `$1`, `$2`… in the transaction of the request. */
export async function query(repo: Rows, sql: string, ...parameters: unknown[]): Promise<Row[]> {
  const node = { kind: 'RawNode', sqlFragments: [], parameters: [] }
  const compiled = { sql, parameters, query: node, queryId: { queryId: 'statement' } }
  return (await repo.db.executeQuery(compiled)).rows
}

/** Reads a statement from a file of this folder. */
export function readStatement(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

/** Runs the work of a service in one transaction. */
export async function inTransaction<R extends Rows, T>(
  service: { repo: R },
  work: () => Promise<T>,
): Promise<T> {
  const outer = service.repo
  try {
    return await outer.transaction((repo) => {
      service.repo = repo as R
      return work()
    })
  } finally {
    service.repo = outer
  }
}

/** Auth writes this id into each row, and reads only rows with this id. */
export const NO_INSTANCE = '00000000-0000-0000-0000-000000000000'
const WITH_INSTANCE = /^(users|audit_log_entries)$/

/** The columns of auth.users in which Auth writes an empty text when there is no token or change. */
const TOKENS = [
  ...['confirmation_token', 'recovery_token', 'email_change_token_new', 'email_change'],
  ...['phone_change', 'phone_change_token', 'email_change_token_current'],
  'reauthentication_token',
]

/** The columns in which null makes a row unreadable for Auth, although the table allows null. */
const TIMES = ['created_at', 'updated_at']
const OF_USERS = [...TOKENS, ...TIMES, 'aud', 'role', 'email_change_confirm_status']

/** Tells whether Auth can read a row of auth.users. */
export function isReadableUser(user: Row): boolean {
  return OF_USERS.every((column) => user[column] !== null)
}

export function isBanned(user: Row): boolean {
  return user.banned_until !== null && Date.parse(String(user.banned_until)) > Date.now()
}

/**
 * Reads and writes rows as Auth does. `unreadable` creates the error for a row that Auth cannot
 * read. Defects of @supabase/lite 0.10.0: lite writes null where Auth writes an empty text, writes
 * no `instance_id`, and accepts every row that it finds.
 */
export function coverRows(
  repo: Rows,
  unreadable: () => Error,
  coverMore: (repo: Rows) => void,
): void {
  coverWrites(repo)
  coverReads(repo, unreadable)
  coverMore(repo)
  const transaction = repo.transaction.bind(repo)
  repo.transaction = (work) =>
    transaction((inner) => {
      coverRows(inner, unreadable, coverMore)
      return work(inner)
    })
}

function coverWrites(repo: Rows): void {
  for (const [name, part] of [
    ['insertInto', 'values'],
    ['update', 'set'],
  ] as const) {
    const begin = repo[name].bind(repo)
    repo[name] = (table) => {
      const statement = begin(table)
      const write = statement[part].bind(statement)
      const instance = name === 'insertInto' && WITH_INSTANCE.test(table)
      statement[part] = (row) => {
        const empty = table === 'users' ? TOKENS.filter((column) => row[column] === null) : []
        const texts = Object.fromEntries(empty.map((column) => [column, '']))
        return write({ ...row, ...texts, ...(instance && { instance_id: NO_INSTANCE }) })
      }
      return statement
    }
  }
}

function coverReads(repo: Rows, unreadable: () => Error): void {
  const refuse = (row: Row | null, columns: string[]) => {
    if (row && columns.some((column) => row[column] === null)) throw unreadable()
    return row
  }
  repo.findIdentitiesByUserId = async (id) => {
    const rows = await query(repo, IDENTITIES, id)
    for (const row of rows) refuse(row, TIMES)
    return rows
  }
  // Auth reads the identities together with the user.
  const readUser = async (user: Row | null) => {
    if (user?.instance_id !== NO_INSTANCE) return null
    if (!isReadableUser(user)) throw unreadable()
    await repo.findIdentitiesByUserId(user.id)
    return user
  }
  const byEmail = repo.findUserByEmail.bind(repo)
  repo.findUserByEmail = async (email) => {
    const user = await byEmail(email)
    return user?.aud === 'authenticated' && !user.is_sso_user ? readUser(user) : null
  }
  const byId = repo.findUserById.bind(repo)
  repo.findUserById = async (id) => readUser(await byId(id))
  const session = repo.findSessionById.bind(repo)
  repo.findSessionById = async (id) => refuse(await session(id), TIMES)
  const refreshToken = repo.findRefreshToken.bind(repo)
  repo.findRefreshToken = async (token) => refuse(await refreshToken(token), [...TIMES, 'revoked'])
}

/** The identities of a person. The JSON of a user also shows the second factors. */
const IDENTITIES = `
  select i.*, (
    select jsonb_agg(to_jsonb(f) - array['user_id', 'secret', 'web_authn_credential',
        'web_authn_aaguid', 'last_webauthn_challenge_data',
        case friendly_name when '' then 'friendly_name' end]
      || jsonb_build_object('phone', coalesce(phone, '')) order by created_at)
    from auth.mfa_factors f where f.user_id = i.user_id
  ) as factors
  from auth.identities i where user_id = $1`
