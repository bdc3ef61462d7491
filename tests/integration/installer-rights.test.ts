import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/cli/prove/catalog.ts'
import { compareRights } from '../../src/cli/prove/rights.ts'
import { type HostProject, startHostProject } from '../support/host-project.ts'

/** The host gives the roles of the API every right on every new object, in whatever schema. */
const DEFAULTS = ['schemas', 'tables', 'sequences', 'functions'].map(
  (objects) => `alter default privileges grant all on ${objects} to anon, authenticated`,
)

let host: HostProject

beforeAll(async () => {
  host = await startHostProject()
  for (const statement of DEFAULTS) await host.sql.unsafe(statement)
  await host.cli('init')
}, 120_000)
afterAll(() => host?.stop())

describe('an installation in a project with generous default privileges', () => {
  it('is refused before any change when the host has a trigger of our name', async () => {
    await host.sql.unsafe(`
      create function public.greet() returns trigger language plpgsql
        as $$ begin return null; end $$;
      create trigger social_create_profile after insert on auth.users
        execute function public.greet()`)
    const before = await host.catalog()
    await expect(host.push()).rejects.toThrow(
      'supabase-social cannot be installed: this project already has ' +
        'trigger social_create_profile on auth.users.',
    )
    expect(await host.catalog()).toEqual(before)
    await host.sql`drop function public.greet cascade`
  })

  it.each([
    [
      'policy social_open_read on realtime.messages',
      'create policy social_open_read on realtime.messages for select using (false)',
      'drop policy social_open_read on realtime.messages',
    ],
    [
      'trigger social_move_topics on auth.sessions',
      `create function public.part() returns trigger language plpgsql
         as $$ begin return null; end $$;
       create trigger social_move_topics after delete on auth.sessions
         execute function public.part()`,
      'drop function public.part cascade',
    ],
  ])('is refused before any change when the host has a %s', async (name, takes, frees) => {
    await host.sql.unsafe(takes)
    const before = await host.catalog()
    await expect(host.push()).rejects.toThrow(`this project already has ${name}.`)
    expect(await host.catalog()).toEqual(before)
    await host.sql.unsafe(frees)
  })

  it('gives nobody more rights than in any other project', async () => {
    await host.push()
    const catalog = await host.sql.begin('read only', (transaction) => readCatalog(transaction))
    expect(compareRights(catalog, 'signed_in').findings).toEqual([])
  })

  it('leaves the default privileges of the host as they are', async () => {
    await host.sql`create function public.hello() returns text language sql return 'Hello'`
    const [row] = await host.sql`
      select has_function_privilege('anon', 'public.hello()', 'execute') as may_call`
    expect(row?.may_call).toBe(true)
  })
})
