import { type Check, databaseCheck, fine, todo } from './check.ts'

const LEAST_MS = 3000
const ROLES = ['anon', 'authenticated', 'authenticator'] as const

/**
 * The Data API logs in as authenticator and applies the settings of the role of the request. A role
 * without a setting has the setting of authenticator, or else of the database.
 */
const timeouts = databaseCheck('timeouts', async ({ link }, tx) => {
  const rows = await tx<{ role: string | null; value: string }[]>`
    select rolname as role, split_part(setting, '=', 2) as value
    from pg_catalog.pg_db_role_setting
    left join pg_catalog.pg_roles on pg_roles.oid = setrole, unnest(setconfig) as setting
    where setting like 'statement_timeout=%'
      and (setdatabase = 0
        or setdatabase = (select oid from pg_catalog.pg_database where datname = current_database()))`
  const settingOf = (role: string | null) => rows.find((row) => row.role === role)?.value
  const wrong = ROLES.flatMap((role) => {
    const value = settingOf(role) ?? settingOf('authenticator') ?? settingOf(null) ?? '0'
    const time = milliseconds(value)
    if (time === 0) return [`${role} has no statement_timeout`]
    return time < LEAST_MS ? [`${role} has a statement_timeout of ${value}`] : []
  })
  if (wrong.length === 0) return fine('Requests may take 3 seconds or longer, and all have an end.')
  return todo(
    `${wrong.join(', ')}. Set at least 3 seconds: alter role … set statement_timeout = '3s'; then: notify pgrst, 'reload config'`,
    link('sql/new'),
  )
})

const UNITS: Record<string, number> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

function milliseconds(value: string): number {
  const [, number = '0', unit = 'ms'] =
    /^\s*'?([\d.]+)\s*(us|ms|s|min|h|d)?'?\s*$/.exec(value) ?? []
  return Number(number) * (UNITS[unit] ?? 1)
}

export const timeoutChecks: Check[] = [timeouts]
