import { afterAll, beforeAll, expect, it } from 'vitest'
import { extensionStubs } from '../support/guide-schedule.ts'
import { type HostProject, startHostProject } from '../support/host-project.ts'

/** One project goes through these tests in their order. */
let host: HostProject
let before: Record<string, string>

beforeAll(async () => {
  host = await startHostProject()
  await host.sql.unsafe(extensionStubs)
  before = host.files()
}, 120_000)
afterAll(() => host.stop())

const environment = () => ({
  SUPABASE_DB_URL: host.stack.databaseUrl,
  SUPABASE_URL: host.stack.url,
})

it('init leaves every file of a living project as it is, apart from config.toml', async () => {
  const { code, stdout, stderr } = await host.cli('init', environment())
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('Schedule the worker, after the migrations')
  const { 'supabase/config.toml': _, ...others } = before
  expect(host.files()).toMatchObject(others)
})

it('db push applies the migrations after those of the host, which are dated in 2030', async () => {
  const pushed = await host.push()
  expect(pushed[0]).toMatch(/_social_foundation\.sql$/)
  expect(pushed.at(-1)).toMatch(/_social_table_access\.sql$/)
  expect(await host.push()).toEqual([])
})

it('the functions that init copied answer after the deployment, without a JWT', async () => {
  await host.configure()
  await host.deploy()
  for (const name of ['social-ingest', 'social-files', 'social-worker']) {
    const response = await fetch(`${host.stack.url}/functions/v1/${name}`)
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ function: name }),
    ])
  }
})

it('a repeated init schedules the worker, and its job calls the worker with a key from Vault', async () => {
  const { stdout } = await host.cli('init', environment())
  expect(stdout).toContain('The worker is scheduled every minute')
  const [job] = await host.sql<{ command: string }[]>`select command from cron.job`
  await host.sql.unsafe(job?.command ?? '')
  const [request] = await host.sql<
    { url: string; body: string; headers: Record<string, string> }[]
  >`select url, convert_from(body, 'UTF8') as body, headers from net.http_request_queue`
  const { url = '', ...content } = request ?? {}
  expect((await fetch(url, { method: 'POST', ...content })).status).toBe(200)
})

it('users sign up as before, and with a profile if they choose a username', async () => {
  await host.signUp({ username: 'Jo' })
  const maya = await host.signUp({ username: 'mary ann', social_username: 'maya' })
  const { data } = await maya.supabase.schema('social').from('profiles').select('username')
  expect(data).toEqual([{ username: 'maya' }])
})

it('a repeated init finds everything in place, and no step of the database is left', async () => {
  const files = host.files()
  const { code, stdout } = await host.cli('init', environment())
  expect(code).toBe(0)
  expect(stdout).toContain('Everything is in place already')
  expect(stdout).toContain('The worker was scheduled already')
  expect(stdout).not.toMatch(/npx supabase db push|Schedule the worker/)
  expect(host.files()).toEqual(files)
})
