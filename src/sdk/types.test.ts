import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { createSocial } from './client.ts'
import type { DatabaseErrorCode, OwnErrorCode } from './error-codes.ts'
import type {
  Comment,
  CommentVersion,
  CreatePostInput,
  CreateProfileInput,
  Database,
  Limits,
  MediaItem,
  Page,
  Post,
  PostVersion,
  Profile,
  ProfileCard,
  Relationship,
  Result,
  SignUpInput,
  Social,
  SocialError,
  SocialErrorCode,
  UpdatePostInput,
  UpdateProfileInput,
  UsernameStatus,
  Visibility,
} from './index.ts'
import type * as schemas from './schemas.ts'

type State = 'pending' | 'accepted' | null
type Null<T> = T | null

it('a row has the type it has in truth, without needless nulls', () => {
  expectTypeOf<Visibility>().toEqualTypeOf<'public' | 'followers' | 'only_me'>()
  expectTypeOf<MediaItem>().branded.toEqualTypeOf<{
    path: string
    mime_type: string
    width: number
    height: number
    alt_text: Null<string>
  }>()
  expectTypeOf<Post>().branded.toEqualTypeOf<{
    id: string
    author_id: string
    author_username: string
    author_display_name: Null<string>
    author_avatar_path: Null<string>
    caption: Null<string>
    visibility: Visibility
    is_sensitive: boolean
    sensitive_note: Null<string>
    media: MediaItem[]
    like_count: number
    comment_count: number
    is_liked: boolean
    is_saved: boolean
    is_following_author: boolean
    created_at: string
    edited_at: Null<string>
    cursor: string
  }>()
  expectTypeOf<Comment>().branded.toEqualTypeOf<{
    id: string
    post_id: string
    parent_id: Null<string>
    root_id: Null<string>
    author_id: Null<string>
    author_username: Null<string>
    author_display_name: Null<string>
    author_avatar_path: Null<string>
    body: Null<string>
    deleted_by: Null<'author' | 'post_author' | 'staff'>
    like_count: number
    reply_count: number
    is_liked: boolean
    created_at: string
    edited_at: Null<string>
    cursor: string
  }>()
  expectTypeOf<Profile>().branded.toEqualTypeOf<{
    id: string
    username: string
    display_name: Null<string>
    bio: Null<string>
    website: Null<string>
    avatar_path: Null<string>
    is_private: boolean
    created_at: string
    post_count: Null<number>
    follower_count: Null<number>
    following_count: Null<number>
    follow_state: State
    followed_by_state: State
  }>()
  expectTypeOf<ProfileCard>().branded.toEqualTypeOf<{
    id: string
    username: string
    display_name: Null<string>
    avatar_path: Null<string>
    is_private: boolean
    follow_state: State
    followed_by_state: State
    cursor: string
  }>()
  expectTypeOf<Relationship>().branded.toEqualTypeOf<{
    profile_id: string
    follow_state: State
    followed_by_state: State
  }>()
  expectTypeOf<PostVersion>().branded.toEqualTypeOf<{
    caption: Null<string>
    alt_texts: Null<string>[]
    replaced_at: string
  }>()
  expectTypeOf<CommentVersion>().branded.toEqualTypeOf<{ body: string; replaced_at: string }>()
  expectTypeOf<Limits['caption_length']>().toEqualTypeOf<number>()
  expectTypeOf<Limits['allow_text_posts']>().toEqualTypeOf<boolean>()
})

it('a method returns its row', () => {
  expectTypeOf<Social['posts']['get']>().returns.toEqualTypeOf<Promise<Result<Post>>>()
  expectTypeOf<Social['posts']['like']>().returns.toEqualTypeOf<Promise<Result<boolean>>>()
  expectTypeOf<Social['comments']['add']>().returns.toEqualTypeOf<Promise<Result<Comment>>>()
  expectTypeOf<Social['profiles']['me']>().returns.toEqualTypeOf<Promise<Result<Profile>>>()
  expectTypeOf<Social['follows']['follow']>().returns.resolves.toEqualTypeOf<Result<Relationship>>()
  expectTypeOf<Social['profiles']['usernameStatus']>().returns.resolves.toEqualTypeOf<
    Result<UsernameStatus>
  >()
  expectTypeOf<Awaited<ReturnType<Social['feed']['home']>>>().toEqualTypeOf<Result<Page<Post>>>()
})

it('a result is data or error, and one look tells which', () => {
  const result = {} as Result<Post>
  if (result.error) {
    expectTypeOf(result.error).toEqualTypeOf<SocialError>()
    expectTypeOf(result.data).toEqualTypeOf<null>()
  } else expectTypeOf(result.data).toEqualTypeOf<Post>()
})

it('the codes are a closed union', () => {
  expectTypeOf<SocialErrorCode>().toEqualTypeOf<DatabaseErrorCode | OwnErrorCode>()
  expectTypeOf<string>().not.toExtend<SocialErrorCode>()
  expectTypeOf<'post_not_found' | 'network'>().toExtend<SocialErrorCode>()
})

it('any client will do, whatever its Database is', () => {
  type None = Record<never, never>
  type Host = { public: { Tables: None; Views: None; Functions: None } }
  expectTypeOf(createSocial).toBeCallableWith(createClient('http://localhost', 'key'))
  expectTypeOf(createSocial).toBeCallableWith(createClient<Host>('http://localhost', 'key'))
  expectTypeOf(createSocial).toBeCallableWith(
    createClient<Host & Database, 'social'>('http://localhost', 'key', {
      db: { schema: 'social' },
    }),
  )
  expectTypeOf<SupabaseClient>().toExtend<Parameters<typeof createSocial>[0]>()
  expectTypeOf<{ from(): void }>().not.toExtend<Parameters<typeof createSocial>[0]>()
})

it('what a schema lets through is what a method takes', () => {
  expectTypeOf<z.output<typeof schemas.signUpInput>>().toExtend<SignUpInput>()
  expectTypeOf<z.output<typeof schemas.createProfileInput>>().toExtend<CreateProfileInput>()
  expectTypeOf<z.output<typeof schemas.profileInput>>().toExtend<UpdateProfileInput>()
  expectTypeOf<z.output<typeof schemas.postInput>>().toExtend<CreatePostInput>()
  expectTypeOf<z.output<typeof schemas.postUpdateInput>>().toExtend<UpdatePostInput>()
  expectTypeOf<z.output<typeof schemas.commentInput>['body']>().toEqualTypeOf<string>()
})
