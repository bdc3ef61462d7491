import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { call, send } from '../../support/http.ts'
import { befriend, elsewhere, lock, people, person, publish, staff } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'
import { ofStaff } from '../../support/verbs.ts'

const reason = 'It breaks the rules'

describe('staff', () => {
  it('can see a private post and its files only during the review of a report about the post', async () => {
    const [alice, bob, mona] = await Promise.all([person('alice'), person('bob'), staff('mona')])
    await lock(alice)
    await befriend(bob, alice)
    const post = await publish(alice, { caption: 'Among us' })
    const path = post.media[0]?.path ?? ''
    const report = unwrap(await bob.social.posts.report(post.id, { reason: 'violence' }))
    const { moderation } = mona.social
    await expectRefusal(mona.social.posts.get(post.id), 'post_not_found')
    expect((await mona.supabase.storage.from('social-media').download(path)).error).not.toBeNull()
    const queue = await call(mona, 'moderation_queue', { page_size: 100 }, 'GET')
    expect(JSON.stringify(queue.body)).toContain(report.id)
    expect(JSON.stringify(queue.body)).not.toContain('Among us')
    const review = unwrap(await moderation.reviewReport(report.id))
    expect(review).toMatchObject({ snapshot: { caption: 'Among us' }, reporter_id: bob.id })
    expect((await mona.supabase.storage.from('social-media').download(path)).error).toBeNull()
    unwrap(await moderation.resolveReport(report.id, { decision: 'dismissed', reason: 'A film' }))
    const closing = moderation.resolveReport(report.id, { decision: 'action_taken', reason: 'No' })
    await expectRefusal(closing, 'report_resolved')
    expect((await mona.supabase.storage.from('social-media').download(path)).error).not.toBeNull()
  })

  it('can read what staff did, and how much was new today', async () => {
    const [alice, mona] = await Promise.all([person('alice'), staff('mona')])
    const post = await publish(alice)
    const { moderation } = mona.social
    unwrap(await moderation.hidePost(post.id, { reason }))
    const { items, nextCursor } = unwrap(await moderation.listAuditLog({ pageSize: 1 }))
    expect(items).toHaveLength(1)
    expect(nextCursor).toBe(items[0]?.cursor)
    const log = unwrap(await moderation.listAuditLog({ pageSize: 100 })).items
    expect(log.find(({ target_id }) => target_id === post.id)).toMatchObject({
      ...{ action: 'hide', actor_id: mona.id, subject_id: alice.id, reason, report_id: null },
      ...{ before: { hidden_at: null }, after: { hidden_at: expect.any(String) } },
    })
    const days = unwrap(await moderation.statistics({ days: 2 }))
    expect(days).toHaveLength(2)
    expect(days[1]?.post_count).toBeGreaterThan(0)
    expect(days[1]?.storage_bytes).toBeGreaterThan(0)
    expect(unwrap(await moderation.statistics())).toHaveLength(30)
    await expectRefusal(moderation.statistics({ days: 91 }), 'days_invalid')
  })

  it('can hide and restore a comment', async () => {
    const [alice, bob, mona] = await Promise.all([person('alice'), person('bob'), staff('mona')])
    const post = await publish(alice)
    const comment = unwrap(await bob.social.comments.create(post.id, 'Rude'))
    const shown = async () => unwrap(await alice.social.comments.list(post.id)).items.length
    const { moderation } = mona.social
    unwrap(await moderation.hideComment(comment.id, { reason }))
    expect(await shown()).toBe(0)
    unwrap(await moderation.restoreComment(comment.id, { reason }))
    expect(await shown()).toBe(1)
    const suspend = { comment_id: comment.id, action: 'suspend', reason }
    const { body } = await call(mona, 'moderate_comment', suspend)
    expect(body.message).toBe('action_invalid')
    await expectRefusal(moderation.hideComment(comment.id, { reason: ' ' }), 'reason_missing')
  })

  it('can be added and removed only by administrators, with immediate effect', async () => {
    const [ada, otto] = await Promise.all([staff('ada', 'administrator'), person('otto')])
    const member = unwrap(await ada.social.staff.add(otto.id, 'moderator'))
    expect(member).toMatchObject({ profile_id: otto.id, role: 'moderator' })
    await expectRefusal(otto.social.staff.add(otto.id, 'administrator'), 'not_administrator')
    const self = otto.social.moderation.suspendProfile(ada.id, {
      reason,
    })
    await expectRefusal(self, 'not_administrator')
    const names = unwrap(await otto.social.staff.list()).items.map(({ profile_id }) => profile_id)
    expect(names).toContain(otto.id)
    expect(unwrap(await ada.social.staff.remove(otto.id))).toEqual({
      profile_id: otto.id,
      is_staff: false,
    })
    await expectRefusal(otto.social.staff.list(), 'not_staff')
  })
})

describe('a suspension', () => {
  it('takes effect at once, but the person can still read sanctions, appeal, and delete the account', async () => {
    const [alice, mallory, mona] = await Promise.all([
      person('alice'),
      person('mallory'),
      staff('mona'),
    ])
    const post = await publish(mallory)
    const phone = await elsewhere(mallory)
    const state = unwrap(await mona.social.moderation.suspendProfile(mallory.id, { reason }))
    expect(state.suspended_at).not.toBeNull()
    for (const { social } of [mallory, phone, await elsewhere(mallory)]) {
      await expectRefusal(social.feed.listHome(), 'account_suspended')
      await expectRefusal(social.posts.create({ caption: 'Hello' }), 'account_suspended')
    }
    await expectRefusal(alice.social.posts.get(post.id), 'post_not_found')
    await expectRefusal(alice.social.profiles.get(mallory.id), 'profile_not_found')
    const [sanction] = unwrap(await mallory.social.sanctions.list()).items
    unwrap(await mallory.social.sanctions.appeal(sanction?.id ?? '', 'I am sorry'))
    unwrap(await mallory.social.account.delete())
  })
})

describe('an attacker', () => {
  it('does not become staff by changing their own user metadata', async () => {
    const [alice, mallory] = await people('alice', 'mallory')
    const claims = { role: 'administrator', is_staff: true }
    await mallory.supabase.auth.updateUser({ data: claims })
    await mallory.supabase.auth.refreshSession()
    const unchanged = await watch(alice.id)
    for (const verb of Object.values(ofStaff)) {
      await expectRefusal(verb(mallory.social, alice.id), 'not_staff')
    }
    expect(await unchanged()).toEqual([])
  })

  it('cannot access the tables of reports, staff and the audit log with any API key', async () => {
    const mallory = await person('mallory')
    const tables = ['staff', 'reports', 'audit_log', 'appeals', 'open_reports', 'open_appeals']
    const before = await sql`select count(*)::int as entries from social_private.audit_log`
    for (const caller of ['nobody', mallory, 'secret'] as const) {
      for (const table of tables) {
        for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
          const body = method === 'GET' ? undefined : { reason: 'Nothing' }
          const path = `${table}?select=*`
          const inside = await send(caller, method, path, body, 'social_private')
          const outside = await send(caller, method, path, body)
          expect([inside.status, outside.status]).toEqual([406, 404])
        }
      }
    }
    const after = await sql`select count(*)::int as entries from social_private.audit_log`
    expect(after[0]?.entries).toBeGreaterThanOrEqual(before[0]?.entries)
    expect(await sql`select * from social_private.verify_audit_log()`).toEqual([])
  })
})
