import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { answer, explain, failed, preflight } from './answers.ts'
import { Refusal } from './refusal.ts'
import { type Made, store, type Upload } from './store.ts'

/** Who a request acts as: the person who sent it, and the project itself. */
export interface Clients {
  asPerson(authorization: string, key: string | null): SupabaseClient
  asProject(): SupabaseClient
}

/**
 * The person's own token decides whose upload it is; the secret key writes and registers what was
 * made of it. Again, or twice at once, gives the same media.
 */
export function createHandler({ asPerson, asProject }: Clients, ingest = store) {
  return async (request: Request): Promise<Response> => {
    const authorization = request.headers.get('authorization')
    if (request.method === 'OPTIONS') return preflight(request)
    if (request.method !== 'POST') return failed(405, 'invalid_input', 'POST an upload_id.')
    if (!authorization) return failed(401, 'not_signed_in', 'Sign in first.')
    try {
      const { upload_id, purpose = 'post', profile_id } = await request.json().catch(() => ({}))
      const caller = asPerson(authorization, request.headers.get('apikey')).schema('social')
      const begin = async () =>
        // For somebody else: the database lets nobody but the secret key.
        profile_id
          ? await caller.rpc('begin_ingest_for', { profile_id, upload_id, purpose })
          : await caller.rpc('begin_ingest', { upload_id, purpose })
      const begun = await begin()
      if (begun.error) return explain(begun.error, begun.status)
      const upload: Upload = begun.data
      if (upload.path) return answer(200, media(upload))
      try {
        return await finish(asProject(), upload, ingest)
      } catch (error) {
        // A twin may have been faster, and removed the raw file.
        const twin = await begin()
        if (twin.data?.path) return answer(200, media(twin.data))
        throw error
      }
    } catch (error) {
      console.error('ingest:', error)
      return failed(500, 'unknown', 'Something went wrong. Try again.')
    }
  }
}

async function finish(project: SupabaseClient, upload: Upload, ingest: typeof store) {
  const forget = () => project.storage.from('social-uploads').remove([upload.source_path])
  let made: Made
  try {
    made = await ingest(project.storage, upload)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await project.schema('social').rpc('refuse_ingest', { upload_id: upload.id })
    await forget()
    return answer(error.status, error)
  }
  const args = { upload_id: upload.id, ...made }
  const completed = await project.schema('social').rpc('complete_ingest', args)
  if (completed.error) return explain(completed.error, completed.status)
  // Sooner than the worker, which does it in any case.
  await forget()
  return answer(200, media(completed.data))
}

/** What an app is told of an upload that is ready. */
function media({ id, path, thumbnail_path, thumbhash, mime_type, width, height }: Upload) {
  return { id, path, thumbnail_path, thumbhash, mime_type, width, height }
}
