import type { SupabaseClient } from '@supabase/supabase-js'
import type { DataApiError } from './to-social-error.ts'

/**
 * A supabase-js client, whatever its `Database` is. It says so little because the classes of two
 * copies of supabase-js, of which an app may have one as ESM and one as CommonJS, differ in type.
 */
export interface SupabaseLike {
  readonly auth: object
  readonly storage: object
  readonly functions: object
  /** Selects a schema of the Data API. */
  schema(name: never): unknown
}

/** The same client as the resources hold it: with the one method that calls functions. */
export interface Client extends Pick<SupabaseClient, 'auth' | 'storage' | 'functions'> {
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
