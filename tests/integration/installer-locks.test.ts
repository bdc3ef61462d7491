import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { apply, HISTORY, readMigrations } from '../../tools/local-stack/migrate.ts'
import { migrationsFolder } from '../../tools/local-stack/paths.ts'

// PostgREST reads the views of supabase-social after each migration, and so locks their tables.
it('the last migration is applied while another transaction reads a table of supabase-social', async () => {
  const database = await startThrowAwayDatabase()
  const [sql, reader] = [connect(database.url), connect(database.url)]
  try {
    await sql.unsafe(HISTORY)
    const migrations = readMigrations(migrationsFolder)
    for (const migration of migrations.slice(0, -1)) await apply(sql, migration)
    await reader.unsafe('begin; select from social.post_counts')
    const applying = apply(sql, migrations.at(-1) as (typeof migrations)[0])
    const result = applying.then(
      () => 'applied',
      (error) => error,
    )
    expect(await Promise.race([result, wait(500, 'waiting')])).toBe('waiting')
    await reader.unsafe('commit')
    expect(await result).toBe('applied')
  } finally {
    await Promise.all([sql.end(), reader.end()])
    await database.stop()
  }
}, 120_000)

// Auth holds such locks while a person signs in or out.
it('only the last migration waits for transactions that use tables of Auth, Storage and Realtime', async () => {
  const database = await startThrowAwayDatabase()
  const [sql, user] = [connect(database.url), connect(database.url)]
  try {
    await sql.unsafe(HISTORY)
    const migrations = readMigrations(migrationsFolder)
    await user.unsafe(`begin;
      delete from auth.sessions where false; update auth.users set email = null where false;
      update storage.objects set name = '' where false; update storage.buckets set name = '' where false;
      insert into realtime.messages (topic, extension) values ('room:1', 'broadcast')`)
    for (const migration of migrations.slice(0, -1)) await apply(sql, migration)
    const applying = apply(sql, migrations.at(-1) as (typeof migrations)[0])
    const result = applying.then(
      () => 'applied',
      (error) => error,
    )
    expect(await Promise.race([result, wait(500, 'waiting')])).toBe('waiting')
    await user.unsafe('commit')
    expect(await result).toBe('applied')
  } finally {
    await Promise.all([sql.end(), user.end()])
    await database.stop()
  }
}, 120_000)
