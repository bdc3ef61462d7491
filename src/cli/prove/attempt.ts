import type postgres from 'postgres'
import type { Ids } from './ids.ts'
import { databaseRole, type Role } from './roles.ts'

/** One cell of the matrix: a role tries a privilege on a target, with an expected outcome. */
export interface Cell {
  object: string
  privilege: 'read' | 'write' | 'call' | 'list'
  role: Role
  /** The label of a row of the scene; empty if the call takes none. */
  target: string
  /** SQL that returns one text. With `keys`, it is `rows ` and the keys of the visible rows. */
  statement: string
  keys?: ReadonlyMap<string, string>
  expected: string
}

export interface Result extends Cell {
  outcome: string
}

/*
 * Every attempt runs under its role, with its claims, in a subtransaction that is always rolled
 * back: a raised error undoes the changes, the role and the claims.
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
        outcome := case when sqlstate like 'PT4__' then sqlerrm else sqlstate || ' ' || sqlerrm end;
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
      // The Storage API sets its operation, which policies read.
      operation: privilege === 'list' ? 'storage.object.list' : '',
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

/** Replaces keys by labels. Drops rows that are not of the scene. */
function read({ keys }: Cell, outcome: string): string {
  if (!keys || !outcome.startsWith('rows ')) return outcome
  const seen = outcome.slice(5).split(',')
  return list(seen.flatMap((key) => keys.get(key) ?? []))
}

/** Sorts labels, so that lists compare as text. */
export function list(labels: string[]): string {
  return [...labels].sort().join(', ') || 'no row'
}

/** The claims of the role's token. */
function claims({ person, session }: Ids, role: Role): Record<string, unknown> {
  if (!(role in person)) return { role: databaseRole(role) }
  // aal2 is a second factor, which an operator may require of staff.
  return { role: 'authenticated', sub: person[role], session_id: session[role], aal: 'aal2' }
}

/** Whether the outcome is the expected one. A bare SQLSTATE matches any message. */
export function isAsExpected({ outcome, expected }: Result): boolean {
  return (
    outcome === expected || (/^[0-9A-Z]{5}$/.test(expected) && outcome.startsWith(`${expected} `))
  )
}
