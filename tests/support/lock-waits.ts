import postgres from 'postgres'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'

/** A transaction that waited for locks of other transactions. */
export interface Wait {
  role: string
  /** The time that the transaction waited in total, in milliseconds. */
  milliseconds: number
  /** The table, or another kind of lock, that the transaction waited for last. */
  lock: string
}

/** The sessions of a migration set this name, because their waits are not waits of the app. */
export const MIGRATION = 'migration'
export const asMigration = { connection: { application_name: MIGRATION } }

/** The key of the advisory lock that ends the watch. */
const END = 8_117_302

/**
 * Looks at all waiting transactions every 4 ms until somebody takes the advisory lock. Postgres
 * itself records when each wait began.
 */
const WATCH = `
  create function pg_temp.watch()
    returns table (role text, milliseconds float, lock text)
    language plpgsql
  as $$
  begin
    create temporary table waits (
      pid integer, transaction text, began_at timestamptz, waited interval, role text, lock text,
      primary key (pid, transaction, began_at)
    );
    loop
      perform pg_stat_clear_snapshot();
      insert into waits
      select
        l.pid, l.virtualtransaction, l.waitstart, clock_timestamp() - l.waitstart, a.usename,
        coalesce(l.relation::regclass::text, l.locktype)
      from pg_locks as l join pg_stat_activity as a on a.pid = l.pid
      where not l.granted and l.waitstart is not null and a.application_name <> '${MIGRATION}'
      on conflict on constraint waits_pkey do update set waited = excluded.waited;
      exit when exists (
        select from pg_locks where locktype = 'advisory' and objid = ${END} and granted
      );
      perform pg_sleep(0.004);
    end loop;
    return query
      select w.role, 1000 * sum(extract(epoch from w.waited))::float, max(w.lock)
      from waits as w group by w.pid, w.transaction, w.role order by 2 desc;
  end
  $$`

/**
 * Measures how long the transactions of the app wait for locks, until the returned function is
 * called. The function returns the waits, the longest wait first. A busy processor makes statements
 * slow, but it does not make the waits for locks much longer. So tests need no other baseline.
 */
export async function watchLockWaits(databaseUrl: string): Promise<() => Promise<Wait[]>> {
  const url = databaseUrl.replace('//postgres:', `//${SUPERUSER}:`)
  const [watcher, ender] = [postgres(url, { max: 1, onnotice() {} }), postgres(url, { max: 1 })]
  await watcher.unsafe(WATCH)
  const waits = watcher<Wait[]>`select * from pg_temp.watch()`.execute()
  return async () => {
    try {
      await ender`select pg_advisory_lock(${END})`
      return [...(await waits)]
    } finally {
      await Promise.all([watcher.end(), ender.end()])
    }
  }
}
