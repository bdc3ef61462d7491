import { randomBytes, randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'
import { createSocial, type Social } from '../../src/sdk/client.ts'
import type { CreatePostInput } from '../../src/sdk/inputs.ts'
import type { StaffRole } from '../../src/sdk/moderation-types.ts'
import { unwrap } from '../../src/sdk/result.ts'
import type { Post } from '../../src/sdk/types.ts'
import { addressOf } from './addresses.ts'
import { confirmsEmail } from './given.ts'
import { photo } from './photo.ts'
import { newClient, sql, stack } from './stack.ts'

export { photo }

/** A signed-in person. */
export interface Person {
  id: string
  username: string
  email: string
  password: string
  supabase: SupabaseClient
  social: Social
}

/** Signs up a person whose username starts with the given name. */
export async function person(name: string): Promise<Person> {
  const username = `${name}_${randomBytes(5).toString('hex')}`
  const email = addressOf(username)
  const password = `secret of ${name}`
  const supabase = newClient()
  const social = createSocial(supabase)
  const input = { email, password, username }
  if (confirmsEmail) await createLogin(input)
  const { user } = unwrap(
    await (confirmsEmail ? social.auth.signIn(input) : social.auth.signUp(input)),
  )
  return { id: user.id, username, email, password, supabase, social }
}

/** Creates a login whose address is confirmed. No mail is sent. */
async function createLogin(login: {
  email: string
  password: string
  username?: string
}): Promise<void> {
  const { email, password, username } = login
  const { ok, status } = await fetch(`${stack.url}/auth/v1/admin/users`, {
    method: 'POST',
    headers: {
      ...{ apikey: stack.secretKey, authorization: `Bearer ${stack.secretKey}` },
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      ...{ email, password, email_confirm: true },
      ...(username && { user_metadata: { social_username: username } }),
    }),
  })
  if (!ok) throw new Error(`Auth answers ${status} to the creation of a login`)
}

/** Signs several people up in parallel. */
export function people<Names extends string[]>(
  ...names: Names
): Promise<{ [Index in keyof Names]: Person }> {
  return Promise.all(names.map(person)) as Promise<{ [Index in keyof Names]: Person }>
}

/** Signs a person in again, as on another device. */
export async function elsewhere({ email, password }: Person): Promise<Person> {
  const supabase = newClient()
  const social = createSocial(supabase)
  const { user } = unwrap(await social.auth.signIn({ email, password }))
  return { id: user.id, username: '', email, password, supabase, social }
}

/** Creates a login without a profile, as an OAuth sign-in does. */
export async function newcomer(): Promise<Person> {
  const email = addressOf(`newcomer_${randomUUID()}`)
  const password = 'secret of newcomer'
  const supabase = newClient()
  const login = { email, password }
  if (confirmsEmail) await createLogin(login)
  const { data } = await (confirmsEmail
    ? supabase.auth.signInWithPassword(login)
    : supabase.auth.signUp(login))
  return {
    id: data.user?.id ?? '',
    username: '',
    email,
    password,
    supabase,
    social: createSocial(supabase),
  }
}

/** Returns an anonymous visitor: a client without a session. */
export function nobody(): Person {
  const supabase = newClient()
  return { id: '', username: '', email: '', password: '', supabase, social: createSocial(supabase) }
}

/**
 * Creates a processed upload without calling the edge function. Other tests cover the edge
 * function.
 */
export async function upload(owner: Person, purpose = 'post'): Promise<string> {
  const id = randomUUID()
  const path = purpose === 'post' ? pathOf(owner, id) : `${owner.id}/${id}.jpg`
  const bucket = purpose === 'post' ? 'social-media' : 'social-avatars'
  const authorization = `Bearer ${stack.secretKey}`
  const { ok } = await fetch(`${stack.url}/storage/v1/object/${bucket}/${path}`, {
    method: 'POST',
    headers: { apikey: stack.secretKey, authorization, 'content-type': 'image/jpeg' },
    body: photo(),
  })
  if (!ok) throw new Error(`${path} was not stored`)
  await sql`insert into social_private.uploads
    (id, owner_id, purpose, source_path, path, mime_type, width, height)
    values (${id}, ${owner.id}, ${purpose}, ${`${owner.id}/${id}.jpg`}, ${path}, 'image/jpeg', 1, 1)`
  return id
}

/** Returns the path of the display version of an uploaded picture. */
export function pathOf(owner: Person, uploadId: string): string {
  return `${owner.id}/${uploadId}/display.jpg`
}

/** Publishes a post with one photo. */
export async function publish(author: Person, input: CreatePostInput = {}): Promise<Post> {
  const media = [{ id: await upload(author), altText: 'A grey pixel' }]
  return unwrap(await author.social.posts.create({ media, ...input }))
}

/** Makes one person follow another. If the account is private, its owner accepts the request. */
export async function befriend(follower: Person, followee: Person): Promise<void> {
  const { follow_state } = unwrap(await follower.social.profiles.follow(followee.id))
  if (follow_state === 'pending') unwrap(await followee.social.followRequests.accept(follower.id))
}

/** Makes an account private. */
export async function lock({ social }: Person): Promise<void> {
  unwrap(await social.account.update({ isPrivate: true }))
}

/** Signs up a person whom the operator adds to staff. */
export async function staff(name: string, role: StaffRole = 'moderator'): Promise<Person> {
  const member = await person(name)
  await sql`insert into social_private.staff (profile_id, role) values (${member.id}, ${role})`
  return member
}
