import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { insertSessions, insertUsers, tokenClaims } from '../../src/cli/logins.ts'

/** What the people of a living app did, and how long their statements took. */
export interface Traffic {
  /** The durations of all transactions until now, in milliseconds, by the kind of action. */
  durations: Map<string, number[]>
  /** The errors of the app. */
  errors: string[]
  /** Ends the traffic after the running statements. */
  stop(): Promise<void>
}

/** One action of the app: its transaction runs in a session with the role of a server. */
type Action = (sql: postgres.TransactionSql, turn: number) => Promise<unknown>

interface Member {
  id: string
  session: string
  post: string
}

/** The statements of Supabase Auth for a sign-up: it works with and without supabase-social. */
const signUp: Action = async (sql) => {
  await createLogin(sql)
}

/** The statements of Supabase Auth for a sign-in with a password. */
const signIn =
  (user: string): Action =>
  async (sql) => {
    await sql`select encrypted_password from auth.users where id = ${user}`
    await createSession(sql, user)
    await sql`update auth.users set last_sign_in_at = now() where id = ${user}`
  }

async function createLogin(sql: postgres.Sql | postgres.TransactionSql): Promise<Member> {
  const id = randomUUID()
  const username = `t${id.replaceAll('-', '').slice(0, 20)}`
  const metadata = { username, social_username: username }
  await insertUsers(sql, [{ id, email: `${username}@example.com`, metadata }])
  await sql`insert into auth.identities
    (provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
    values ('email', ${id}, ${id}, ${sql.json({ sub: id })}, now(), now(), now())`
  return { id, session: await createSession(sql, id), post: '' }
}

async function createSession(
  sql: postgres.Sql | postgres.TransactionSql,
  user: string,
): Promise<string> {
  const session = randomUUID()
  await insertSessions(sql, [{ id: session, user_id: user }])
  await sql`insert into auth.refresh_tokens
    (instance_id, token, user_id, session_id, revoked, created_at, updated_at) values (
    '00000000-0000-0000-0000-000000000000', ${session}, ${user}, ${session}, false, now(), now())`
  return session
}

/** Starts sign-ups and sign-ins, as in every living app. */
export async function startSignIns(databaseUrl: string): Promise<Traffic> {
  const url = databaseUrl.replace('//postgres:', '//supabase_auth_admin:')
  const sql = postgres(url, { max: 1, onnotice() {} })
  const { id } = await createLogin(sql)
  await sql.end()
  return start([
    ['sign-up', url, signUp],
    ['sign-in', url, signIn(id)],
    ['sign-in', url, signIn(id)],
  ])
}

/**
 * Starts the traffic of an app that uses supabase-social: sign-ups, sign-ins, reads, likes, saves,
 * comments, posts and downloads. Only people of this traffic act, on posts of this traffic.
 */
export async function startTraffic(databaseUrl: string): Promise<Traffic> {
  const auth = databaseUrl.replace('//postgres:', '//supabase_auth_admin:')
  const api = databaseUrl.replace('//postgres:', '//authenticator:')
  const [ann, bob] = await createMembers(databaseUrl)
  const call = (member: Member, text: string, values: string[] = []): Action => {
    const claims = JSON.stringify(tokenClaims(member.id, member.session))
    return async (sql) => {
      await sql`select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${claims}, true)`
      await sql.unsafe(text, values)
    }
  }
  const like = call(bob, 'select social.like_post($1)', [ann.post])
  const unlike = call(bob, 'select social.unlike_post($1)', [ann.post])
  const save = call(ann, 'select social.save_post(post_id => $1)', [bob.post])
  const unsave = call(ann, 'select social.unsave_post($1)', [bob.post])
  const by = (first: Action, second: Action): Action => {
    return (sql, turn) => (turn % 2 ? second : first)(sql, turn)
  }
  return start([
    ['sign-up', auth, signUp],
    ['sign-in', auth, signIn(bob.id)],
    ['home feed', api, call(bob, 'select id from social.home_feed()')],
    ['table', api, call(bob, 'select post_id from social.saves')],
    ['file', api, call(bob, 'select name from storage.objects')],
    ['like', api, by(like, unlike)],
    ['save', api, by(save, unsave)],
    ['post', api, call(ann, `select social.create_post('A post')`)],
    ['comment', api, call(bob, `select social.add_comment($1, 'Well')`, [ann.post])],
  ])
}

async function createMembers(databaseUrl: string): Promise<[Member, Member]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} })
  await sql`update social_private.config
    set allow_text_posts = true, rate_limit_factor = 1000000`
  const members: Member[] = []
  for (let count = 0; count < 2; count++) {
    const member = await createLogin(sql)
    await sql.begin(async (transaction) => {
      const claims = tokenClaims(member.id, member.session)
      await transaction`select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`
      const [post] = await transaction`select id from social.create_post('The first post')`
      members.push({ ...member, post: post?.id })
    })
  }
  await sql.end()
  return members as [Member, Member]
}

async function start(actions: [kind: string, url: string, action: Action][]): Promise<Traffic> {
  const durations = new Map<string, number[]>()
  const errors: string[] = []
  let isRunning = true
  const loops = actions.map(async ([kind, url, action]) => {
    const sql = postgres(url, { max: 1, onnotice() {}, prepare: false })
    const times = durations.get(kind) ?? []
    durations.set(kind, times)
    for (let turn = 0; isRunning; turn++) {
      const begin = performance.now()
      await sql
        .begin((transaction) => action(transaction, turn))
        .catch((error) => errors.push(`${kind}: ${error.message} (${error.code})`))
      times.push(performance.now() - begin)
      await pause(10)
    }
    await sql.end()
  })
  return {
    durations,
    errors,
    async stop() {
      isRunning = false
      await Promise.all(loops)
    },
  }
}

/** Returns the longest duration of each kind of action, for the output of a test. */
export function longestOf({ durations }: Traffic): string {
  return [...durations]
    .map(([kind, times]) => `${kind} ${Math.round(Math.max(...times))} ms (${times.length})`)
    .join(', ')
}
