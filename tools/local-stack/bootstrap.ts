import { readFileSync } from 'node:fs'
import { getAuthSchemaSql, getStorageSchemaSql } from '@supabase/lite'
import postgres from 'postgres'
import { SUPERUSER } from './postgres.ts'

const LOGINS = ['postgres', 'authenticator', 'supabase_auth_admin', 'supabase_storage_admin']

/** The address of the database for a role. Every login role has the same password. */
export function databaseUrl(port: number, password: string, role = 'postgres'): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/postgres`
}

/** Connects without printing notices. */
export function connect(url: string, max = 1): postgres.Sql {
  return postgres(url, { max, onnotice() {} })
}

/** Gives an empty cluster the state of a new hosted project before its first migration. */
export async function bootstrap(port: number, password: string): Promise<void> {
  const sql = connect(databaseUrl(port, password, SUPERUSER))
  try {
    await sql.unsafe(read('bootstrap.sql'))
    await sql.unsafe(getAuthSchemaSql(false))
    await sql.unsafe(getStorageSchemaSql(false))
    await sql.unsafe(read('grants.sql'))
    for (const role of LOGINS) await sql.unsafe(`alter role ${role} password '${password}'`)
  } finally {
    await sql.end()
  }
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}
