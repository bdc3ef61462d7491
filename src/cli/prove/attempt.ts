import type postgres from 'postgres'
import { tokenClaims } from '../logins.ts'
import type { Ids } from './ids.ts'
import { databaseRole, type Role } from './roles.ts'

/**
 * One attempt of a role to use a database object, and the expected outcome. Each attempt is one
 * cell of the matrix that `prove` prints.
 */
export interface Cell {
  object: string
  privilege: 'read' | 'write' | 'call' | 'list' | 'sign' | 'join' | 'send'
  role: Role
  /**
   * The name of the test row that the role tries to use. Empty if the attempt uses no test row. The
   * file scene.ts defines the test rows.
   */
  target: string
  /**
   * An SQL statement that returns one text. If `keys` is set, the text is the word `rows` and then
   * the keys of the visible rows.
   */
  statement: string
  keys?: ReadonlyMap<string, string>
  expected: string
}

export interface Result extends Cell {
  outcome: string
}

/*
 * This function runs every attempt as its role, with the JWT claims of the role, in a
 * subtransaction. It ends each subtransaction with an error, which undoes the changes, the role and
 * the claims.
 */
const TRY = `
create function pg_temp.social_try(attempts jsonb) returns text[] language plpgsql as $$
declare
  attempt jsonb;
  outcome text;
  outcomes text[] := '{}';
begin
  for attempt in select value from jsonb_array_elements(attempts) loop
    begin
      perform set_config('request.jwt.claims', attempt ->> 'claims', true);
      perform set_config('storage.allow_delete_query', 'true', true);
      perform set_config('storage.operation', attempt ->> 'operation', true);
      perform set_config('role', attempt ->> 'role', true);
      execute attempt ->> 'statement' into outcome;
      raise exception using errcode = 'PROVE';
    exception
      when sqlstate 'PROVE' then null;
      when query_canceled or others then
        outcome := case
          when sqlstate like 'PT4__' then sqlerrm
          when sqlstate = 'PGRST' then sqlerrm::json ->> 'message' -- rate_limited, with headers
          else sqlstate || ' ' || sqlerrm
        end;
    end;
    outcomes := outcomes || coalesce(outcome, '');
  end loop;
  return outcomes;
end $$`

const BATCH = 500

export async function prepareAttempts(sql: postgres.TransactionSql): Promise<void> {
  await sql.unsafe(TRY)
}

export async function attempt(
  sql: postgres.TransactionSql,
  ids: Ids,
  cells: Cell[],
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < cells.length; start += BATCH) {
    const batch = cells.slice(start, start + BATCH)
    const attempts = batch.map(({ role, statement, privilege }) => ({
      // Sets `storage.operation` as the Storage API does, because the policies of the table
      // storage.objects read this setting.
      operation: ['list', 'sign'].includes(privilege) ? `storage.object.${privilege}` : '',
      claims: JSON.stringify(claims(ids, role)),
      role: databaseRole(role),
      statement,
    }))
    const [row] = await sql.unsafe<{ outcomes: string[] }[]>(
      'select pg_temp.social_try($1::text::jsonb) as outcomes',
      [JSON.stringify(attempts)],
    )
    batch.forEach((cell, index) => {
      results.push({ ...cell, outcome: read(cell, row?.outcomes[index] ?? '') })
    })
  }
  return results
}

/**
 * Replaces the keys in an outcome by the names of the test rows. Leaves out rows that are not test
 * data.
 */
function read({ keys }: Cell, outcome: string): string {
  if (!keys || !outcome.startsWith('rows ')) return outcome
  const seen = outcome.slice(5).split(',')
  return list(seen.flatMap((key) => keys.get(key) ?? []))
}

/** Sorts and joins the names of test rows, so that two lists of rows can be compared as texts. */
export function list(labels: string[]): string {
  return [...labels].sort().join(', ') || 'no row'
}

/** Returns the JWT claims of the role's token. */
function claims({ person, session }: Ids, role: Role): Record<string, unknown> {
  if (!(role in person)) return { role: databaseRole(role) }
  const token = tokenClaims(person[role] as string, session[role] as string)
  return { ...token, is_anonymous: role === 'guest' }
}

/**
 * Returns whether the outcome equals the expected outcome. If only an SQLSTATE is expected, the
 * error may have any message.
 */
export function isAsExpected({ outcome, expected }: Result): boolean {
  return (
    outcome === expected || (/^[0-9A-Z]{5}$/.test(expected) && outcome.startsWith(`${expected} `))
  )
}
