import { callEdgeFunction } from './edge-function.ts'
import type { Result } from './result.ts'
import type { Client } from './supabase.ts'
import type { Upload } from './types.ts'

/** Calls the edge function that processes a raw upload. Idempotent. */
export function ingest(
  db: Client,
  { upload_id, purpose }: { upload_id: string; purpose: 'post' | 'avatar' },
  signal?: AbortSignal,
): Promise<Result<Upload>> {
  return callEdgeFunction(db, 'social-ingest', { upload_id, purpose }, signal)
}
