import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { createSocial } from '../../src/sdk/client.ts'
import type { DatabaseErrorCode, OwnErrorCode } from '../../src/sdk/error-codes.ts'
import type {
  Comment,
  CreatePostInput,
  CreateProfileInput,
  Database,
  LikeState,
  Page,
  Post,
  Profile,
  Relationship,
  Result,
  SignUpInput,
  Social,
  SocialError,
  SocialErrorCode,
  UpdatePostInput,
  UpdateProfileInput,
  UsernameStatus,
} from '../../src/sdk/index.ts'
import type * as schemas from '../../src/sdk/schemas.ts'

it('the return type of each method contains the type of the rows that the method returns', () => {
  expectTypeOf<Social['posts']['get']>().returns.toEqualTypeOf<Promise<Result<Post>>>()
  expectTypeOf<Social['posts']['like']>().returns.toEqualTypeOf<Promise<Result<LikeState>>>()
  expectTypeOf<Social['comments']['create']>().returns.toEqualTypeOf<Promise<Result<Comment>>>()
  expectTypeOf<Social['account']['get']>().returns.toEqualTypeOf<Promise<Result<Profile>>>()
  expectTypeOf<Social['profiles']['follow']>().returns.resolves.toEqualTypeOf<
    Result<Relationship>
  >()
  expectTypeOf<Social['account']['checkUsername']>().returns.resolves.toEqualTypeOf<
    Result<UsernameStatus>
  >()
  expectTypeOf<Awaited<ReturnType<Social['feed']['listHome']>>>().toEqualTypeOf<
    Result<Page<Post>>
  >()
})

it('after a check of the error, TypeScript knows whether the result has data', () => {
  const result = {} as Result<Post>
  if (result.error) {
    expectTypeOf(result.error).toEqualTypeOf<SocialError>()
    expectTypeOf(result.data).toEqualTypeOf<null>()
  } else expectTypeOf(result.data).toEqualTypeOf<Post>()
})

it('the type of error codes is a union of all codes and accepts no other text', () => {
  expectTypeOf<SocialErrorCode>().toEqualTypeOf<DatabaseErrorCode | OwnErrorCode>()
  expectTypeOf<string>().not.toExtend<SocialErrorCode>()
  expectTypeOf<'post_not_found' | 'network'>().toExtend<SocialErrorCode>()
})

it('createSocial accepts a client with any Database type', () => {
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

it('the TypeScript types of tables allow reading but not writing', () => {
  type Tables = Database['social']['Tables']
  expectTypeOf<Tables[keyof Tables]['Insert']>().toBeNever()
  expectTypeOf<Tables[keyof Tables]['Update']>().toBeNever()
  const client = createClient<Database, 'social'>('http://localhost', 'key', {
    db: { schema: 'social' },
  })
  const likes = client.from('likes')
  expectTypeOf(likes.select).toBeCallableWith('*')
  // @ts-expect-error Clients may not insert rows.
  expectTypeOf(likes.insert).toBeCallableWith({ post_id: 'a', user_id: 'b' })
  // @ts-expect-error Clients may not update rows.
  expectTypeOf(likes.update).toBeCallableWith({ post_id: 'a' })
})

it('the methods accept the output of the schemas as their input', () => {
  expectTypeOf<z.output<typeof schemas.signUpInput>>().toExtend<SignUpInput>()
  expectTypeOf<z.output<typeof schemas.createProfileInput>>().toExtend<CreateProfileInput>()
  expectTypeOf<z.output<typeof schemas.profileInput>>().toExtend<UpdateProfileInput>()
  expectTypeOf<z.output<typeof schemas.postInput>>().toExtend<CreatePostInput>()
  expectTypeOf<z.output<typeof schemas.postUpdateInput>>().toExtend<UpdatePostInput>()
  expectTypeOf<z.output<typeof schemas.commentInput>['body']>().toEqualTypeOf<string>()
})
