import type postgres from 'postgres'
import { tokenClaims } from '../../src/cli/logins.ts'
import type { Ids } from '../../src/cli/prove/ids.ts'
import type { Pair } from './pairs.ts'

/*
 * Measures a call inside Postgres and rolls it back. These times have less noise than the times
 * that an attacker measures, because they include neither the network nor the Data API.
 */
const TIME = `
create function pg_temp.time_calls(claims text, preparations text[], statements text[])
returns double precision[]
language plpgsql as $$
declare
  started timestamptz;
  outcome text;
  times double precision[] := '{}';
begin
  for place in 1..cardinality(statements) loop
    begin
      if preparations[place] <> '' then
        execute preparations[place];
      end if;
      perform set_config('request.jwt.claims', claims, true);
      perform set_config('role', 'authenticated', true);
      started := clock_timestamp();
      execute statements[place] into outcome;
      raise exception using errcode = 'PROVE';
    exception when others then
      -- A call that has worlds of its own succeeds in both.
      if preparations[place] <> '' and sqlstate <> 'PROVE' then
        raise;
      end if;
      times := times || extract(epoch from clock_timestamp() - started)::double precision * 1e6;
    end;
  end loop;
  return times;
end $$`

const BATCH = 500

export async function prepare(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(TIME)
}

/**
 * Measures the times of calls with the id of a hidden row and of calls with unknown ids, or the
 * times of the same call in two worlds. The order of the calls is random.
 */
export async function timeInDatabase(
  sql: postgres.Sql,
  ids: Ids,
  pair: Pair,
  calls: number,
): Promise<[hidden: number[], nothing: number[]]> {
  const { person, session } = ids
  const claims = tokenClaims(person[pair.role] as string, session[pair.role] as string)
  const random = await sql<{ id: string }[]>`
    select social_private.uuid_v7() as id from generate_series(1, ${BATCH})`
  const nothing = random.map(({ id }) => pair.nothing?.(id) ?? id)
  const times: [number[], number[]] = [[], []]
  for (let done = -BATCH; done < 2 * calls; done += BATCH) {
    const order = random.map((): 0 | 1 => (Math.random() < 0.5 ? 0 : 1))
    const given = order.map((which, index) => (which === 0 ? pair.hidden : (nothing[index] ?? '')))
    const [row] = await sql.unsafe<{ times: number[] }[]>(
      'select pg_temp.time_calls($1, $2, $3) as times',
      [
        JSON.stringify(claims),
        given.map((id) => pair.prepare?.(id) ?? ''),
        given.map((id) => pair.call(id)),
      ],
    )
    // The first batch only warms the caches.
    if (done < 0) continue
    for (const [index, which] of order.entries()) times[which].push(row?.times[index] ?? 0)
  }
  return times
}
