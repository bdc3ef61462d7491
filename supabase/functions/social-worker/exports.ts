import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { type Page, Part, type Source } from './export-part.ts'
import { note } from './failures.ts'

/** The part of an export that claim_export has leased to this call. */
interface Step {
  lease_id: string
  path: string
  part: number
  attempts: number
  position: string | null
}

/**
 * The number of failed attempts after which a part is built without its large file. The download of
 * the large file probably keeps failing.
 */
const ATTEMPTS = 3

/**
 * Builds one part of the export that has waited longest. Returns whether an export was waiting. A
 * part is a zip file of at most about 40 MB, unless it contains one larger file. The part is
 * streamed from Storage to Storage and is never in memory as a whole.
 *
 * If the call is killed, another call builds the part after the lease has ended.
 */
export async function buildExportPart(supabase: SupabaseClient): Promise<boolean> {
  const social = supabase.schema('social')
  const step: Step | null = dataOf(await social.rpc('claim_export'))
  if (!step) return false
  const failure: Failure = {}
  try {
    await buildStep(supabase, step, failure)
  } catch (error) {
    await note(supabase, 'exports', [step.lease_id], failure.cause ?? error)
    throw failure.cause ?? error
  }
  return true
}

/** The error that ended the bytes of a part. The upload reports only that its body has failed. */
interface Failure {
  cause?: unknown
}

async function* remember(bytes: AsyncGenerator<Uint8Array>, failure: Failure) {
  try {
    yield* bytes
  } catch (error) {
    failure.cause = error
    throw error
  }
}

async function buildStep(supabase: SupabaseClient, step: Step, failure: Failure): Promise<void> {
  const social = supabase.schema('social')
  const part = new Part(step, sourceOf(supabase, step))
  const bucket = supabase.storage.from('social-exports')
  const body = ReadableStream.from(remember(part.bytes(), failure))
  const upload = await bucket.upload(step.path, body, {
    contentType: 'application/zip',
    cacheControl: '300', // a longer time would only keep the part after its URL has expired
    duplex: 'half',
  })
  if (upload.error) throw upload.error
  const { error } = await social.rpc('complete_export_part', {
    lease_id: step.lease_id,
    bytes: part.byteCount,
    items: part.itemCount,
    missing: part.missing.length,
    next: part.next,
  })
  // Another worker now builds this part under a different path, so delete this file.
  if (error?.message === 'export_lease_lost') await bucket.remove([step.path])
  else if (error) throw error
}

function sourceOf(supabase: SupabaseClient, { lease_id, attempts }: Step): Source {
  return {
    async page(after): Promise<Page> {
      const args = { lease_id, ...(after !== null && { after }) }
      return dataOf(await supabase.schema('social').rpc('claim_export_page', args))
    },
    async file({ bucket, path }, isLarge) {
      if (isLarge && attempts > ATTEMPTS) throw new Error('the file breaks off')
      const { data, error } = await supabase.storage.from(bucket).download(path).asStream()
      if (error) throw error
      return data
    },
  }
}

function dataOf<T>({ data, error }: { data: T; error: unknown }): T {
  if (error) throw error
  return data
}
