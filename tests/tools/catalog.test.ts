import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { catalogOf } from '../support/catalog.ts'

const START = `
  create schema shop;
  create type shop.size as enum ('small', 'large');
  create table shop.breads (id int primary key, name text, size shop.size);
  create function shop.tg() returns trigger language plpgsql as 'begin return new; end';
  create trigger bake before insert on shop.breads for each row execute function shop.tg();
  create policy everybody on shop.breads for select using (true);
  create view shop.names as select name from shop.breads;
  create schema supabase_migrations;
  create table supabase_migrations.schema_migrations (version text, name text)`

let database: Database
let sql: postgres.Sql

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  sql = connect(database.url)
  await sql.unsafe(START)
})

afterAll(async () => {
  await sql?.end()
  await database?.stop()
})

describe('the description of a database', () => {
  it.each([
    'create schema other',
    'alter table shop.breads add column price int',
    'alter table shop.breads alter column price set default 3',
    'alter table shop.breads alter column price set not null',
    'alter table shop.breads add constraint breads_name_key unique (name)',
    'alter table shop.breads add constraint breads_price_check check (price > 0) not valid',
    'alter table shop.breads validate constraint breads_price_check',
    'alter table shop.breads set (fillfactor = 70)',
    'alter table shop.breads enable row level security',
    'alter table shop.breads replica identity full',
    'alter table shop.breads disable trigger bake',
    'create index breads_price_idx on shop.breads (price)',
    "alter type shop.size add value 'huge'",
    "create or replace function shop.tg() returns trigger language plpgsql as 'begin return null; end'",
    'alter function shop.tg() security definer',
    'revoke execute on function shop.tg() from public',
    'grant usage on schema shop to anon',
    'grant select on shop.breads to anon',
    'grant select (name) on shop.breads to authenticated',
    'alter policy everybody on shop.breads using (price > 1)',
    'create policy closed on shop.breads as restrictive for select using (true)',
    "comment on schema shop is 'a shop'",
    "comment on table shop.breads is 'bread'",
    "comment on column shop.breads.name is 'a name'",
    "comment on policy everybody on shop.breads is 'open'",
    "comment on trigger bake on shop.breads is 'bakes'",
    "comment on function shop.tg() is 'nothing'",
    'create or replace view shop.names as select upper(name) as name from shop.breads',
    'create sequence shop.numbers',
    'alter sequence shop.numbers increment by 2',
    'create statistics shop.sizes on name, size from shop.breads',
    'create rule quiet as on delete to shop.breads do instead nothing',
    'create domain shop.age as int check (value > 0)',
    'create type shop.pair as (a int, b int)',
    'create publication news for table shop.breads',
    'create role baker',
    "alter role baker set statement_timeout = '1s'",
    'grant anon to baker',
    'alter default privileges in schema shop grant select on tables to anon',
    'create extension pg_trgm with schema extensions',
    'create trigger watch after insert on auth.users for each row execute function shop.tg()',
    'create policy ours on storage.objects for select using (true)',
    "insert into storage.buckets (id, name) values ('bread', 'bread')",
    "update storage.buckets set public = true where id = 'bread'",
    "insert into supabase_migrations.schema_migrations values ('2030', 'bread')",
    'grant baker to postgres',
    'grant create, usage on schema shop to baker',
    'alter table shop.breads owner to baker',
  ])('changes with: %s', async (statement) => {
    const before = await catalogOf(sql)
    await sql.unsafe(statement)
    expect(await catalogOf(sql)).not.toEqual(before)
  })

  it('stays the same when rows of ordinary tables change, and when an object is made again', async () => {
    const before = await catalogOf(sql)
    await sql`insert into shop.breads (id, price) values (1, 1)`
    await sql`drop index shop.breads_price_idx`
    expect(await catalogOf(sql)).not.toEqual(before)
    await sql`create index breads_price_idx on shop.breads (price)`
    expect(await catalogOf(sql)).toEqual(before)
  })

  it('can leave out everything outside the given schemas', async () => {
    const lines = await catalogOf(sql, { schemas: ['shop'] })
    expect(lines).toContain('schema shop owner postgres')
    expect(lines.filter((line) => /^(role|extension|row|schema (?!shop ))/.test(line))).toEqual([])
    await sql`create table public.elsewhere (id int)`
    expect(await catalogOf(sql, { schemas: ['shop'] })).toEqual(lines)
  })

  it('is equal for two new databases', async () => {
    const databases = [await startThrowAwayDatabase(), await startThrowAwayDatabase()]
    const catalogs = databases.map(async ({ url, stop }) => {
      const connection = connect(url)
      const lines = await catalogOf(connection)
      await connection.end()
      await stop()
      return lines
    })
    const [first, second] = await Promise.all(catalogs)
    expect(first).toEqual(second)
  })
})
