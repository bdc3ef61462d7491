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

it('a method returns its row', () => {
  expectTypeOf<Social['posts']['get']>().returns.toEqualTypeOf<Promise<Result<Post>>>()
  expectTypeOf<Social['posts']['like']>().returns.toEqualTypeOf<Promise<Result<boolean>>>()
  expectTypeOf<Social['comments']['add']>().returns.toEqualTypeOf<Promise<Result<Comment>>>()
  expectTypeOf<Social['profiles']['me']>().returns.toEqualTypeOf<Promise<Result<Profile>>>()
  expectTypeOf<Social['follows']['follow']>().returns.resolves.toEqualTypeOf<Result<Relationship>>()
  expectTypeOf<Social['profiles']['checkUsername']>().returns.resolves.toEqualTypeOf<
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
