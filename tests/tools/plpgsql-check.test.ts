import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { checkFunctions, exceptions, judge, type Warning } from '../../tools/lint/plpgsql-check.ts'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { addExtension } from '../../tools/local-stack/debian-postgres.ts'

const warning: Warning = { name: 'a.f', line: 3, message: 'never read variable "x"', source: '' }

describe('an exception', () => {
  const exception = { functions: ['a.f'], message: 'never read variable', why: 'It is a test.' }

  test('covers the warnings of its functions that begin with its message', () => {
    expect(judge([warning], [exception])).toEqual({ faults: [], unneeded: [] })
  })

  test('does not cover another function or another message', () => {
    const others = [
      { ...warning, name: 'a.g' },
      { ...warning, message: 'unused parameter' },
    ]
    expect(judge([warning, ...others], [exception]).faults).toEqual(others)
  })

  test('is reported when its function gives no such warning', () => {
    expect(judge([], [exception]).unneeded).toEqual([
      { name: 'a.f', message: 'never read variable' },
    ])
  })

  test('has a reason', () => {
    for (const { why } of exceptions) expect(why.length).toBeGreaterThan(20)
  })
})

describe.skipIf(!isInstalled())('the check of the PL/pgSQL functions', () => {
  let database: Database
  let found: Awaited<ReturnType<typeof checkFunctions>>

  beforeAll(async () => {
    vi.stubEnv('SOCIAL_POSTGRES', '15')
    database = await startThrowAwayDatabase()
    const sql = connect(database.url)
    await sql.unsafe(FUNCTIONS)
    await sql.end()
    found = await checkFunctions(database, ['checked'])
  })
  afterAll(async () => {
    await database?.stop()
    vi.unstubAllEnvs()
  })

  test('a missing extension is a problem that says how to install it', () => {
    expect(() => addExtension('no_such', '15')).toThrow(
      'The extension no_such of Postgres 15 is not installed: on Debian 12 run ' +
        'apt-get install postgresql-15-no-such.',
    )
  })

  test('checks every function, and a trigger function once for each of its tables', () => {
    expect(found.checked).toBe(10)
  })

  test.each([
    ['unread', 3, 'never read variable "x"'],
    ['without_return', 0, 'control reached end of function without RETURN'],
    ['cast', 4, 'target type is different type than source type: cast "text" value to "uuid[]"'],
    ['should_be_stable', 0, 'routine is marked as VOLATILE, should be STABLE'],
    ['injection', 3, 'text type variable is not sanitized'],
    ['lost_table', 3, 'relation "checked.nowhere" does not exist'],
    ['tg on checked.without_name', 3, 'record "new" has no field "name"'],
  ])('finds a fault in %s', (name, line, message) => {
    const own = found.warnings.filter((one) => one.name === `checked.${name}`)
    expect(own.map((one) => one.line)).toContain(line)
    expect(own.map((one) => one.message).join('\n')).toContain(message)
  })

  test.each(['fine', 'tg on checked.with_name', 'tg_rows on checked.with_name'])(
    'finds nothing in %s',
    (name) => {
      expect(found.warnings.filter((one) => one.name === `checked.${name}`)).toEqual([])
    },
  )
})

/** .ci/run installs the package as root, so a missing package fails there. */
function isInstalled(): boolean {
  if (process.env.CI === 'true' && process.getuid?.() === 0) return true
  try {
    addExtension('plpgsql_check', '15')
    return true
  } catch {
    return false
  }
}

const FUNCTIONS = `
create schema checked;
create table checked.with_name (name text);
create table checked.without_name (title text);

create function checked.unread() returns void language plpgsql volatile as $$
declare
  x integer;
begin
  x := 1;
end;
$$;
create function checked.without_return(x integer) returns integer language plpgsql immutable as $$
begin
  if x > 0 then
    return x;
  end if;
end;
$$;
create function checked.cast() returns uuid[] language plpgsql immutable as $$
declare
  ids uuid[] := '{}';
begin
  return ids;
end;
$$;
create function checked.should_be_stable() returns bigint language plpgsql volatile as $$
begin
  return (select count(*) from checked.with_name);
end;
$$;
create function checked.injection(x text) returns void language plpgsql volatile as $$
begin
  execute 'select ' || x;
end;
$$;
create function checked.lost_table() returns void language plpgsql volatile as $$
begin
  delete from checked.nowhere;
end;
$$;
create function checked.fine(x integer) returns integer language plpgsql immutable as $$
begin
  return x;
end;
$$;
create function checked.tg() returns trigger language plpgsql volatile as $$
begin
  new.name := 'x';
  return new;
end;
$$;
create trigger a before insert on checked.with_name for each row execute function checked.tg();
create trigger a before insert on checked.without_name for each row execute function checked.tg();
create function checked.tg_rows() returns trigger language plpgsql volatile as $$
begin
  delete from checked.without_name where title in (select name from added);
  return null;
end;
$$;
create trigger b after insert on checked.with_name referencing new table as added
  for each statement execute function checked.tg_rows();
`
