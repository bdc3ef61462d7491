import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checks } from '../../src/cli/doctor/doctor.ts'
import { withProject } from '../../src/cli/doctor/project.ts'
import { problems } from '../../src/cli/prove/print.ts'
import { prove } from '../../src/cli/prove/prove.ts'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { readMigrations } from '../../tools/local-stack/migrate.ts'
import { migrationsFolder } from '../../tools/local-stack/paths.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { type HostProject, type HostUser, startHostProject } from '../support/host-project.ts'

const TIMEOUT = 240_000

let host: HostProject
let superuser: postgres.Sql
let untouched: string[]
let people: HostUser[]

beforeAll(async () => {
  host = await startHostProject({ empty: true })
  const url = new URL(host.stack.databaseUrl)
  url.username = SUPERUSER
  superuser = connect(url.href)
  await superuser`alter schema realtime rename to former_realtime`
  untouched = await host.catalog()
}, TIMEOUT)

afterAll(async () => {
  await superuser?.end()
  await host?.stop()
})

async function doctor(title: string) {
  const { databaseUrl } = host.stack
  return withProject({ databaseUrl, folder: host.folder }, async (project) =>
    checks.find((check) => check.title === title)?.run(project),
  )
}

const call = async (person: HostUser | undefined, name: string, args = {}) => {
  const { data, error } = (await person?.supabase.schema('social').rpc(name, args)) ?? {}
  if (error) throw error
  return data
}

describe('a project without Realtime', { timeout: TIMEOUT }, () => {
  it('gets supabase-social', async () => {
    const { code, stderr } = await host.cli('init')
    expect([code, stderr]).toEqual([0, ''])
    await host.push()
    await host.configure()
    await host.deploy()
    people = await Promise.all(
      ['anna', 'bert'].map((name) => host.signUp({ social_username: name })),
    )
    expect(people.map(({ id }) => id)).toHaveLength(2)
  })

  it('gives apps no topic, so they look for notifications from time to time', async () => {
    const [anna, bert] = people
    expect(await call(anna, 'watch_notifications')).toMatchObject({ topic: null, hint_seconds: 1 })
    await call(bert, 'follow_profile', { profile_id: anna?.id })
    expect(await call(anna, 'unseen_count')).toBe(1)
    expect(await call(anna, 'notifications')).toMatchObject([{ kind: 'follow' }])
  })

  it('lets people sign out, and be banned and deleted', async () => {
    const leaving = await host.signUp({ social_username: 'leaving' })
    await call(leaving, 'watch_notifications')
    expect((await leaving.supabase.auth.signOut()).error).toBeNull()
    const { admin } = host.client(host.stack.secretKey).auth
    expect((await admin.updateUserById(leaving.id, { ban_duration: '1h' })).error).toBeNull()
    expect((await admin.deleteUser(leaving.id)).error).toBeNull()
  })

  it('is fine for the command doctor', async () => {
    expect(await doctor('realtime policies')).toEqual({
      state: 'fine',
      text: 'This project has no Realtime, so apps look for notifications from time to time.',
    })
    expect(await doctor('session trigger')).toMatchObject({ state: 'fine' })
  })

  it('passes the command prove', async () => {
    const proof = await prove(host.sql, { only: 'notifications' })
    expect(problems(proof)).toEqual([])
    expect(proof.passes.flatMap(({ results }) => results)).not.toEqual([])
  })

  it('gives no topic after it gets Realtime, until the policies are there', async () => {
    await superuser`alter schema former_realtime rename to realtime`
    const [anna, bert] = people
    expect(await call(anna, 'watch_notifications')).toMatchObject({ topic: null })
    await call(bert, 'unfollow_profile', { profile_id: anna?.id })
    expect(await doctor('realtime policies')).toMatchObject({
      state: 'todo',
      text: expect.stringContaining('If the project got Realtime after supabase-social'),
    })
    const migration = readMigrations(migrationsFolder).at(-1)?.text ?? ''
    const start = migration.lastIndexOf('do $$')
    const block = migration.slice(start, migration.indexOf('\n$$;', start) + '\n$$;'.length)
    await host.sql.unsafe(block)
    expect(await doctor('realtime policies')).toMatchObject({ state: 'fine' })
    expect(await call(anna, 'watch_notifications')).toMatchObject({
      topic: expect.stringMatching(`^social:${anna?.id}:`),
    })
  })

  it('is after an uninstallation as it was before', async () => {
    const { databaseUrl, url, publishableKey, secretKey } = host.stack
    const access = ['--db-url', databaseUrl, '--url', url, '--key', publishableKey]
    const uninstall = () =>
      host.cli(...['uninstall', ...access, '--yes-delete', 'empty'], {
        SUPABASE_SECRET_KEY: secretKey,
      })
    expect((await uninstall()).code).toBe(2)
    await host.configure()
    for (const name of ['social-ingest', 'social-files', 'social-worker'])
      await host.deleteFunction(name)
    const { code, stderr } = await uninstall()
    expect([code, stderr]).toEqual([0, ''])
    await superuser`alter schema realtime rename to former_realtime`
    expect(await host.catalog()).toEqual(untouched)
  })
})
