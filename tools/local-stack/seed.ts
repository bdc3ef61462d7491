import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { WebSocket } from 'ws'
import { createSocial, type Social, unwrap, type Visibility } from '../../src/sdk/index.ts'
import { root } from './paths.ts'
import type { Stack } from './stack.ts'

// supabase-js requires a WebSocket even when realtime is not used, and Node 20 has none.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

/** A demo person. On a new local stack, you can sign in as this person. */
export interface DemoPerson {
  email: string
  password: string
  username: string
}

/** The people that supabase/seed.sql creates. */
export const demoPeople: DemoPerson[] = [
  ...['maya', 'tomas', 'noor', 'kenji', 'priya', 'jonas', 'hana', 'amir', 'lucia'],
].map((username) => ({ username, email: `${username}@example.com`, password: 'demo-password' }))

interface Photo {
  file: string
  author: string
  altText: string
  caption: string
  visibility?: Visibility
}

/**
 * The comments on the demo photos. A comment with a parent replies to the earlier comment with this
 * text.
 */
const comments: [photo: string, author: string, body: string, parent?: string][] = [
  ['mountain-trail.jpg', 'tomas', 'Which trail is this? I need to go.'],
  ['mountain-trail.jpg', 'kenji', 'The dogs would love it up there.'],
  ['espresso-cup.jpg', 'maya', 'Save me one.'],
  ['two-dogs-at-window.jpg', 'priya', 'Waiting for someone?'],
  ['honey-bee-on-aster.jpg', 'noor', 'How did you get this close?'],
  ['suspension-bridge-night.jpg', 'maya', 'Those lights!'],
  [
    'mountain-trail.jpg',
    'maya',
    'The ridge behind the lake. @priya knows the way.',
    'Which trail is this? I need to go.',
  ],
]

/**
 * Fills a new local stack: seed.sql creates the people, the SDK creates their posts, comments, likes
 * and choices, seed/notifications.sql adds notifications of the days before, and seed/discovery.sql
 * does what the worker would do for explore and trends.
 */
export async function seed(stack: Pick<Stack, 'url' | 'publishableKey' | 'databaseUrl'>) {
  await run(stack.databaseUrl, 'supabase/seed.sql')
  const people = new Map<string, Social>()
  for (const { username, email, password } of demoPeople) {
    const options = { auth: { persistSession: false, autoRefreshToken: false } }
    const social = createSocial(createClient(stack.url, stack.publishableKey, options))
    unwrap(await social.auth.signIn({ email, password }))
    people.set(username, social)
  }
  const as = (username: string) => people.get(username) as Social

  const folder = `${root}supabase/seed/photos`
  const photos: Photo[] = JSON.parse(readFileSync(`${folder}/photos.json`, 'utf8'))
  const posts = new Map<string, string>()
  for (const { file, author, caption, visibility, altText } of photos) {
    const image = new Blob([readFileSync(`${folder}/${file}`)], { type: 'image/jpeg' })
    const { id } = unwrap(await as(author).media.upload(image))
    const post = await as(author).posts.create({ caption, visibility, media: [{ id, altText }] })
    posts.set(file, unwrap(post).id)
  }
  const written = new Map<string, string>()
  for (const [file, author, body, parent] of comments) {
    const options = parent ? { parentId: written.get(parent) } : {}
    const comment = await as(author).comments.create(posts.get(file) ?? '', body, options)
    written.set(body, unwrap(comment).id)
  }
  unwrap(await as('maya').comments.like(written.get('Which trail is this? I need to go.') ?? ''))
  unwrap(await as('maya').posts.pin(posts.get('mountain-trail.jpg') ?? ''))
  for (const [place, id] of [...posts.values()].entries()) {
    const likers = demoPeople.slice(0, 5).filter((_, each) => (each + place) % 3)
    // The result of the like is ignored, because some people may not see the post.
    for (const { username } of likers) await as(username).posts.like(id)
  }
  unwrap(await as('maya').hashtags.follow('#SlowSunday'))
  unwrap(await as('maya').hashtags.follow('#電車のある風景'))
  unwrap(await as('tomas').words.mute('coffee'))
  await run(stack.databaseUrl, 'supabase/seed/notifications.sql')
  await run(stack.databaseUrl, 'supabase/seed/discovery.sql')
}

async function run(databaseUrl: string, file: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} })
  await sql.unsafe(readFileSync(root + file, 'utf8'))
  await sql.end()
}
