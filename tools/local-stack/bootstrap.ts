import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { getStorageSchemaSql } from '@supabase/lite'
import postgres from 'postgres'
import { chosenAuth } from './chosen-auth.ts'
import { backoff } from './pool.ts'
import { SUPERUSER } from './postgres.ts'
import { migrateRealAuth } from './real-auth-tables.ts'
import { createPartitions } from './realtime/partitions.ts'

const LOGINS = ['postgres', 'authenticator', 'supabase_auth_admin', 'supabase_storage_admin']

/** Returns the address of the database for a role. All roles that can log in share one password. */
export function databaseUrl(port: number, password: string, role = 'postgres'): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/postgres`
}

/** Connects to a database without printing the notices of Postgres. */
export function connect(url: string, max = 1): postgres.Sql {
  return postgres(url, { max, backoff, onnotice() {} })
}

/** Turns an empty cluster into a new hosted project before its first migration. */
export async function bootstrap(port: number, password: string): Promise<void> {
  const sql = connect(databaseUrl(port, password, SUPERUSER))
  try {
    await sql.unsafe(read('bootstrap.sql'))
    for (const role of LOGINS) await sql.unsafe(`alter role ${role} password '${password}'`)
    const program = chosenAuth()
    if (program) migrateRealAuth(program, databaseUrl(port, password, 'supabase_auth_admin'))
    else await sql.unsafe(read('auth/tables.sql'))
    await sql.unsafe(getStorageSchemaSql(false))
    await sql.unsafe(read('realtime.sql'))
    await sql.unsafe(read('grants.sql'))
    await createPartitions(sql)
  } finally {
    await sql.end()
  }
}

/**
 * Returns a checksum of the SQL that `bootstrap` runs, without its comments. A database with another
 * checksum has older tables.
 */
export function bootstrapVersion(): string {
  const files = [
    'bootstrap.sql',
    'realtime.sql',
    'grants.sql',
    ...(chosenAuth() ? [] : ['auth/tables.sql']),
  ]
  const text = files.map(read).join('\n').replace(/--.*$/gm, '').replace(/\s+/g, ' ')
  return createHash('sha256').update(text).digest('hex')
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}
