import { createHash } from 'node:crypto'
import type { AuthServer } from './server.ts'

/** Recovery, one-time codes and links. */
export async function recovery(auth: AuthServer): Promise<void> {
  await auth.signUp('quin')
  const email = 'quin@example.com'
  const recover = () => auth.send('POST /recover', { body: { email } })
  const verify = (name: string, body: object) => auth.call(name, 'POST /verify', { body })
  await auth.call('recovery of a known address', 'POST /recover', { body: { email } })
  await auth.call('recovery of an unknown address', 'POST /recover', {
    body: { email: 'nobody@example.com' },
  })
  await auth.call('recovery without an address', 'POST /recover', { body: {} })
  await auth.rows(
    'rows of a recovery: one_time_tokens',
    auth.sql`select token_type, token_hash, relates_to from auth.one_time_tokens
      where relates_to = ${email}`,
  )
  const first = await auth.mail('quin')
  auth.value('recovery: link of the mail', first.mail.links)
  await auth.call('recovery: HEAD of the link', `HEAD ${first.link}`)
  await auth.call('recovery: GET of the link', `GET ${first.link}`)
  await auth.call('recovery: second GET of the link', `GET ${first.link}`)
  await verify('recovery: the code after the link', {
    ...{ type: 'recovery', email, token: first.code },
  })
  await recover()
  const second = await auth.mail('quin')
  await verify('recovery: a wrong code', { type: 'recovery', email, token: 'wrong' })
  await verify('recovery: the code without an address', { type: 'recovery', token: second.code })
  await verify('recovery: the code without a type', { email, token: second.code })
  await verify('recovery: the code with another type', {
    ...{ type: 'signup', email, token: second.code },
  })
  await verify('recovery: the code', { type: 'recovery', email, token: second.code })
  await verify('recovery: the code again', { type: 'recovery', email, token: second.code })
  await recover()
  const third = await auth.mail('quin')
  await verify('recovery: the hash', { type: 'recovery', token_hash: third.hash })
  await verify('recovery: the hash again', { type: 'recovery', token_hash: third.hash })
  await recover()
  const fourth = await auth.mail('quin')
  await auth.sql`update auth.users set recovery_sent_at = now() - interval '2 days'
    where email = ${email}`
  await verify('recovery: the code after it expired', {
    ...{ type: 'recovery', email, token: fourth.code },
  })
  await auth.call(
    'recovery: link with a redirect that is not allowed',
    `GET ${fourth.link.replace(/redirect_to=.*/, 'redirect_to=https://evil.example')}`,
  )
  await pkce(auth, email)
  await codes(auth, email)
}

async function pkce(auth: AuthServer, email: string): Promise<void> {
  const verifier = 'v'.repeat(64)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const body = { email, code_challenge: challenge, code_challenge_method: 's256' }
  await auth.call('PKCE: recovery', 'POST /recover', { body })
  const mail = await auth.mail('quin')
  auth.value('PKCE: link of the mail', mail.mail.links)
  await auth.rows(
    'rows of PKCE: flow_state',
    auth.sql`select id, user_id, auth_code, code_challenge_method, provider_type, created_at,
        updated_at, authentication_method, auth_code_issued_at
      from auth.flow_state`,
  )
  const { location } = await auth.call('PKCE: GET of the link', `GET ${mail.link}`)
  const code = new URL(location ?? 'http://none').searchParams.get('code') ?? 'none'
  const exchange = (name: string, code_verifier: string) =>
    auth.call(name, 'POST /token?grant_type=pkce', { body: { auth_code: code, code_verifier } })
  await exchange('PKCE: code with another verifier', 'w'.repeat(64))
  await exchange('PKCE: code with the verifier', verifier)
  await exchange('PKCE: code again', verifier)
  await auth.send('POST /recover', { body })
  await auth.call('PKCE: the hash by POST', 'POST /verify', {
    body: { type: 'recovery', token_hash: (await auth.mail('quin')).hash },
  })
}

async function codes(auth: AuthServer, email: string): Promise<void> {
  await auth.call('code for a known address', 'POST /otp', { body: { email } })
  await auth.call('code: sign-in', 'POST /verify', {
    body: { type: 'email', email, token: (await auth.mail('quin')).code },
  })
  await auth.call('code for an unknown address without sign-up', 'POST /otp', {
    body: { email: 'ruth@example.com', create_user: false },
  })
  await auth.call('code for an unknown address', 'POST /otp', {
    body: { email: 'ruth@example.com', data: { colour: 'blue' } },
  })
  await auth.rows(
    'rows of a code for an unknown address: users',
    auth.sql`select email_confirmed_at, raw_user_meta_data from auth.users
      where email = 'ruth@example.com'`,
  )
  await auth.call('code for an unknown address that the hook refuses', 'POST /otp', {
    body: { email: 'sam@example.com', data: { hook_refuses: true } },
  })
  await auth.call('link for a known address', 'POST /magiclink', { body: { email } })
  await auth.call('code: the hash of a link', 'POST /verify', {
    body: { type: 'magiclink', token_hash: (await auth.mail('quin')).hash },
  })
}

/** A project that sends one mail a minute to one person. */
export async function mailLimit(auth: AuthServer): Promise<void> {
  await auth.signUp('tom')
  const body = { email: 'tom@example.com' }
  await auth.call('first mail within a minute', 'POST /recover', { body })
  await auth.call('second mail within a minute', 'POST /recover', { body, sentence: true })
}
