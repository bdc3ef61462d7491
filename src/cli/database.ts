import postgres from 'postgres'
import { Problem } from './problem.ts'

const WHERE = 'Supabase Studio shows it under Connect, "Session pooler" or "Direct connection".'

/** Opens one connection to the database of a project. */
export async function connect(url: string | undefined): Promise<postgres.Sql> {
  if (!url) throw new Problem(`Pass the database address: --db-url postgresql://… (${WHERE})`)
  const { hostname, searchParams } = parse(url)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const isSslChosen = searchParams.has('sslmode') || searchParams.has('ssl')
  const seconds = Number(searchParams.get('connect_timeout')) || 15
  const sql = postgres(url, {
    max: 1,
    prepare: false, // transaction poolers do not support prepared statements
    connect_timeout: seconds,
    onnotice() {},
    ...(isSslChosen || isLocal ? {} : { ssl: 'prefer' }),
  })
  try {
    await within(seconds + 1, sql`select 1`)
    return sql
  } catch (error) {
    await sql.end({ timeout: 0 })
    throw new Problem(`Cannot connect to ${hostname}: ${reason(error)}`)
  }
}

/** If a server closes each connection, the driver connects again without an end. */
async function within(seconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, seconds * 1000, { code: 'CONNECT_TIMEOUT' })
  })
  await Promise.race([work, end]).finally(() => clearTimeout(timer))
}

function parse(url: string): URL {
  try {
    const parsed = new URL(url)
    if (/^postgres(ql)?:$/.test(parsed.protocol)) return parsed
  } catch {
    // The function throws the same error for an invalid address and for an address of another
    // protocol.
  }
  throw new Problem(
    `This is not a database address. It must start with postgresql://, and special characters in the password must be percent-encoded. (${WHERE})`,
  )
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  if (code === '28P01' || code === '28000') return 'the user name or password is wrong.'
  if (code === 'ECONNREFUSED') return 'no server listens on this port.'
  if (code === 'ENOTFOUND') return 'the host does not exist.'
  if (code === 'CONNECT_TIMEOUT')
    return 'the server does not respond. A direct connection may need IPv6; try the pooler.'
  return message || String(code ?? error)
}

/**
 * Throws a `Problem` if supabase-social is not installed in the database, or if the role of the
 * connection lacks rights.
 */
export async function requireInstallation(sql: postgres.Sql): Promise<void> {
  const [database] = await sql<{ isInstalled: boolean; role: string }[]>`
    select current_user as role, exists (
      select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname = 'social_private' and relname = 'config'
    ) as "isInstalled"`
  if (!database?.isInstalled) {
    throw new Problem(
      'supabase-social is not installed in this database. Run `npx supabase-social init` and `npx supabase db push`.',
    )
  }
  const [rights] = await sql<{ isEnough: boolean }[]>`
    select has_schema_privilege('auth', 'usage') and has_table_privilege('auth.users', 'insert')
      and (
        select bool_and(pg_has_role(relowner, 'usage')) from pg_class
        where relnamespace = (select oid from pg_namespace where nspname = 'social_private')
      )
      and (
        select bool_and(pg_has_role(role, 'member'))
        from unnest(array['anon', 'authenticated', 'service_role']) as role
      ) as "isEnough"`
  if (!rights?.isEnough) {
    throw new Problem(
      `The role ${database.role} has not enough rights. Use the role that ran the migrations: on Supabase it is postgres.`,
    )
  }
}
