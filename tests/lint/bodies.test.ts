import { describe, expect, it, test } from 'vitest'
import { lint } from '../../tools/lint/bodies.ts'
import type { Catalog } from '../../tools/lint/names.ts'

const catalog: Catalog = {
  functions: new Set(['count', 'query_to_xml']),
  operators: new Set(['=']),
  types: new Set(['uuid', 'text', 'void', 'trigger', 'refcursor']),
  collations: new Set(),
  operatorClasses: new Set(),
}

const found = (sql: string) => lint([sql], catalog).map(({ what }) => what)
/** Returns the SQL of a function with the given body. */
const inside = (body: string, declare = '', returns = 'void') => `
create function a.f(x uuid) returns ${returns} language plpgsql set search_path = '' as $$
declare
  place uuid;
  ${declare}
begin
  ${body}
end;
$$`

describe('the linter reports a name without a schema in the body of a function', () => {
  it.each([
    ['perform', 'perform g();'],
    ['a condition', 'if g(x) then null; elsif true then null; end if;'],
    ['elsif', 'if true then null; elsif g(x) then null; end if;'],
    ['else', 'if true then null; else perform g(); end if;'],
    ['case', 'case g(x) when 1 then null; else null; end case;'],
    ['when', 'case when g(x) then null; else null; end case;'],
    ['a loop over rows', 'for place in select g() loop null; end loop;'],
    ['a loop over numbers', 'for i in 1 .. g() loop null; end loop;'],
    ['a loop over an array', 'foreach place in array g() loop null; end loop;'],
    ['while', 'while g() loop null; end loop;'],
    ['exit', 'loop exit when g(); end loop;'],
    ['an assignment', 'place := g();'],
    ['an assignment to a field', 'post.id := g();', 'post a.posts;'],
    ['an assignment to an element', 'list[g()] := 1;', 'list text[];'],
    ['select into', 'select g() into place;'],
    ['return', 'return g();'],
    ['raise', "raise exception '%', g();"],
    ['raise using', 'raise exception using message = g();'],
    ['an exception handler', 'begin null; exception when others then perform g(); end;'],
    ['execute', 'execute g();'],
    ['using', "execute 'select' using g();"],
    ['assert', 'assert g();'],
    ['a default', 'null;', 'other uuid := g();'],
    ['the default of a record', 'null;', 'other record := g();'],
    ['the default of a row', 'post.id := 1;', 'post a.posts := g();'],
    ['a cursor', 'open c;', 'c cursor for select g();'],
    ['a cursor that is opened', 'open c for select g();', 'c refcursor;'],
  ])('when the name is in this construct: %s', (_, body, declare = '') => {
    const names = found(inside(body, declare)).filter((what) => what !== 'dynamic SQL')
    expect(names).toEqual(['function g'])
  })

  it('when the name is the type of a variable', () => {
    expect(found(inside('null;', 'post posts;'))).toEqual(['type posts'])
    expect(found(inside('post.id := 1;', 'post posts;'))).toEqual(['type posts'])
  })
})

test('the linter accepts the name of a transition table without a schema in a trigger function', () => {
  const trigger = `create trigger g after insert on a.t referencing new table as rows
      for each statement execute function a.f();`
  const body = inside('perform count(*) from rows;')
  expect(found(body)).toEqual(['relation rows'])
  expect(found(`${trigger} ${body}`)).toEqual([])
})

describe('the linter reports a function', () => {
  it.each([
    ['has no search path', ''],
    ['has a search path that is not empty', 'set search_path = public'],
    ['sets the search path twice', "set search_path = '' set search_path = public"],
  ])('that %s', (_, clause) => {
    const sql = `create function a.f() returns void language sql ${clause} as 'select'`
    expect(found(sql)).toEqual(['search_path not empty'])
  })

  it.each([
    ['execute', "execute 'select';"],
    ['a loop over execute', "for place in execute 'select' loop null; end loop;"],
    ['return query execute', "return query execute 'select';", '', 'setof uuid'],
    ['open for execute', "open c for execute 'select';", 'c refcursor;'],
    ['a built-in function', "perform pg_catalog.query_to_xml('select', true, true, '');"],
  ])('that uses %s to execute a text as SQL', (_, body, declare = '', returns = 'void') => {
    expect(found(inside(body, declare, returns))).toEqual(['dynamic SQL'])
  })
})
