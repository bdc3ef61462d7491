import type { SupabaseClient } from '@supabase/supabase-js'
import type { DataApiError } from './to-social-error.ts'

/**
 * A supabase-js client with any `Database` type. The type is loose, because an app can load
 * supabase-js twice, as ESM and as CommonJS. TypeScript treats the two classes as different types.
 */
export interface SupabaseLike {
  readonly auth: object
  readonly storage: object
  readonly functions: object
  /** Selects a schema of the Data API. */
  schema(name: never): unknown
}

/** The part of a supabase-js client that this SDK uses. */
export interface Client
  extends Pick<
    SupabaseClient,
    'auth' | 'storage' | 'functions' | 'realtime' | 'channel' | 'removeChannel'
  > {
  /** Selects the schema `social`. */
  schema(name: 'social'): {
    rpc(name: string, args: object, options: { get: boolean }): DataApiRequest
  }
}

interface DataApiRequest extends PromiseLike<DataApiResponse> {
  setHeader(name: string, value: string): unknown
}

interface DataApiResponse {
  data: unknown
  error: DataApiError | null
  status: number
}
