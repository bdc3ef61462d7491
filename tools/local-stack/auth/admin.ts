import type postgres from 'postgres'
import type { Context } from '../lite/context.ts'
import { isReadableUser, NO_INSTANCE, type Row } from './rows.ts'

/** Returns the JSON of a user from a row of auth.users and rows of auth.identities. */
type ToResponse = (user: Row, identities: Row[], context: string) => object

/**
 * Answers a request for the list of users. Defect of @supabase/lite 0.10.0: lite has no admin API.
 */
export async function answerAdmin(
  c: Context,
  toResponse: ToResponse,
  sql: postgres.Sql,
  secretKey: string,
): Promise<Response | undefined> {
  if (c.req.method !== 'GET' || !/\/admin\/users\/?$/.test(c.req.path)) return undefined
  if (c.req.header('apikey') !== secretKey) return refuse(403, 'not_admin', 'User not allowed')
  const page = Number(c.req.query('page') || 1)
  const perPage = Number(c.req.query('per_page') || 50)
  const rows = await sql`
    select *, count(*) over () as total from auth.users
    where instance_id = ${NO_INSTANCE} and aud = 'authenticated'
    order by created_at desc limit ${perPage} offset ${(page - 1) * perPage}`
  // One row that Auth cannot read makes Auth refuse the whole list.
  if (!rows.every(isReadableUser)) {
    return refuse(500, 'unexpected_failure', 'Database error finding users')
  }
  // Auth reads no identities for the list.
  const users = rows.map((row) => ({ ...toResponse(row, [], 'user'), identities: null }))
  const headers = { 'x-total-count': String(rows[0]?.total ?? 0) }
  return Response.json({ users, aud: 'authenticated' }, { headers })
}

function refuse(code: number, error_code: string, msg: string): Response {
  return Response.json({ code, error_code, msg }, { status: code })
}
