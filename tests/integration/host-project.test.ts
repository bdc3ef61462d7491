import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostProject, startHostProject } from '../support/host-project.ts'

let host: HostProject

beforeAll(async () => {
  host = await startHostProject()
})
afterAll(() => host?.stop())

const config = () => join(host.folder, 'supabase/config.toml')
const hello = (headers: Record<string, string> = {}) =>
  fetch(`${host.stack.url}/functions/v1/hello`, { headers })

describe("the test project of somebody else's", () => {
  it('signs up people with any username, and its own triggers store them', async () => {
    const { id, supabase } = await host.signUp({ username: 'Jo' })
    const { data } = await supabase.from('profiles').select('username').eq('id', id)
    expect(data).toEqual([{ username: 'Jo' }])
    expect(await host.sql`select from private.customers where user_id = ${id}`).toHaveLength(1)
  })

  it('opens every file to people who are signed in, and no private file to others', async () => {
    const [jo, mary] = host.users
    const path = `${jo?.id}/me.txt`
    const { data } = (await mary?.supabase.storage.from('avatars').download(path)) ?? {}
    expect(await data?.text()).toBe('crumbs')
    const { error } = await host.client().storage.from('avatars').download(path)
    expect(error).not.toBeNull()
    const url = `${host.stack.url}/storage/v1/object/public/media/${jo?.id}/bread.txt`
    expect(await (await fetch(url)).text()).toBe('crumbs')
  })

  it('shows people only their own orders', async () => {
    const { data } = (await host.users[0]?.supabase.from('open_orders').select('item')) ?? {}
    expect(data).toEqual([{ item: 'Rye bread' }])
  })

  it('has a function that answers', async () => {
    expect(await (await hello()).json()).toEqual({ hello: 'from the bakery', from: 7, to: 18 })
  })

  it('has nothing of supabase-social', async () => {
    const lines = (await host.catalog()).filter((line) => line.includes('social'))
    expect(lines).toEqual([])
    expect(Object.keys(host.files()).filter((path) => path.includes('social'))).toEqual([])
  })
})

describe('the push of the test project', () => {
  it('applies a later migration, and the Data API then serves the new table', async () => {
    const file = join(host.folder, 'supabase/migrations/20300401000000_host_bread.sql')
    writeFileSync(
      file,
      'create table public.bread (id int);\ngrant select on public.bread to anon;',
    )
    expect(await host.push()).toEqual(['20300401000000_host_bread.sql'])
    expect(await host.push()).toEqual([])
    expect((await host.client().from('bread').select()).data).toEqual([])
  })

  it('refuses a migration that is older than the newest applied migration', async () => {
    const before = await host.catalog()
    const file = join(host.folder, 'supabase/migrations/20260101000100_late.sql')
    writeFileSync(file, 'create table public.late (id int);')
    await expect(host.push()).rejects.toThrow(
      'Found local migration files to be inserted before the last migration on remote database.',
    )
    expect(await host.catalog()).toEqual(before)
    rmSync(file)
  })

  it('refuses a folder that lacks an applied migration', async () => {
    const file = join(host.folder, 'supabase/migrations/20300401000000_host_bread.sql')
    rmSync(file)
    await expect(host.push()).rejects.toThrow(
      'Remote migration versions not found in local migrations directory.',
    )
  })
})

describe('the settings of the test project', () => {
  const original = () => readFileSync(config(), 'utf8')
  const change = async (from: string, to: string) => {
    const before = original()
    expect(before).toContain(from)
    writeFileSync(config(), before.replace(from, to))
    await host.configure()
    return async () => {
      writeFileSync(config(), before)
      await host.configure()
    }
  }

  it('decide which schemas the Data API serves', async () => {
    await host.sql`create table private.notes (id int)`
    await host.sql`grant usage on schema private to anon`
    await host.sql`grant select on private.notes to anon`
    const read = () => host.client().schema('private').from('notes').select()
    expect((await read()).error).toMatchObject({ code: 'PGRST106' })
    const undo = await change('"public", # the shop', '"public", "private",')
    expect(await read()).toMatchObject({ error: null, data: [] })
    await undo()
    expect((await read()).error).toMatchObject({ code: 'PGRST106' })
    await host.sql`drop table private.notes`
    await host.sql`revoke usage on schema private from anon`
  })

  it('limit the rows of an answer', async () => {
    const undo = await change('max_rows = 1000', 'max_rows = 1')
    const { data } = await host.client().from('profiles').select()
    expect(data).toHaveLength(1)
    await undo()
  })

  it('make sign-ups fail while the hook names a function that does not exist', async () => {
    const uri = 'pg-functions://postgres/private/no_such_function'
    const hook = `[auth.hook.before_user_created]\nenabled = true\nuri = "${uri}"\n`
    const undo = await change('[storage]', `${hook}\n[storage]`)
    await expect(host.signUp()).rejects.toMatchObject({ status: 500 })
    await undo()
    await host.signUp()
  })

  it('decide whether a new address must be confirmed', async () => {
    const settings = async () => {
      const headers = { apikey: host.stack.publishableKey }
      return (await fetch(`${host.stack.url}/auth/v1/settings`, { headers })).json()
    }
    expect(await settings()).toMatchObject({ mailer_autoconfirm: true, disable_signup: false })
    const undo = await change('enable_confirmations = false', 'enable_confirmations = true')
    expect(await settings()).toMatchObject({ mailer_autoconfirm: false })
    const { supabase } = await host.signUp()
    expect((await supabase.auth.getSession()).data.session).toBeNull()
    await undo()
  })

  it('can change while people sign up', async () => {
    let isChanging = true
    const signUps = (async () => {
      while (isChanging) await host.signUp({ username: 'mary ann' })
    })()
    for (let times = 0; times < 5; times++) await host.configure()
    isChanging = false
    await expect(signUps).resolves.toBeUndefined()
  })

  it('make the gateway demand a JWT from the next deployment on', async () => {
    const { data } = (await host.users[0]?.supabase.auth.getSession()) ?? {}
    const authorization = `Bearer ${data?.session?.access_token}`
    const undo = await change('verify_jwt = false', 'verify_jwt = true')
    expect((await hello()).status).toBe(200)
    await host.deploy()
    const missing = { code: 'UNAUTHORIZED_NO_AUTH_HEADER', message: 'Missing authorization header' }
    expect(await (await hello()).json()).toEqual(missing)
    const secret = await hello({ authorization: `Bearer ${host.stack.secretKey}` })
    expect(secret.status).toBe(401)
    const invalid = { code: 'UNAUTHORIZED_INVALID_JWT_FORMAT', message: 'Invalid JWT' }
    expect(await secret.json()).toEqual(invalid)
    expect((await hello({ authorization: `${authorization}x` })).status).toBe(401)
    expect((await hello({ authorization })).status).toBe(200)
    await undo()
    await host.deploy()
    expect((await hello()).status).toBe(200)
  })
})

it('a function of the test project answers 404 after its deletion', async () => {
  await host.deleteFunction('hello')
  expect((await hello()).status).toBe(404)
})

it('the empty test project has only config.toml and the objects of a new Supabase project', async () => {
  const empty = await startHostProject({ empty: true })
  try {
    expect(Object.keys(empty.files())).toEqual(['supabase/', 'supabase/config.toml'])
    const before = await empty.catalog()
    expect(before.filter((line) => line.startsWith('schema'))).toEqual([
      'schema auth owner supabase_auth_admin',
      'schema extensions owner supabase_admin',
      'schema public owner pg_database_owner',
      'schema realtime owner supabase_admin',
      'schema storage owner supabase_storage_admin',
    ])
    expect(await empty.push()).toEqual([])
    await empty.signUp({ username: 'Jo' })
    expect(await empty.catalog()).toEqual(before)
    const { code, stderr } = await empty.cli('bogus')
    expect(code).not.toBe(0)
    expect(stderr).toContain('bogus')
  } finally {
    await empty.stop()
  }
})
