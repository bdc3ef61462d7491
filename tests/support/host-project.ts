import type { ChildProcess } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type postgres from 'postgres'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import { catalogOf } from './catalog.ts'
import { type CliInput, type CliResult, runCli, startCli } from './host-cli.ts'
import { push } from './host-push.ts'

/** A user of the host's project, who is signed in. */
export interface HostUser {
  id: string
  email: string
  password: string
  supabase: SupabaseClient
}

/** A Supabase project of somebody else, on the local stack and in a temporary folder. */
export interface HostProject {
  /** The folder that contains `supabase`. */
  folder: string
  stack: Stack
  /** A connection as role postgres. */
  sql: postgres.Sql
  /** The users that the project had from the start, in the order Jo, Mary Ann. */
  users: HostUser[]
  /** Creates a client without a session. */
  client(key?: string): SupabaseClient
  /** Signs up a user of the host's app. */
  signUp(metadata?: Record<string, unknown>): Promise<HostUser>
  /** Applies new migrations as `supabase db push` does, and returns their file names. */
  push(): Promise<string[]>
  /** Applies config.toml to the Data API and Auth, as `supabase config push` does. */
  configure(): Promise<void>
  /** Deploys the named functions, or all, as `supabase functions deploy` does. */
  deploy(...names: string[]): Promise<void>
  /** Removes a deployed function, as `supabase functions delete` does. */
  deleteFunction(name: string): Promise<void>
  /** Runs a command of supabase-social in the folder. Variables may follow the arguments. */
  cli(...input: CliInput): Promise<CliResult>
  /** Starts a command of supabase-social, for example in order to kill it. */
  startCli(...input: CliInput): ChildProcess
  /** Describes the database in sorted lines of text (tests/support/catalog.sql). */
  catalog(): Promise<string[]>
  /** Returns the content of every file of the folder. The path of a folder ends in a slash. */
  files(): Record<string, string>
  stop(): Promise<void>
}

export interface HostProjectOptions {
  /** A folder as after `supabase init`, and an untouched database. The default is a bakery. */
  empty?: boolean
  /** Whether the schedule calls the worker every two seconds. The default is false. */
  schedule?: boolean
}

/** Starts somebody else's Supabase project: a bakery with people, orders and files. */
export async function startHostProject(options: HostProjectOptions = {}): Promise<HostProject> {
  process.env.LITE_AUTH_BCRYPT_COST ??= '4'
  const home = mkdtempSync(join(tmpdir(), 'supabase-social-host-'))
  chmodSync(home, 0o755)
  const folder = join(home, options.empty ? 'empty' : 'bakery')
  const supabase = join(folder, 'supabase')
  const source = new URL(options.empty ? 'empty-project' : 'host-project', import.meta.url)
  cpSync(source, supabase, { recursive: true })
  rmSync(join(supabase, 'hosted.sql'), { force: true })
  const deployed = deployedFolder(home)
  const stack = await startStack({
    purges: options.schedule ?? false,
    project: { supabase, functions: deployed },
  })
  const sql = connect(stack.databaseUrl, 5)
  const host: HostProject = {
    ...{ folder, stack, sql, users: [] },
    client: (key = stack.publishableKey) => newClient(stack.url, key),
    signUp: (metadata) => signUp(host, metadata),
    async push() {
      const files = await push(sql, join(supabase, 'migrations'))
      await stack.reload()
      return files
    },
    configure: () => stack.configure(),
    async deploy(...names) {
      copyFunctions(join(supabase, 'functions'), deployed, names)
      await stack.redeploy()
    },
    async deleteFunction(name) {
      rmSync(join(deployed, name), { recursive: true, force: true })
      await stack.redeploy()
    },
    cli: (...input) => runCli(folder, ...input),
    startCli: (...input) => startCli(folder, ...input),
    catalog: () => catalogOf(sql),
    files: () => filesOf(folder),
    async stop() {
      // A test that failed may have left a connection busy.
      await sql.end({ timeout: 10 })
      await stack.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
  try {
    await imitateHosted(stack.databaseUrl)
    if (!options.empty) await live(host)
    return host
  } catch (error) {
    await host.stop()
    throw error
  }
}

/** Creates the folder of the deployed functions, in which Deno finds the npm packages. */
function deployedFolder(home: string): string {
  const folder = join(home, 'deployed')
  mkdirSync(folder)
  symlinkSync(`${root}node_modules`, join(folder, 'node_modules'))
  return folder
}

function copyFunctions(from: string, to: string, names: string[]): void {
  const all = existsSync(from) ? readdirSync(from) : []
  const found = all.filter((name) => existsSync(join(from, name, 'index.ts')))
  for (const name of names.length > 0 ? names : found) {
    rmSync(join(to, name), { recursive: true, force: true })
    cpSync(join(from, name), join(to, name), { recursive: true })
  }
}

async function imitateHosted(databaseUrl: string): Promise<void> {
  const superuser = new URL(databaseUrl)
  superuser.username = SUPERUSER
  const sql = connect(superuser.href)
  await sql.unsafe(readFileSync(new URL('host-project/hosted.sql', import.meta.url), 'utf8'))
  await sql.end()
}

/** Gives the bakery a history: migrations, a function, users, orders and files. */
async function live(host: HostProject): Promise<void> {
  await host.push()
  await host.deploy()
  for (const username of ['Jo', 'mary ann']) host.users.push(await host.signUp({ username }))
  for (const { id, supabase } of host.users) {
    expectNone(await supabase.from('orders').insert({ item: 'Rye bread' }))
    const file = new Blob(['crumbs'], { type: 'text/plain' })
    expectNone(await supabase.storage.from('avatars').upload(`${id}/me.txt`, file))
    expectNone(await supabase.storage.from('media').upload(`${id}/bread.txt`, file))
  }
}

function expectNone({ error }: { error: unknown }): void {
  if (error) throw error
}

function newClient(url: string, key: string): SupabaseClient {
  return createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } })
}

async function signUp(
  host: HostProject,
  metadata: Record<string, unknown> = {},
): Promise<HostUser> {
  const supabase = host.client()
  const email = `${crypto.randomUUID()}@bakery.example`
  const password = 'sourdough'
  const { data, error } = await supabase.auth.signUp({
    email,
    password,
    options: { data: metadata },
  })
  if (error) throw error
  return { id: data.user?.id ?? '', email, password, supabase }
}

function filesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const entries = paths.map((path) => {
    const isFolder = statSync(join(folder, path)).isDirectory()
    return isFolder ? [`${path}/`, ''] : [path, readFileSync(join(folder, path), 'utf8')]
  })
  return Object.fromEntries(entries)
}
