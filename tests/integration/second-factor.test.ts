import '../support/own-stack.ts'
import { createClient } from '@supabase/supabase-js'
import { afterAll, expect, it } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import { totp } from '../contract/auth/server.ts'
import { expectRefusal } from '../support/expect.ts'
import { latestMail } from '../support/mail.ts'
import { elsewhere, nobody, type Person, person } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

interface Factor {
  id: string
  secret: string
}

/** Lets a person use a second factor. The session of this person has the level aal2 afterwards. */
async function verify({ supabase }: Person, { id, secret }: Factor): Promise<void> {
  const proof = { factorId: id, code: totp(secret) }
  const { error } = await supabase.auth.mfa.challengeAndVerify(proof)
  expect(error).toBeNull()
}

/** Lets a person enrol an app that shows codes, and use it once. */
async function enrol(owner: Person): Promise<Factor> {
  const { data } = await owner.supabase.auth.mfa.enroll({ factorType: 'totp' })
  const factor = { id: data?.id ?? '', secret: data?.totp.secret ?? '' }
  await verify(owner, factor)
  return factor
}

const ageSessions = ({ id }: Person) =>
  sql`update auth.sessions set created_at = created_at - interval '3 days' where user_id = ${id}`

const ageFactors = ({ id }: Person) =>
  sql`update auth.mfa_amr_claims set updated_at = updated_at - interval '1 hour'
    where session_id in (select id from auth.sessions where user_id = ${id})`

afterAll(() => sql`update social_private.config set is_staff_mfa_required = default`)

it('a thief of the password can neither export nor delete the account of a person with a second factor', async () => {
  const alice = await person('alice')
  await enrol(alice)
  const request = unwrap(await alice.social.exports.request())
  const thief = await elsewhere(alice)
  const { password } = alice
  await expectRefusal(thief.social.account.delete(), 'insufficient_aal')
  await expectRefusal(thief.social.account.delete({ password }), 'insufficient_aal')
  await expectRefusal(
    thief.social.account.delete({ password, immediately: true }),
    'insufficient_aal',
  )
  await expectRefusal(thief.social.exports.request(), 'insufficient_aal')
  await expectRefusal(thief.social.exports.get(request.id), 'insufficient_aal')
  await expectRefusal(thief.social.exports.list(), 'insufficient_aal')
  expect((await thief.social.account.get()).data?.id).toBe(alice.id)
  expect((await alice.social.account.get()).data?.id).toBe(alice.id)
})

it('a person uses the second factor again in an old session, and deletes the account with the password', async () => {
  const alice = await person('alice')
  const factor = await enrol(alice)
  const { password } = alice
  await ageSessions(alice)
  await ageFactors(alice)
  await expectRefusal(alice.social.account.delete({ password }), 'session_too_old')
  await verify(alice, factor)
  expect((await alice.social.account.delete({ password })).error).toBeNull()
  expect(await sql`select from auth.sessions where user_id = ${alice.id}`).toHaveLength(0)
})

it('a person who removes the second factor deletes the account with the password alone', async () => {
  const alice = await person('alice')
  const { id: factorId } = await enrol(alice)
  await alice.supabase.auth.mfa.unenroll({ factorId })
  await ageSessions(alice)
  const { password } = alice
  expect((await alice.social.account.delete({ password })).error).toBeNull()
})

it('a person with a second factor resets the password with the mail, the factor, and the new password alone', async () => {
  const alice = await person('alice')
  const { id: factorId, secret } = await enrol(alice)
  const { social, supabase } = nobody()
  unwrap(await social.auth.requestPasswordReset(alice.email))
  const { hash: tokenHash } = await latestMail(alice.email)
  const newPassword = 'a better one'
  const { error } = await social.auth.resetPassword({ tokenHash, newPassword })
  expect(error).toMatchObject({
    code: 'insufficient_aal',
    hint: 'Verify a second factor, then call resetPassword with newPassword alone.',
  })
  await supabase.auth.mfa.challengeAndVerify({ factorId, code: totp(secret) })
  expect(unwrap(await social.auth.resetPassword({ newPassword }))).toBe(true)
  const again = await nobody().social.auth.signIn({ email: alice.email, password: newPassword })
  expect(again.error).toBeNull()
})

it('the old token of a member of staff opens nothing after an operator removes the second factor', async () => {
  const mona = await person('mona')
  await sql`insert into social_private.staff (profile_id, role) values (${mona.id}, 'moderator')`
  await sql`update social_private.config set is_staff_mfa_required = true`
  await expectRefusal(mona.social.moderation.listReports(), 'insufficient_aal')
  const { id } = await enrol(mona)
  expect((await mona.social.moderation.listReports()).error).toBeNull()
  const { auth } = createClient(stack.url, stack.secretKey, { auth: { persistSession: false } })
  const removal = await auth.admin.mfa.deleteFactor({ id, userId: mona.id })
  expect(removal.error).toBeNull()
  await expectRefusal(mona.social.moderation.listReports(), 'insufficient_aal')
})
