import { describe, expect, it } from 'vitest'
import { lint } from '../../tools/lint/bodies.ts'
import type { Catalog } from '../../tools/lint/names.ts'

const catalog: Catalog = {
  functions: new Set(['now', 'count', 'nextval', 'lower']),
  operators: new Set(['=', '+', '%', '<>', '~~']),
  types: new Set(['uuid', 'text', 'void', 'trigger', 'regclass', 'record']),
  collations: new Set(['C']),
  operatorClasses: new Set(['text_ops']),
}

const found = (sql: string) => lint([sql], catalog).map(({ what }) => what)
describe('the linter reports a name without a schema', () => {
  it.each([
    ['a table', 'create table t (id uuid)', 'relation t'],
    ['a foreign key', 'create table a.t (x uuid references u (id))', 'relation u'],
    ['the type of a column', 'create table a.t (x mood)', 'type mood'],
    ['the default of a column', 'create table a.t (x uuid default v7())', 'function v7'],
    ['an index', 'create index i on t (x)', 'relation t'],
    [
      'an operator class',
      'create index i on a.t using gin (x gin_trgm_ops)',
      'operator class gin_trgm_ops',
    ],
    ['a collation', 'select x collate natural_order from a.t', 'collation natural_order'],
    ['a policy', 'create policy p on a.t using (is_mine(x))', 'function is_mine'],
    [
      'a policy that reads a table',
      'create policy p on a.t using (exists (select from u))',
      'relation u',
    ],
    ['a trigger', 'create trigger g after insert on a.t execute function f()', 'function f'],
    ['a view', 'create view a.v as select * from t', 'relation t'],
    ['a grant on a table', 'grant select on t to anon', 'relation t'],
    ['a grant on a function', 'grant execute on function f(uuid) to anon', 'function f'],
    ['a comment on a table', "comment on table t is 'x'", 'object t'],
    ['an operator', 'select x <-> y from a.t', 'operator <->'],
    ['a table of the Postgres catalog', 'select * from pg_class', 'relation pg_class'],
    ['a table name in a regclass constant', "select 't'::regclass", 'constant t'],
    ['a sequence name in nextval', "select nextval('s')", 'constant s'],
    [
      'a table with the name of the common table expression that reads it',
      'with t as (select * from t) select from t',
      'relation t',
    ],
    [
      'an insert into a table with the name of a common table expression',
      'with t as (select) insert into t select from t',
      'relation t',
    ],
    [
      'a function whose body is a return expression',
      "create function a.f() returns void set search_path = '' return g()",
      'function g',
    ],
    [
      'a function whose body is a text of SQL',
      "create function a.f() returns void language sql set search_path = '' as 'select g()'",
      'function g',
    ],
    [
      'an argument of a function',
      "create function a.f(x mood) returns void set search_path = '' return 1",
      'type mood',
    ],
    ['a do block', 'do $$ begin perform g(); end $$', 'function g'],
  ])('when the statement contains %s', (_, sql, what) => expect(found(sql)).toEqual([what]))
})

describe('the linter accepts', () => {
  it.each([
    ['built-in functions, types and operators', 'select lower(x)::uuid = now() from a.t'],
    [
      'common table expressions',
      'with t as (select), u as (select from t) select from t join u on true',
    ],
    [
      'recursive common table expressions',
      'with recursive t as (select union select from t) select from t',
    ],
    ['rows locked by their alias', 'select from a.t as u for update of u'],
  ])('%s', (_, sql) => expect(found(sql)).toEqual([]))
})
