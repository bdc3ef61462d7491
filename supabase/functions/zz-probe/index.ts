import { createClient } from 'npm:@supabase/supabase-js@2.109.0'
export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const admin = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_SECRET_KEY')!)
    const { data, error } = await admin.storage.listBuckets()
    return Response.json({ path: url.pathname, q: url.search, method: request.method, body: await request.text(), auth: request.headers.get('authorization'), buckets: data?.length, error: error?.message }, { headers: { 'access-control-allow-origin': 'http://me', 'x-a': '1' }, status: 201 })
  },
}
