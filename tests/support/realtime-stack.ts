import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { signClaims } from '../../tools/local-stack/jwt.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import type { RealtimeOptions } from '../../tools/local-stack/realtime/options.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'

/** The local stack with a project that has no migrations, and with a policy for `room:…`. */
export interface RealtimeStack {
  stack: Stack
  /** A connection as role postgres. */
  sql: postgres.Sql
  /** A connection as the superuser. */
  admin: postgres.Sql
  /** Signs a token with these claims. The default is a person for an hour. */
  token(claims?: object, seconds?: number): string
  stop(): Promise<void>
}

/** Everybody who is signed in may read and send in rooms. */
const POLICIES = `
  create policy rooms_read on realtime.messages for select to authenticated
    using (topic like 'room:%');
  create policy rooms_send on realtime.messages for insert to authenticated
    with check (topic like 'room:%' and extension = 'broadcast')`

export async function startRealtimeStack(
  options: Partial<RealtimeOptions> = {},
): Promise<RealtimeStack> {
  process.env.LITE_AUTH_BCRYPT_COST ??= '4'
  const home = mkdtempSync(join(tmpdir(), 'supabase-social-realtime-'))
  chmodSync(home, 0o755)
  const data = join(home, 'data')
  const supabase = fileURLToPath(new URL('empty-project', import.meta.url))
  const stack = await startStack({ data, purges: false, project: { supabase }, realtime: options })
  const { jwtSecret } = JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8'))
  const sql = connect(stack.databaseUrl, 5)
  const admin = connect(stack.databaseUrl.replace('//postgres:', `//${SUPERUSER}:`))
  await sql.unsafe(POLICIES)
  return {
    ...{ stack, sql, admin },
    token: (claims = {}, seconds = 3600) =>
      signClaims({ role: 'authenticated', sub: randomUUID(), ...claims }, seconds, jwtSecret),
    async stop() {
      await Promise.all([sql.end(), admin.end()])
      await stack.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
