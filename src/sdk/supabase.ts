import type { SupabaseClient } from '@supabase/supabase-js'
import type { DataApiError } from './to-social-error.ts'

type FileApi = ReturnType<SupabaseClient['storage']['from']>

/** The parts of a supabase-js client that this SDK uses, whatever the client's `Database` is. */
export interface SupabaseLike {
  readonly auth: Pick<
    SupabaseClient['auth'],
    | 'getSession'
    | 'getUser'
    | 'resetPasswordForEmail'
    | 'signInWithPassword'
    | 'signOut'
    | 'signUp'
    | 'updateUser'
    | 'verifyOtp'
  >
  readonly storage: {
    from(bucket: string): Pick<FileApi, 'createSignedUrls' | 'getPublicUrl' | 'upload'>
  }
  /** Selects a schema of the Data API. */
  schema(name: never): unknown
}

/** The same client as the resources hold it: with the one method that calls functions. */
export interface Client extends Omit<SupabaseLike, 'schema'> {
  /** Selects our schema. */
  schema(name: 'social'): {
    rpc(name: string, args: object, options: { get: boolean }): PromiseLike<DataApiResponse>
  }
}

interface DataApiResponse {
  data: unknown
  error: DataApiError | null
  status: number
}
