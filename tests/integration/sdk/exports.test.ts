import '../../support/own-stack.ts'

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { type Exported, exportOf } from '../../support/export-reading.ts'
import { nobody, type Person, people, photo, publish } from '../../support/people.ts'
import { sql, stack } from '../../support/stack.ts'

let alice: Person
let mallory: Person
let exported: Exported

beforeAll(async () => {
  ;[alice, mallory] = await people('alice', 'mallory')
  await publish(alice, { caption: 'The old bridge' })
  await publish(alice, { caption: 'Lost' })
  const [lost] = await sql<{ path: string }[]>`
    select path from social.post_media join social.posts on posts.id = post_id
    where caption = 'Lost' and author_id = ${alice.id}`
  const operator = createClient(stack.url, stack.secretKey, { auth: { persistSession: false } })
  await operator.storage.from('social-media').remove([String(lost?.path)])
  exported = await exportOf(alice)
})

describe('an export', () => {
  it('of a small account is one zip file that other programs can read', () => {
    const { zips } = exported
    expect(zips).toHaveLength(1)
    if (!existsSync('/usr/bin/unzip')) return
    const folder = mkdtempSync(join(tmpdir(), 'supabase-social-export-'))
    try {
      writeFileSync(join(folder, 'export.zip'), zips[0] as Uint8Array)
      const output = execFileSync('/usr/bin/unzip', ['-t', join(folder, 'export.zip')]).toString()
      expect(output).toContain('No errors detected')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('contains the profile, the posts and the unchanged bytes of their photos', async () => {
    const { documents, files } = exported
    expect(documents.export.profile).toMatchObject({ username: alice.username, email: alice.email })
    const [bridge] = documents.posts
    expect(bridge).toMatchObject({ caption: 'The old bridge', visibility: 'public' })
    const [media] = bridge?.media ?? []
    expect(media?.alt_text).toBe('A grey pixel')
    const bytes = files.get(String(media?.file))
    expect(bytes?.equals(Buffer.from(await photo().arrayBuffer()))).toBe(true)
  })

  it('contains how and when the person has signed in, and no secret', async () => {
    const { login } = exported.documents.export
    expect(login).toMatchObject({
      ...{ created_at: expect.any(String), last_sign_in_at: expect.any(String) },
      identities: [{ provider: 'email', created_at: expect.any(String) }],
      sessions: [{ created_at: expect.any(String) }],
    })
    expect(login.identities[0]?.data).toMatchObject({ email: alice.email })
    const [secrets] = await sql`
      select encrypted_password as password, token from auth.users
      join auth.refresh_tokens on refresh_tokens.user_id = users.id::text
      where users.id = ${alice.id}`
    for (const secret of Object.values(secrets ?? {})) {
      expect(JSON.stringify(exported.documents)).not.toContain(secret)
    }
  })

  it('lists each unreadable file and contains everything else', () => {
    const { card, documents, files } = exported
    const [, lost] = documents.posts
    const file = lost?.media[0]?.file
    expect(documents.missing.map((missing) => missing.file)).toEqual([file])
    expect(files.has(String(file))).toBe(false)
    expect(card).toMatchObject({ state: 'ready', missing_count: 1 })
    expect(card.done_count).toBe(card.total_count)
  })

  it('can be requested only once a day', async () => {
    await expectRefusal(alice.social.exports.request(), 'export_too_soon')
    const { items } = unwrap(await alice.social.exports.list())
    expect(items.map(({ id }) => id)).toEqual([exported.card.id])
  })

  it('is private, so no other person can read its row, its file or a link to the file', async () => {
    const { card } = exported
    for (const { social, supabase } of [mallory, nobody()]) {
      const refused = await social.exports.get(card.id)
      expect(['export_not_found', 'not_signed_in']).toContain(refused.error?.code)
      expect(unwrap(await social.exports.getLinks(card))).toEqual([
        { name: 'export-1.zip', bytes: card.parts[0]?.bytes, url: null },
      ])
      const path = String(card.parts[0]?.path)
      const download = await supabase.storage.from('social-exports').download(path)
      expect(download.data).toBeNull()
      const list = await supabase.storage.from('social-exports').list(alice.id)
      expect(list.data ?? []).toEqual([])
    }
  })

  it('remains available to a suspended person, who may also request another export', async () => {
    await sql`update social_private.accounts set suspended_at = now()
      where profile_id = ${alice.id}`
    await sql`update social_private.exports set requested_at = now() - interval '2 days'
      where profile_id = ${alice.id}`
    await expectRefusal(alice.social.account.get(), 'account_suspended')
    const [link] = unwrap(await alice.social.exports.getLinks(exported.card))
    expect((await fetch(String(link?.url))).status).toBe(200)
    const again = await exportOf(alice)
    expect(again.documents.posts).toEqual(exported.documents.posts)
  })
})
