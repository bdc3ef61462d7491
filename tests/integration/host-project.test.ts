import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostProject, startHostProject } from '../support/host-project.ts'

let host: HostProject

beforeAll(async () => {
  host = await startHostProject()
})
afterAll(() => host?.stop())

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
  })
})
