import { readFileSync } from 'node:fs'
import { connect, databaseUrl } from '../local-stack/bootstrap.ts'
import type { Database } from '../local-stack/database.ts'
import { SUPERUSER } from '../local-stack/postgres.ts'

/** A warning of plpgsql_check about a function. */
export interface Warning {
  /** The name of the function with its schema, and for a trigger function the table. */
  name: string
  /** The line in the body of the function, or 0. */
  line: number
  message: string
  /** The body of the function. */
  source: string
}

/** A warning that stands for no fault. */
export interface Exception {
  functions: string[]
  message: string
  why: string
}

const SHOULD_BE_STABLE = 'routine is marked as VOLATILE, should be STABLE'
const INJECTION = 'text type variable is not sanitized'

export const exceptions: Exception[] = [
  {
    functions: ['due_bells', 'due_content', 'due_expired_rows', 'due_profiles', 'due_stored'].map(
      (name) => `social_private.${name}`,
    ),
    message: SHOULD_BE_STABLE,
    why: 'They lock the rows that they return, and Postgres refuses FOR UPDATE in a stable function.',
  },
  {
    functions: [
      'forget_secret_key',
      'has_worker_key',
      'remove_worker_job',
      'rotate_worker_key',
      'unschedule_worker',
      'wake_worker',
      'worker_schedule_check',
    ].map((name) => `social_private.${name}`),
    message: 'immutable expression without parameters found: the EXECUTE command',
    why: 'The tables of pg_cron and Vault may be missing when the function is created.',
  },
  {
    functions: ['social_private.close_new_functions'],
    message: INJECTION,
    why: 'Postgres itself writes the name of the function, and format() quotes the roles.',
  },
  {
    functions: ['social_private.grant_columns'],
    message: INJECTION,
    why: 'Postgres writes the name of the table, format() quotes each name of a column, and a check of readable_tables allows only three roles.',
  },
  {
    functions: ['social_private.grant_columns'],
    message: 'the expression is not SQL injection safe',
    why: 'The same statement: the check cannot look into the query that joins the quoted names.',
  },
  {
    functions: ['social_private.repair_policies', 'social_private.repair_rights'],
    message: INJECTION,
    why: 'Only migrations write the tables that hold the names, roles and conditions, and only the operator may call the functions.',
  },
]

export async function runAsSuperuser(
  { port, password }: Pick<Database, 'port' | 'password'>,
  file: string,
): Promise<void> {
  const sql = connect(databaseUrl(port, password, SUPERUSER))
  await sql.unsafe(readFileSync(file, 'utf8')).finally(() => sql.end())
}

/**
 * Checks all PL/pgSQL functions of some schemas, and each trigger function for each table and for
 * the transition tables of its triggers.
 */
export async function checkFunctions(
  { port, password }: Pick<Database, 'port' | 'password'>,
  schemas: string[],
): Promise<{ checked: number; warnings: Warning[] }> {
  const sql = connect(databaseUrl(port, password, SUPERUSER))
  try {
    await sql`create extension if not exists plpgsql_check with schema extensions`
    const rows = await sql<(Omit<Warning, 'message'> & { message: string | null })[]>`
      with routines as (
        select distinct
          pg_proc.oid, pg_proc.prosrc, pronamespace::regnamespace || '.' || proname as name,
          coalesce(tgrelid, 0) as relation, tgoldtable, tgnewtable
        from pg_proc
        join pg_language on pg_language.oid = prolang and lanname = 'plpgsql'
        left join pg_trigger on tgfoid = pg_proc.oid
        where pronamespace in (
          select oid from pg_namespace where nspname = any (${schemas}))
      )
      select
        name || case when relation = 0 then '' else ' on ' || relation::regclass end as name,
        coalesce(found.lineno, 0) as line, prosrc as source,
        concat_ws(': ', found.message, nullif(found.detail, ''), nullif(found.context, ''))
          as message
      from routines
      left join lateral extensions.plpgsql_check_function_tb(
        routines.oid, relation, fatal_errors => false, other_warnings => true,
        performance_warnings => true, extra_warnings => true, security_warnings => true,
        compatibility_warnings => true, oldtable => tgoldtable, newtable => tgnewtable
      ) as found on true
      order by 1, 2, 4`
    return {
      checked: new Set(rows.map(({ name }) => name)).size,
      warnings: rows.flatMap((row) => (row.message ? { ...row, message: row.message } : [])),
    }
  } finally {
    await sql.end()
  }
}

/** Separates the warnings that stand for a fault, and the exceptions that no function needs. */
export function judge(warnings: Warning[], allowed: Exception[]) {
  const pairs = allowed.flatMap(({ functions, message }) =>
    functions.map((name) => ({ name, message })),
  )
  const matches = (warning: Warning, { name, message }: (typeof pairs)[number]) =>
    warning.name === name && warning.message.startsWith(message)
  return {
    faults: warnings.filter((warning) => !pairs.some((pair) => matches(warning, pair))),
    unneeded: pairs.filter((pair) => !warnings.some((warning) => matches(warning, pair))),
  }
}
