import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { lock, people, person, publish, staff } from '../../support/people.ts'
import { watch } from '../../support/stack.ts'

describe('a report', () => {
  it('is created only once while it is open, and later contains the decision but not its reason', async () => {
    const [alice, bob, mona] = await Promise.all([person('alice'), person('bob'), staff('mona')])
    const post = await publish(bob, { caption: 'Buy now' })
    const report = unwrap(await alice.social.posts.report(post.id, { reason: 'spam', note: 'Ads' }))
    expect(report).toMatchObject({ target_kind: 'post', target_id: post.id, decision: null })
    const unchanged = await watch(report.id)
    expect(unwrap(await alice.social.posts.report(post.id, { reason: 'hate' }))).toEqual(report)
    expect(await unchanged()).toEqual([])
    const decided = { decision: 'action_taken', reason: 'Seen to' } as const
    unwrap(await mona.social.moderation.resolveReport(report.id, decided))
    const { items } = unwrap(await alice.social.reports.list())
    expect(items).toMatchObject([{ id: report.id, decision: 'action_taken' }])
    expect(JSON.stringify(items)).not.toContain('Seen to')
    const next = unwrap(await alice.social.posts.report(post.id, { reason: 'spam' }))
    expect(next.id).not.toBe(report.id)
  })

  it('can also be about a comment or a person', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const post = await publish(alice)
    const comment = unwrap(await bob.social.comments.create(post.id, 'Rude'))
    unwrap(await alice.social.comments.report(comment.id, { reason: 'harassment' }))
    unwrap(await alice.social.profiles.report(bob.id, { reason: 'impersonation' }))
    const kinds = unwrap(await alice.social.reports.list()).items.map((item) => item.target_kind)
    expect(kinds).toEqual(['profile', 'comment'])
  })

  it('cannot be about the reporter, and needs a known reason and a note of at most 2,000 characters', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const post = await publish(alice)
    const { posts, profiles } = alice.social
    await expectRefusal(posts.report(post.id, { reason: 'spam' }), 'cannot_report_self')
    await expectRefusal(profiles.report(alice.id, { reason: 'spam' }), 'cannot_report_self')
    const missing = { reason: undefined as never }
    await expectRefusal(bob.social.posts.report(post.id, missing), 'argument_missing')
    const wrong = { reason: 'boring' as never }
    await expectRefusal(bob.social.posts.report(post.id, wrong), 'invalid_input')
    const long = { reason: 'spam', note: 'x'.repeat(2001) } as const
    await expectRefusal(bob.social.posts.report(post.id, long), 'reason_too_long')
  })

  it('cannot be about content that the reporter may not see', async () => {
    const [alice, mallory] = await people('alice', 'mallory')
    await lock(alice)
    const post = await publish(alice)
    const unchanged = await watch(alice.id, post.id)
    const { posts } = mallory.social
    await expectRefusal(posts.report(post.id, { reason: 'spam' }), 'post_not_found')
    expect(await unchanged()).toEqual([])
  })
})

describe('a sanction', () => {
  it('contains its reason and can be appealed once, and another staff member decides the appeal', async () => {
    const [alice, mona, otto] = await Promise.all([person('alice'), staff('mona'), staff('otto')])
    const post = await publish(alice)
    const why = { reason: 'Nudity', ground: 'law' } as const
    unwrap(await mona.social.moderation.hidePost(post.id, why))
    const [sanction] = unwrap(await alice.social.sanctions.list()).items
    expect(sanction).toMatchObject({ action: 'hide', reason: 'Nudity', ground: 'law' })
    expect(sanction).toMatchObject({ target_id: post.id, is_in_force: true, is_appealable: true })
    expect(JSON.stringify(sanction)).not.toContain(mona.id)
    const id = sanction?.id ?? ''
    const appealed = unwrap(await alice.social.sanctions.appeal(id, 'It is a Venus'))
    expect(appealed).toMatchObject({ id, is_appealable: false, decision: null })
    await expectRefusal(alice.social.sanctions.appeal(id, 'Please'), 'appeal_exists')
    await expectRefusal(otto.social.sanctions.appeal(id, 'Please'), 'sanction_not_found')

    let appeal = ''
    for await (const item of otto.social.moderation.listAppeals()) {
      if (item.sanction_id === id) appeal = item.id
    }
    const decision = { decision: 'overturned', reason: 'Botticelli' } as const
    const deciding = mona.social.moderation.decideAppeal(appeal, decision)
    await expectRefusal(deciding, 'appeal_not_found')
    const decided = unwrap(await otto.social.moderation.decideAppeal(appeal, decision))
    expect(decided).toMatchObject({ appeal_reason: 'It is a Venus', is_in_force: false })
    const again = otto.social.moderation.decideAppeal(appeal, decision)
    await expectRefusal(again, 'appeal_decided')
    const sanctions = unwrap(await alice.social.sanctions.list()).items
    expect(sanctions).toMatchObject([{ is_in_force: false, decision_reason: 'Botticelli' }])
    expect(unwrap(await otto.social.posts.get(post.id)).id).toBe(post.id)
  })
})
