import type postgres from 'postgres'
import type { Context } from '../lite/context.ts'
import { NO_INSTANCE } from './rows.ts'

interface Users {
  getUser(id: string): Promise<object>
}

/** The error class of @supabase/lite, as far as this file reads it. */
interface AuthError {
  status: number
  toJSON(): object
}

/**
 * Answers a request for the list of users. Defect of @supabase/lite 0.10.0: lite has no admin API.
 */
export async function answerAdmin(
  c: Context,
  { getUser }: Users,
  sql: postgres.Sql,
  secretKey: string,
): Promise<Response | undefined> {
  if (c.req.method !== 'GET' || !/\/admin\/users\/?$/.test(c.req.path)) return undefined
  if (c.req.header('apikey') !== secretKey) {
    const refusal = { code: 403, error_code: 'not_admin', msg: 'User not allowed' }
    return Response.json(refusal, { status: 403 })
  }
  const page = Number(c.req.query('page') || 1)
  const perPage = Number(c.req.query('per_page') || 50)
  const rows = await sql<{ id: string; total: number }[]>`
    select id, (count(*) over ())::int as total from auth.users
    where instance_id = ${NO_INSTANCE} and aud = 'authenticated'
    order by created_at desc limit ${perPage} offset ${(page - 1) * perPage}`
  try {
    const users = await Promise.all(rows.map(({ id }) => getUser(id)))
    const headers = { 'x-total-count': String(rows[0]?.total ?? 0) }
    return Response.json({ users, aud: 'authenticated' }, { headers })
  } catch (error) {
    // One row that Auth cannot read makes Auth refuse the whole list.
    const refusal = error as AuthError
    return Response.json(refusal.toJSON(), { status: refusal.status })
  }
}
