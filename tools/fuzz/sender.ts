import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import type { Stack } from '../local-stack/stack.ts'

/** No real request takes so long, in milliseconds: the function hangs. */
const HANGS = 60_000

export interface Response {
  status: number
  body: Record<string, unknown>
}

/** A person who uploads files, and calls social-ingest without the SDK. */
export interface Sender {
  id: string
  /** Uploads a raw file, and returns its upload id. */
  upload(bytes: Uint8Array): Promise<string>
  /** Asks social-ingest to process an upload. A function that hangs answers 504. */
  ingest(id: string, purpose: 'post' | 'avatar'): Promise<Response>
}

export async function signUp({ url, publishableKey }: Stack): Promise<Sender> {
  const supabase = createClient(url, publishableKey)
  const social = createSocial(supabase)
  const email = 'photographer@example.com'
  const { user } = unwrap(
    await social.auth.signUp({ email, password: 'a long secret', username: 'photographer' }),
  )
  const { data } = await supabase.auth.getSession()
  const authorization = `Bearer ${data.session?.access_token}`
  const headers = { authorization, apikey: publishableKey, 'content-type': 'application/json' }
  return {
    id: user.id,
    async upload(bytes) {
      const id = randomUUID()
      const body = new Blob([bytes as BlobPart], { type: 'image/jpeg' })
      const uploads = supabase.storage.from('social-uploads')
      const { error } = await uploads.upload(`${user.id}/${id}.jpg`, body)
      if (error) throw error
      return id
    },
    async ingest(id, purpose) {
      const body = JSON.stringify({ upload_id: id, purpose })
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
