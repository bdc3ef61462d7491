import '../../support/confirming-stack.ts'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { createSocial } from '../../../src/sdk/client.ts'
import { expectRefusal } from '../../support/expect.ts'
import { latestMail } from '../../support/mail.ts'
import type { Person } from '../../support/people.ts'
import { newClient, sql, stack } from '../../support/stack.ts'

/** Signs a person up and leaves the confirmation mail unopened. */
async function applicant(name: string): Promise<Person> {
  const username = `${name}_${randomBytes(5).toString('hex')}`
  const [email, password] = [`${username}@example.com`, `secret of ${name}`]
  const supabase = newClient()
  const social = createSocial(supabase)
  const { data, error } = await social.auth.signUp({ email, password, username })
  expect(error).toBeNull()
  const [user] = await sql<{ id: string }[]>`select id from auth.users where email = ${email}`
  expect(data?.session ?? null).toBeNull()
  return { id: user?.id ?? '', username, email, password, supabase, social }
}

/** Opens the link of the confirmation mail in the app, and signs in. */
async function confirm({ email, supabase }: Person): Promise<void> {
  const { hash } = await latestMail(email)
  const { error } = await supabase.auth.verifyOtp({ token_hash: hash, type: 'email' })
  expect(error).toBeNull()
}

describe('a person whose address is not confirmed', () => {
  let viewer: Person

  beforeAll(async () => {
    viewer = await applicant('viewer')
    await confirm(viewer)
  })

  test('is found by nobody, and has the profile at once after the confirmation', async () => {
    const person = await applicant('late')
    const find = () => viewer.social.profiles.getByUsername(person.username)
    await expectRefusal(find(), 'profile_not_found')
    await expectRefusal(viewer.social.profiles.follow(person.id), 'profile_not_found')
    const { data: rows } = await viewer.supabase
      .schema('social')
      .from('profiles')
      .select('username')
      .eq('id', person.id)
    expect(rows).toEqual([])
    expect((await viewer.social.account.checkUsername(person.username)).data).toBe('taken')

    await confirm(person)
    expect((await find()).data?.id).toBe(person.id)
    expect((await person.social.account.get()).data?.username).toBe(person.username)
    expect((await person.social.account.update({ bio: 'Hello' })).error).toBeNull()
  })

  test('cannot write with a session, and is told what to do', async () => {
    const person = await applicant('taken')
    await confirm(person)
    // An administrator takes the confirmation back.
    await sql`update auth.users set email_confirmed_at = null where id = ${person.id}`
    const { error } = await person.social.account.update({ bio: 'Hello' })
    expect(error).toMatchObject({ code: 'account_unconfirmed', status: 403 })
    expect(error?.hint).toBe('Confirm the e-mail address or phone number first.')
    await sql`update auth.users set email_confirmed_at = now() where id = ${person.id}`
    expect((await person.social.account.update({ bio: 'Hello' })).error).toBeNull()
  })

  test('loses the username after a week, and gets it again with a late confirmation', async () => {
    const [slow, late] = [await applicant('slow'), await applicant('tardy')]
    await sql`update social_private.accounts set unconfirmed_at = now() - interval '8 days'
      where profile_id in (${slow.id}, ${late.id})`
    while (!(await sql`select is_done from social.run_maintenance()`)[0]?.is_done);
    expect((await viewer.social.account.checkUsername(slow.username)).data).toBe('available')
    const other = await applicant('other')
    await sql`update social.profiles set username = ${late.username} where id = ${other.id}`

    await confirm(slow)
    expect((await slow.social.account.get()).data?.username).toBe(slow.username)
    await confirm(late)
    await expectRefusal(late.social.account.get(), 'profile_missing')
    const created = await late.social.account.create({ username: `${slow.username}.too` })
    expect(created.data?.id).toBe(late.id)
  })
})

describe('an anonymous user', () => {
  async function guest(options?: { data: object }): Promise<Person> {
    const supabase = newClient()
    const { data, error } = await supabase.auth.signInAnonymously(options ? { options } : {})
    expect(error).toBeNull()
    const id = data.user?.id ?? ''
    const email = `guest_${id.slice(0, 8)}@example.com`
    return { id, username: '', email, password: '', supabase, social: createSocial(supabase) }
  }

  /** Links an e-mail address to the login of the guest. */
  async function link(person: Person): Promise<void> {
    expect((await person.supabase.auth.updateUser({ email: person.email })).error).toBeNull()
    const inbox = await fetch(`${stack.mailUrl}/messages`)
    const mails: { to: string; links: string[] }[] = await inbox.json()
    const url = new URL(mails.find(({ to }) => to === person.email)?.links[0] ?? '')
    const hash = url.searchParams.get('token_hash') ?? url.searchParams.get('token') ?? ''
    const opened = await newClient().auth.verifyOtp({ token_hash: hash, type: 'email_change' })
    expect(opened.error).toBeNull()
  }

  const readsProfiles = async ({ supabase }: Person) =>
    (await supabase.schema('social').from('profiles').select('id').limit(1)).data?.length

  test('gets anonymous_user from every command, until an address is linked', async () => {
    const person = await guest()
    const username = `guest.${person.id.slice(0, 8)}`
    await expectRefusal(person.social.account.get(), 'anonymous_user')
    await expectRefusal(person.social.profiles.follow(person.id), 'anonymous_user')
    await expectRefusal(person.social.account.create({ username }), 'anonymous_user')

    await link(person)
    await expectRefusal(person.social.account.get(), 'profile_missing')
    expect((await person.social.account.create({ username })).data?.username).toBe(username)
  })

  test('reads what people without a login read, until the user has a profile', async () => {
    const person = await guest()
    expect(await readsProfiles(person)).toBe(0)
    // A list of all people stays closed to anonymous users, unless it is open to everybody.
    await sql`update social_private.config set
      allow_anonymous_readers = true, directory_visibility = 'everybody'`
    expect(await readsProfiles(person)).toBe(1)
    await sql`update social_private.config set
      allow_anonymous_readers = default, directory_visibility = default`
    expect((await fetchProfiles(person)).status).toBe(200)

    await link(person)
    await person.social.account.create({ username: `guest.${person.id.slice(0, 8)}` })
    expect(await readsProfiles(person)).toBe(1)
  })

  test('gets the profile of its metadata when an address is linked', async () => {
    const social_username = `guest_${randomBytes(4).toString('hex')}`
    const person = await guest({ data: { social_username } })
    await expectRefusal(person.social.account.get(), 'anonymous_user')
    await link(person)
    expect((await person.social.account.get()).data?.username).toBe(social_username)
  })

  async function fetchProfiles({ supabase }: Person): Promise<Response> {
    const { data } = await supabase.auth.getSession()
    return fetch(`${stack.url}/rest/v1/profiles`, {
      headers: {
        apikey: stack.publishableKey,
        'accept-profile': 'social',
        authorization: `Bearer ${data.session?.access_token}`,
      },
    })
  }
})
