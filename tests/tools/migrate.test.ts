import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { migrationsFolder } from '../../tools/local-stack/paths.ts'

const folder = mkdtempSync(join(tmpdir(), 'supabase-social-migrations-'))
let database: Database
let sql: postgres.Sql

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  sql = connect(database.url)
})

afterAll(async () => {
  await sql?.end()
  await database?.stop()
  rmSync(folder, { recursive: true })
})

const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
const run = () => migrate(database.url, folder)

it('the migration tool applies migrations in order and records them in the same way as the Supabase CLI', async () => {
  write('20260101000200_second.sql', 'alter table first add column b int;\n')
  write('20260101000100_first.sql', '-- one\ncreate table first (a int);\nselect 1;\n')
  expect(await run()).toEqual(['20260101000100_first.sql', '20260101000200_second.sql'])
  expect(await sql`select * from supabase_migrations.schema_migrations order by version`).toEqual([
    {
      version: '20260101000100',
      name: 'first',
      statements: ['-- one\ncreate table first (a int)', 'select 1'],
    },
    {
      version: '20260101000200',
      name: 'second',
      statements: ['alter table first add column b int'],
    },
  ])
})

it('the migration tool applies no migration twice', async () => {
  expect(await run()).toEqual([])
})

it('the migration tool reports the line number of an error and rolls the whole migration back', async () => {
  write('20260101000300_third.sql', 'create table third (a int);\n\n-- why\nselect nosuch();\n')
  await expect(run()).rejects.toThrow('20260101000300_third.sql:4: function nosuch() does not')
  expect(await sql`select to_regclass('third') as found`).toEqual([{ found: null }])
  rmSync(join(folder, '20260101000300_third.sql'))
})

it('the migration tool rejects a migration that was edited after it was applied', async () => {
  write('20260101000200_second.sql', 'alter table first add column c int;\n')
  await expect(run()).rejects.toThrow('run npm start -- --reset')
  write('20260101000200_second.sql', 'alter table first add column b int;\n')
})

it('the migration tool runs as a role with the same rights as in a hosted project', async () => {
  write(
    '20260101000400_managed.sql',
    `create table owned (id uuid references auth.users (id) on delete cascade);
     create function noticed() returns trigger language plpgsql as 'begin return new; end';
     create trigger notice after insert on auth.users for each row execute function noticed();
     create policy mine on storage.objects for select to authenticated using (owner_id is null);
     insert into storage.buckets (id, name) values ('b', 'b');`,
  )
  expect(await run()).toEqual(['20260101000400_managed.sql'])
  for (const refused of [
    'alter table storage.objects add column mine int',
    'create table auth.mine (a int)',
    'comment on table auth.users is null',
    'delete from storage.buckets',
    'create role other superuser',
  ]) {
    await expect(sql.unsafe(refused), refused).rejects.toMatchObject({ code: '42501' })
  }
})

it('the migration tool applies every migration of the project to an empty database exactly once', async () => {
  const files = readdirSync(migrationsFolder).filter((file) => file.endsWith('.sql'))
  const empty = await startThrowAwayDatabase()
  try {
    expect(await migrate(empty.url)).toEqual(files.sort())
    expect(await migrate(empty.url)).toEqual([])
  } finally {
    await empty.stop()
  }
})
