import { describe, expect, it } from 'vitest'
import { server, session, token } from '../support/auth-answers.ts'
import type { Sent } from '../support/fake.ts'

describe('deleting the account with the password', () => {
  const deletion = { receipt_id: 'r', deleted_at: 'now', erases_at: 'later' }
  const answers = {
    '/user': () => ({ body: session().user }),
    '/token': () => ({ body: session(token('new')) }),
    '/logout': () => ({ status: 204 }),
  }
  const refusal = (message: string) => ({ status: 403, body: { code: 'PT403', message } })
  const isOwn = ({ headers }: Sent) =>
    headers.get('authorization') === `Bearer ${token('password')}`
  const isNew = ({ headers }: Sent) => headers.get('authorization') === `Bearer ${token('new')}`
  const calls = (sent: Sent[], name: string) => sent.filter(({ path }) => path.endsWith(name))

  it('makes the call in a new session, and ends this session', async () => {
    const { social, supabase, sent } = server({
      ...answers,
      '/delete_profile': () => ({ body: deletion }),
    })
    await supabase.auth.setSession(session())
    expect((await social.account.delete({ password: 'right' })).data).toEqual(deletion)
    expect(calls(sent, '/delete_profile').map(isNew)).toEqual([true])
    expect(calls(sent, '/logout').map(isNew)).toEqual([true, false])
    expect((await supabase.auth.getSession()).data.session).toBeNull()
  })

  it('makes the call in the own session if the new session lacks the second factor', async () => {
    const { social, supabase, sent } = server({
      ...answers,
      '/delete_profile': (request) =>
        isOwn(request) ? { body: deletion } : refusal('insufficient_aal'),
    })
    await supabase.auth.setSession(session())
    expect((await social.account.delete({ password: 'right' })).data).toEqual(deletion)
    expect(calls(sent, '/delete_profile').map(isOwn)).toEqual([false, true])
    expect(calls(sent, '/logout').map(isNew)).toEqual([true, false])
  })

  it.each([
    ['the deletion is refused', () => refusal('last_administrator'), 'last_administrator'],
    ['the network fails', () => new TypeError('fetch failed'), 'network'],
  ])('ends only the new session if %s', async (_, answer, code) => {
    const { social, supabase, sent } = server({ ...answers, '/delete_profile': answer })
    await supabase.auth.setSession(session())
    expect((await social.account.delete({ password: 'right' })).error?.code).toBe(code)
    expect(calls(sent, '/logout').map(isNew)).toEqual([true])
    expect((await supabase.auth.getSession()).data.session?.access_token).toBe(token('password'))
  })

  it('refuses the password of a login that has neither an address nor a number', async () => {
    const user = { ...session().user, email: '', phone: '' }
    const { social, supabase, sent } = server({ ...answers, '/user': () => ({ body: user }) })
    await supabase.auth.setSession(session())
    const { error } = await social.account.delete({ password: 'any' })
    expect(error?.code).toBe('current_password_invalid')
    expect(calls(sent, '/delete_profile')).toEqual([])
  })

  it('tries again to end the new session after a network error', async () => {
    let tries = 0
    const { social, supabase, sent } = server({
      ...answers,
      '/delete_profile': () => refusal('last_administrator'),
      '/logout': () => (++tries === 1 ? new TypeError('fetch failed') : { status: 204 }),
    })
    await supabase.auth.setSession(session())
    await social.account.delete({ password: 'right' })
    expect(calls(sent, '/logout').map(isNew)).toEqual([true, true])
  })
})
