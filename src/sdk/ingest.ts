import { callEdgeFunction } from './edge-function.ts'
import type { Result } from './result.ts'
import type { Client } from './supabase.ts'
import type { Upload } from './types.ts'

interface Ingest {
  upload_id: string
  purpose: 'post' | 'avatar'
  /** The upload of a picture that a video shows before it plays. */
  poster_id?: string | undefined
}

/** Calls the edge function that processes a raw upload. Idempotent. */
export function ingest(
  db: Client,
  body: Ingest,
  signal: AbortSignal | undefined,
): Promise<Result<Upload>> {
  return callEdgeFunction(db, 'social-ingest', { ...body }, signal)
}
