import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { type Fields, InvalidBody, isUuid, readBody } from './body.ts'
import { Refusal } from './refusal.ts'
import { describe } from './release.ts'
import { errorResponse, fromDatabaseError, jsonResponse, preflight } from './responses.ts'
import { store } from './store.ts'
import type { Processed, Upload } from './upload.ts'

/**
 * Creates the Supabase clients of a request. `asPerson` returns a client with the rights of the
 * sender. `asProject` returns a client with the secret key.
 */
export interface Clients {
  asPerson(authorization: string, key: string | null): SupabaseClient
  asProject(): SupabaseClient
}

const FIELDS: Fields = {
  upload_id: isUuid,
  purpose: (value) => [undefined, 'post', 'avatar'].includes(value as string | undefined),
  profile_id: (value) => value === undefined || isUuid(value),
  poster_id: (value) => value === undefined || isUuid(value),
}
const HINT =
  'Send {"upload_id": "<uuid>", "purpose": "post" or "avatar"} with the content type ' +
  'application/json. Add "poster_id" if you have uploaded a poster for a video.'

/**
 * Creates the handler of the edge function. The handler uses the token of the request to ask the
 * database whether the caller may process the upload. The handler uses the secret key to store and
 * register the result. Idempotent: repeated and concurrent calls return the same media.
 */
export function createHandler({ asPerson, asProject }: Clients, ingest = store) {
  return async (request: Request): Promise<Response> => {
    const authorization = request.headers.get('authorization')
    if (request.method === 'OPTIONS') return preflight(request)
    if (request.method === 'GET') return describe()
    if (request.method !== 'POST') return errorResponse(405, 'invalid_input', 'POST an upload_id.')
    if (!authorization) return errorResponse(401, 'not_signed_in', 'Sign in first.')
    try {
      const body = await readBody(request, FIELDS, HINT)
      const { upload_id, purpose = 'post', profile_id, poster_id } = body
      const args = { upload_id, purpose, poster_id }
      const caller = asPerson(authorization, request.headers.get('apikey')).schema('social')
      const begin = async () =>
        // Only the secret key may process uploads of another person. The database checks that.
        profile_id
          ? await caller.rpc('begin_ingest_for', { profile_id, ...args })
          : await caller.rpc('begin_ingest', args)
      const begun = await begin()
      if (begun.error) return fromDatabaseError(begun.error, begun.status)
      const upload: Upload = begun.data
      if (upload.path) return jsonResponse(200, mediaOf(upload))
      try {
        return await finish(asProject(), upload, ingest)
      } catch (error) {
        // A concurrent call may have finished or refused the upload and removed the raw file. In
        // that case, return the result of the concurrent call, or that there is no such upload.
        const again = await begin()
        if (again.data?.path) return jsonResponse(200, mediaOf(again.data))
        if (again.error?.code?.startsWith('PT')) return fromDatabaseError(again.error, again.status)
        throw error
      }
    } catch (error) {
      if (error instanceof InvalidBody) return jsonResponse(400, error)
      console.error('social-ingest:', error)
      return errorResponse(500, 'unknown', 'Something went wrong. Try again.')
    }
  }
}

async function finish(project: SupabaseClient, upload: Upload, ingest: typeof store) {
  let processed: Processed
  try {
    processed = await ingest(project.storage, upload)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return await refuse(project, upload, error)
  }
  const args = { upload_id: upload.id, ...processed }
  const completed = await project.schema('social').rpc('complete_ingest', args)
  // The file has led to a value that no row may have.
  if (/^2[23]/.test(completed.error?.code ?? ''))
    return await refuse(project, upload, new Refusal('file_damaged'))
  if (completed.error) return fromDatabaseError(completed.error, completed.status)
  await removeRaw(project, upload)
  return jsonResponse(200, mediaOf(completed.data))
}

async function refuse(project: SupabaseClient, upload: Upload, refusal: Refusal) {
  await project.schema('social').rpc('refuse_ingest', { upload_id: upload.id })
  await removeRaw(project, upload)
  return jsonResponse(refusal.status, refusal)
}

/** Removes the raw files. If this fails, the worker removes them later. */
async function removeRaw(project: SupabaseClient, { source_path, poster_path }: Upload) {
  const paths = poster_path ? [source_path, poster_path] : [source_path]
  await project.storage.from('social-uploads').remove(paths)
}

/** Returns the attributes of a processed upload that the caller may see. */
function mediaOf(upload: Upload) {
  const { id, path, thumbnail_path, thumbhash, mime_type, width, height } = upload
  const { medium_path = null, is_animation_dropped = false } = upload
  const rest = { thumbhash, mime_type, width, height, is_animation_dropped }
  return { id, path, medium_path, thumbnail_path, ...rest }
}
