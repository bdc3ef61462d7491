import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { WebSocket } from 'ws'
import { createSocial, type Social, unwrap } from '../../src/sdk/index.ts'
import { root } from './paths.ts'
import { copyFiles } from './seed-files.ts'
import type { Stack } from './stack.ts'

// supabase-js requires a WebSocket even when realtime is not used, and Node 20 has none.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

/** A demo person. On a new local stack, you can sign in as this person. */
export interface DemoPerson {
  email: string
  password: string
  username: string
}

/** The people that supabase/seed.sql creates, in the same order. */
export const demoPeople: DemoPerson[] = [
  ...['maya', 'tomas', 'noor', 'kenji', 'priya', 'jonas', 'hana', 'amir', 'lucia', 'elena', 'wei'],
  ...['arjun', 'ana', 'ingrid', 'mateo', 'sofia', 'yusuf', 'leila', 'claire', 'hugo', 'olivia'],
  ...['sam', 'zuri', 'daniel', 'mina', 'raj', 'emma', 'pavel', 'nadia', 'oskar', 'freya', 'tariq'],
  ...['chloe', 'ben', 'rosa', 'ivy', 'nils', 'dalia', 'marek', 'sana', 'kofi', 'aroha', 'theo'],
  ...['ruth', 'vic', 'freegifts'],
].map((username) => ({ username, email: `${username}@example.com`, password: 'demo-password' }))

/** The demo people that `npm start` and the login page name, with the reason to sign in as each of them. */
export const namedPeople: { username: string; displayName: string; about: string }[] = [
  { username: 'maya', displayName: 'Maya Lindqvist', about: 'follows many people' },
  {
    username: 'jonas',
    displayName: 'Jonas Weber',
    about: 'has a private account and follow requests',
  },
  {
    username: 'ruth',
    displayName: 'Ruth Adeyemi',
    about: 'is an administrator, and reports wait for her',
  },
]

/** The JSON files that posts.sql and talk.sql read. */
const documents = { posts: 'posts.json', comments: 'comments.json', photos: 'photos/photos.json' }

/**
 * Fills a new local stack: seed.sql creates the people, the other SQL files create what the people
 * did in the last months, and the SDK makes some choices. The files of the posts are copied into
 * Storage, because the ingestion of each file would take minutes.
 */
export async function seed(
  stack: Pick<Stack, 'url' | 'publishableKey' | 'databaseUrl' | 'filesFolder'>,
) {
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
  const run = (file: string) => sql.unsafe(read(file))
  try {
    await sql.unsafe(read('../seed.sql'))
    await sql`create temporary table demo_documents (name text, content jsonb)`
    for (const [name, file] of Object.entries(documents)) {
      await sql`insert into demo_documents values (${name}, ${sql.json(JSON.parse(read(file)))})`
    }
    // One transaction is faster, because each commit waits for the disk.
    await sql.unsafe('begin')
    await run('posts.sql')
    await copyFiles(sql, stack.filesFolder)
    await run('talk.sql')
    await run('staff.sql')
    await run('notifications.sql')
    await sql.unsafe('commit')
    await makeChoices(stack)
    await run('discovery.sql')
  } finally {
    await sql.end()
  }
}

/** Maya follows two hashtags, and Tomás mutes a word. */
async function makeChoices(stack: Pick<Stack, 'url' | 'publishableKey'>): Promise<void> {
  const as = async (username: string): Promise<Social> => {
    const options = { auth: { persistSession: false, autoRefreshToken: false } }
    const social = createSocial(createClient(stack.url, stack.publishableKey, options))
    const email = `${username}@example.com`
    unwrap(await social.auth.signIn({ email, password: 'demo-password' }))
    return social
  }
  const maya = await as('maya')
  unwrap(await maya.hashtags.follow('#SlowSunday'))
  unwrap(await maya.hashtags.follow('#電車のある風景'))
  unwrap(await (await as('tomas')).words.mute('coffee'))
}

function read(file: string): string {
  return readFileSync(`${root}supabase/seed/${file}`, 'utf8')
}
