import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { expect, it, vi } from 'vitest'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { startStack } from '../../tools/local-stack/stack.ts'

it('the scheduled worker permanently removes a post and its file if the post was deleted 31 days ago', async () => {
  const stack = await startStack()
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
  try {
    const social = createSocial(createClient(stack.url, stack.publishableKey))
    const login = { email: 'anna@example.com', password: 'analytical engine', username: 'anna' }
    unwrap(await social.auth.signUp(login))
    const photo = new Blob([readFileSync(`${root}supabase/seed/photos/espresso-cup.jpg`)], {
      type: 'image/jpeg',
    })
    const upload = unwrap(await social.media.upload(photo))
    const { path } = upload
    const { id } = unwrap(await social.posts.create({ media: [{ id: upload.id }] }))
    const refused = await fetch(`${stack.url}/functions/v1/social-worker`, {
      method: 'POST',
      headers: { apikey: stack.publishableKey },
    })
    expect([401, 403]).toContain(refused.status)
    expect(await sql`select from storage.objects where name = ${path}`).toHaveLength(1)

    unwrap(await social.posts.delete(id))
    await sql`update social.posts set deleted_at = now() - interval '31 days'`
    const gone = async () => {
      expect(await sql`select from storage.objects where name = ${path}`).toHaveLength(0)
      expect(await sql`select from social_private.file_deletions`).toHaveLength(0)
    }
    await vi.waitFor(gone, { timeout: 60_000, interval: 200 })
  } finally {
    await sql.end()
    await stack.stop()
  }
}, 120_000)
