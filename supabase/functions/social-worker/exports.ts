import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { type Page, Part, type Source } from './export-part.ts'

/** What claim_export leases. */
interface Step {
  lease_id: string | null
  path: string
  part: number
  attempts: number
  position: string | null
}

/** After so many tries a large file that breaks off is left out. */
const TRIES = 3

/**
 * Builds one part of the export that waits longest, if any: a zip of at most about 40 MB, or of one
 * larger file, which goes from Storage to Storage without ever being in memory as a whole. Returns
 * whether there was one. A call that dies leaves its part to whoever comes after the lease.
 */
export async function buildExportPart(supabase: SupabaseClient): Promise<boolean> {
  const social = supabase.schema('social')
  const step: Step = answered(await social.rpc('claim_export'))
  if (!step?.lease_id) return false
  const part = new Part(step, sourceOf(supabase, step))
  const bucket = supabase.storage.from('social-exports')
  const upload = await bucket.upload(step.path, ReadableStream.from(part.bytes()), {
    contentType: 'application/zip',
    duplex: 'half',
  })
  if (upload.error) throw upload.error
  const isOurs = answered(
    await social.rpc('complete_export_part', {
      lease_id: step.lease_id,
      bytes: part.byteCount,
      items: part.itemCount,
      missing: part.missing.length,
      next: part.next,
    }),
  )
  if (!isOurs) await bucket.remove([step.path])
  return true
}

function sourceOf(supabase: SupabaseClient, { lease_id, attempts }: Step): Source {
  return {
    async page(after): Promise<Page> {
      const args = { lease_id, ...(after !== null && { after }) }
      return answered(await supabase.schema('social').rpc('claim_export_page', args))
    },
    async file({ bucket, path }, isLarge) {
      if (isLarge && attempts > TRIES) throw new Error('the file breaks off')
      const { data, error } = await supabase.storage.from(bucket).download(path).asStream()
      if (error) throw error
      return data
    },
  }
}

function answered<T>({ data, error }: { data: T; error: unknown }): T {
  if (error) throw error
  return data
}
