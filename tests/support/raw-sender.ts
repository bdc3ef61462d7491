import { randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'

/** No real request takes so long, in milliseconds: the function hangs. */
const HANGS = 60_000

export interface Response {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever the test expects it to be
  body: any
}

/** The declared type and the extension of a raw file. An empty type is sent as in a form. */
export interface Declared {
  type: string
  extension: string
}

/** A person who uploads files and calls social-ingest as an app without the SDK does. */
export interface RawSender {
  id: string
  /** Uploads a raw file, and returns its upload id. */
  upload(bytes: Uint8Array, declared?: Declared): Promise<string>
  /** Asks social-ingest to process an upload. A function that hangs answers 504. */
  ingest(id: string, purpose?: 'post' | 'avatar', posterId?: string): Promise<Response>
}

/** Sends with the session of a signed-in client. */
export async function rawSender(
  { url, publishableKey }: { url: string; publishableKey: string },
  supabase: SupabaseClient,
): Promise<RawSender> {
  const { session } = (await supabase.auth.getSession()).data
  if (!session) throw new Error('the person is not signed in')
  const keys = { authorization: `Bearer ${session.access_token}`, apikey: publishableKey }
  const { id: owner } = session.user
  return {
    id: owner,
    async upload(bytes, { type, extension } = { type: 'image/jpeg', extension: 'jpg' }) {
      const id = randomUUID()
      const to = `${url}/storage/v1/object/social-uploads/${owner}/${id}.${extension}`
      const form = new FormData()
      form.set('', new Blob([new Uint8Array(bytes)]))
      const whole = type
        ? { headers: { ...keys, 'content-type': type }, body: new Uint8Array(bytes) }
        : { headers: keys, body: form }
      const response = await fetch(to, { method: 'POST', ...whole })
      if (!response.ok) throw new Error(`Storage: ${response.status} ${await response.text()}`)
      return id
    },
    async ingest(id, purpose = 'post', posterId) {
      const headers = { ...keys, 'content-type': 'application/json' }
      const body = JSON.stringify({ upload_id: id, purpose, poster_id: posterId })
      const signal = AbortSignal.timeout(HANGS)
      const to = `${url}/functions/v1/social-ingest`
      try {
        const response = await fetch(to, { method: 'POST', headers, body, signal })
        return { status: response.status, body: await response.json() }
      } catch (error) {
        return { status: 504, body: { code: 'hangs', message: `${error}` } }
      }
    },
  }
}
