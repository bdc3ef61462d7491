import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, configure, render } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { afterEach } from 'vitest'
import { SocialProvider } from '../../src/react/index.ts'
import type { Social } from '../../src/sdk/index.ts'
import type { Comment, Post, Profile } from '../../src/sdk/types.ts'
import { type Answer, fake, type Sent } from '../support/fake.ts'

type Body = Record<string, never>

/** Answers a call of a database function. */
export type Call = (args: Record<string, string>) => unknown

/** A hook, and what a component prints of it. */
export interface World {
  social: Social
  client: QueryClient
  sent: Sent[]
  /** The names of the functions that were called, in order. */
  calls(): string[]
  /** Renders components beside each other, in StrictMode. */
  show(...components: (() => ReactNode)[]): void
  /** Signs a person in or out. */
  signIn(id: string | null): Promise<void>
}

afterEach(cleanup)
// On a busy machine, a render may take longer than the usual second.
configure({ asyncUtilTimeout: 15_000 })

/** Makes a fake server with these functions, and a query client. */
export function world(functions: Record<string, Call>, userId: string | null = 'me'): World {
  const { social, sent } = fake(async ({ path, query, body }): Promise<Answer> => {
    const name = path.split('/').at(-1) ?? ''
    const call = functions[name]
    if (!call) throw new Error(`The test calls ${name}, which it does not answer.`)
    const args = { ...Object.fromEntries(query), ...(body as Body) }
    const answer = await call(args)
    return answer instanceof Failure ? answer.reply : { body: answer }
  })
  let tell: (user: { id: string } | null) => void = () => {}
  social.auth.watchUser = (onUser) => {
    tell = onUser as typeof tell
    queueMicrotask(() => onUser(userId === null ? null : ({ id: userId } as never)))
    return () => {}
  }
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return {
    social,
    client,
    sent,
    calls: () => sent.map(({ path }) => path.split('/').at(-1) ?? ''),
    show(...components) {
      render(
        <StrictMode>
          <QueryClientProvider client={client}>
            <SocialProvider social={social}>
              {components.map((Component, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the components never change
                <Component key={at} />
              ))}
            </SocialProvider>
          </QueryClientProvider>
        </StrictMode>,
      )
    },
    signIn: (id) => act(async () => tell(id === null ? null : { id })),
  }
}

/** An error of the server. */
export class Failure {
  readonly reply: Answer

  constructor(code: string, status = 404) {
    this.reply = { status, body: { code: `PT${status}`, message: code, details: code, hint: null } }
  }
}

/** A gate: calls wait until the test opens it. */
export function gate<T>(): { wait: Promise<T>; open(value: T): Promise<void> } {
  let resolve: (value: T) => void = () => {}
  const wait = new Promise<T>((done) => {
    resolve = done
  })
  const open = (value: T) =>
    act(async () => {
      resolve(value)
      await new Promise((done) => setTimeout(done, 5))
    })
  return { wait, open }
}

/** Makes a post. */
export function post(id: string, fields: Partial<Post> = {}): Post {
  return {
    id,
    author_id: 'maya',
    author_username: 'maya',
    author_display_name: null,
    author_avatar_path: null,
    caption: id,
    visibility: 'public',
    is_sensitive: false,
    sensitive_note: null,
    media: [],
    mentions: [],
    hashtags: [],
    like_count: 0,
    comment_count: 0,
    is_liked: false,
    is_saved: false,
    is_following_author: false,
    comment_policy: 'everyone',
    created_at: '2026-01-01T00:00:00Z',
    edited_at: null,
    pinned_at: null,
    archived_at: null,
    hidden_at: null,
    deleted_at: null,
    reason: null,
    cursor: `cursor-${id}`,
    ...fields,
  } as Post
}

/** Makes a comment. */
export function comment(id: string, fields: Partial<Comment> = {}): Comment {
  return {
    id,
    post_id: 'p1',
    parent_id: null,
    root_id: null,
    author_id: 'maya',
    author_username: 'maya',
    author_display_name: null,
    author_avatar_path: null,
    body: id,
    mentions: [],
    deleted_by: null,
    like_count: 0,
    reply_count: 0,
    is_liked: false,
    created_at: '2026-01-01T00:00:00Z',
    edited_at: null,
    pinned_at: null,
    is_hidden: false,
    cursor: `cursor-${id}`,
    ...fields,
  } as Comment
}

/** Makes a profile. */
export function profile(id: string, fields: Partial<Profile> = {}): Profile & { cursor: string } {
  return {
    id,
    username: id,
    display_name: null,
    bio: null,
    website: null,
    avatar_path: null,
    is_private: false,
    created_at: '2026-01-01T00:00:00Z',
    post_count: 1,
    follower_count: 5,
    following_count: 5,
    follow_state: null,
    followed_by_state: null,
    is_muted: false,
    is_close_friend: false,
    is_bell_on: false,
    followers_visibility: 'public',
    following_visibility: 'public',
    is_discoverable: null,
    cursor: `cursor-${id}`,
    ...fields,
  } as Profile & { cursor: string }
}

/** Makes the answer to a command about a person. */
export function relationship(id: string, fields: object = {}): object {
  return {
    profile_id: id,
    follow_state: null,
    followed_by_state: null,
    is_blocked: false,
    is_muted: false,
    mute_expires_at: null,
    is_close_friend: false,
    is_bell_on: false,
    ...fields,
  }
}
