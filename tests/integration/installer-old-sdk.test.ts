import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyMigrations } from '../../src/cli/upgrade/apply.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import {
  type FrozenRelease,
  frozenRelease,
  installFrozen,
  upgradesOf,
  withConnection,
} from '../support/releases.ts'

const old = frozenRelease('0.0.1-fixture')
const next = frozenRelease('0.0.2-fixture')
const folder = mkdtempSync(join(tmpdir(), 'supabase-social-project-'))
let stack: Stack

beforeAll(async () => {
  const config = `[api]
    schemas = ["public", "social"]
    [auth.hook.before_user_created]
    enabled = true
    uri = "pg-functions://postgres/social_private/before_user_created"`
  writeFileSync(join(folder, 'config.toml'), config)
  stack = await startStack({ project: { supabase: folder }, purges: false })
  await installFrozen(stack.databaseUrl, old)
  await withConnection(stack.databaseUrl, async (sql) => {
    await sql`update social_private.config set allow_text_posts = true`
  })
  await reload()
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Lets the Data API read the schema again. A hosted project does this after each migration. */
async function reload(): Promise<void> {
  await withConnection(stack.databaseUrl, (sql) => sql`notify pgrst, 'reload schema'`)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}

async function clientOf(release: FrozenRelease) {
  const sdk = await release.sdk()
  const auth = { persistSession: false, autoRefreshToken: false }
  const client = createClient(stack.url, stack.publishableKey, { auth })
  return { social: sdk.createSocial(client), unwrap: sdk.unwrap }
}

let names = 0

/** Signs a new person up and makes a round of calls, with the SDK of a release. */
async function takeRound(release: FrozenRelease): Promise<void> {
  const { social, unwrap } = await clientOf(release)
  const username = `round.${++names}`
  const login = { email: `${username}@example.com`, password: 'a long password' }
  unwrap(await social.auth.signUp({ ...login, username }))
  unwrap(await social.auth.signIn(login))
  const [ann] = unwrap(await social.profiles.search('ann')).items
  unwrap(await social.profiles.follow(String(ann?.id)))
  const [post] = unwrap(await social.feed.listHome()).items
  const id = String(post?.id)
  expect(unwrap(await social.posts.like(id)).is_liked).toBe(true)
  expect(unwrap(await social.posts.save(id)).is_saved).toBe(true)
  expect(unwrap(await social.posts.listSaved()).items.map((saved) => saved.id)).toEqual([id])
  const comment = unwrap(await social.comments.create(id, 'Well'))
  expect(unwrap(await social.comments.list(id)).items.map((one) => one.id)).toContain(comment.id)
  const own = unwrap(await social.posts.create({ caption: 'A post' }))
  expect(unwrap(await social.posts.get(own.id)).caption).toBe('A post')
  unwrap(await social.posts.report(id, { reason: 'spam' }))
  unwrap(await social.posts.delete(own.id))
  unwrap(await social.auth.signOut())
}

/** Signs in a person of the dump of 0.0.1, and saves a post with a note, which needs 0.0.2. */
async function saveWithNote() {
  const { social, unwrap } = await clientOf(next)
  const [email] = await withConnection(stack.databaseUrl, async (sql) => {
    const rows = await sql`select email from auth.users where email like 'ann.%'`
    return rows.map((row) => String(row.email))
  })
  unwrap(await social.auth.signIn({ email: String(email), password: 'demo-password' }))
  const [post] = unwrap(await social.feed.listHome()).items
  const id = String(post?.id)
  // Sources of this repository describe another release, whose types have no note.
  const posts = social.posts as unknown as {
    save(id: string, note: string): ReturnType<typeof social.posts.save>
  }
  const report = await social.posts.report(id, { reason: 'misinformation' as 'other', note: 'No' })
  return [await posts.save(id, 'For Sunday'), report]
}

test('the SDK of 0.0.1 works on 0.0.1', () => takeRound(old))

test('the SDK of 0.0.2 works on 0.0.1, as long as it needs nothing new', () => takeRound(next))

test('what needs 0.0.2 answers upgrade_needed on 0.0.1, with the remedy', async () => {
  for (const { error } of await saveWithNote()) {
    expect(error).toMatchObject({ code: 'upgrade_needed' })
    expect(error?.hint).toMatch(/has release 0\.0\.1-fixture, and this SDK needs 0\.0\.2-fixture/)
    expect(error?.hint).toMatch(/npx supabase-social upgrade, then npx supabase db push/)
  }
})

test('after the upgrade, the SDKs of 0.0.1 and of 0.0.2 work', async () => {
  await withConnection(stack.databaseUrl, (sql) =>
    applyMigrations(sql, upgradesOf(next, old.version)),
  )
  await reload()
  await takeRound(old)
  await takeRound(next)
  expect((await saveWithNote()).map(({ error }) => error)).toEqual([null, null])
})
