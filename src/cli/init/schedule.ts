import type postgres from 'postgres'
import { Problem } from '../problem.ts'

/** The name of the cron job. */
export const JOB = 'social worker'

/** The extensions that a schedule needs, and the statements that enable them. */
const EXTENSIONS = {
  pg_cron: 'create extension if not exists pg_cron with schema pg_catalog',
  pg_net: 'create extension if not exists pg_net with schema extensions',
  supabase_vault: 'create extension if not exists supabase_vault',
}

/** The SQL that schedules the worker, which docs/getting-started.md shows too. */
export function scheduleSql(url: string): string {
  return `${Object.values(EXTENSIONS).join(';\n')};

select social_private.schedule_worker('${url.replaceAll("'", "''")}');`
}

/** What `schedule` did. `kept` means that the user chose another rhythm, and that it stays so. */
export type Scheduled = 'created' | 'updated' | 'unchanged' | 'kept'

/** Whether the database has the function that schedules the worker. */
export async function canSchedule(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select to_regproc('social_private.schedule_worker') is not null as found`
  return row?.found === true
}

/**
 * Enables the extensions and schedules the worker. Returns the reasons why extensions are missing,
 * if any are. Repeated calls leave one job and one key.
 */
export async function schedule(sql: postgres.Sql, url: string): Promise<Scheduled | string[]> {
  const reasons = await enableExtensions(sql)
  try {
    const [row] = await sql<{ result: Scheduled }[]>`
      select social_private.schedule_worker(${url}) as result`
    return row?.result ?? 'unchanged'
  } catch (error) {
    const { message = '', hint = '' } = error as { message?: string; hint?: string }
    if (message !== 'schedule_extension_missing') {
      throw new Problem(`The worker could not be scheduled: ${message} ${hint}`.trim())
    }
    return Object.entries(reasons).flatMap(([name, reason]) =>
      hint.includes(name) ? `${name} (${reason})` : [],
    )
  }
}

/** Returns why extensions could not be enabled, by name. */
async function enableExtensions(sql: postgres.Sql): Promise<Record<string, string>> {
  const reasons: Record<string, string> = {}
  for (const [name, statement] of Object.entries(EXTENSIONS)) {
    await sql.unsafe(statement).catch((error: Error) => {
      reasons[name] = error.message
    })
  }
  return reasons
}
