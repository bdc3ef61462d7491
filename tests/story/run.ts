import '../../tools/local-stack/node-version.ts'
import { WebSocket } from 'ws'
import { onShutdown } from '../../tools/local-stack/shutdown.ts'
import { type HostProject, startHostProject } from '../support/host-project.ts'
import { MIGRATION, watchLockWaits } from '../support/lock-waits.ts'
import { frozenRelease } from '../support/releases.ts'
import { longestOf, startTraffic } from '../support/traffic.ts'

/**
 * `npm run story` tells the life of an installation, in a project with data of its own and in an
 * empty one. First, it installs this release, checks it with `doctor`, and uninstalls it. Then it
 * installs the frozen release 0.0.1, upgrades to 0.0.2 while people use the app, and uninstalls. It
 * ends with exit code 1 if the database or the folder is not as before.
 */
// supabase-js requires a WebSocket even when realtime is not used, and Node 20 has none.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

type Sdk = typeof import('../../src/sdk/index.ts')

const old = frozenRelease('0.0.1-fixture')
const next = frozenRelease('0.0.2-fixture')

/** A PNG of one pixel, in Base64. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
let running: HostProject | undefined
onShutdown(async () => running?.stop(), 130)

let isClean = true
for (const empty of [false, true]) {
  console.log(`\n===== ${empty ? 'A project that has nothing' : 'A project with a life'} =====`)
  running = await startHostProject({ empty })
  try {
    isClean = (await tell(running)) && isClean
  } finally {
    await running.stop()
  }
}
process.exit(isClean ? 0 : 1)

async function tell(host: HostProject): Promise<boolean> {
  const before = { catalog: await host.catalog(), files: host.files() }
  const secret = { SUPABASE_SECRET_KEY: host.stack.secretKey }
  const http = ['--url', host.stack.url, '--key', host.stack.publishableKey]

  await install(host, [])
  await use(host, await import('../../src/sdk/index.ts'))
  await cli(host, ['work', '--once', '--url', host.stack.url], secret)
  await cli(host, ['doctor', ...http, '--db-url', host.stack.databaseUrl], secret)
  await uninstall(host, [])
  const isCleanOnce = await compare(before, host)

  await install(host, ['--package', old.folder])
  await use(host, await old.sdk())
  await upgrade(host)
  await uninstall(host, ['--package', next.folder])
  return (await compare(before, host)) && isCleanOnce
}

async function install(host: HostProject, options: string[]): Promise<void> {
  await cli(host, ['init', ...options])
  // A reader of our tables can make the last migration of release 0.0.1 fail. A repeated push
  // continues there.
  const pushed = await host.push().catch(() => host.push())
  say('supabase db push', `${pushed.length} migrations applied`)
  await host.configure()
  await host.deploy()
  say('supabase config push, supabase functions deploy', 'done')
}

/** Upgrades while people use the app. */
async function upgrade(host: HostProject): Promise<void> {
  const { databaseUrl } = host.stack
  const waits = await watchLockWaits(databaseUrl)
  const traffic = await startTraffic(databaseUrl)
  // The waits of the upgrade itself are not waits of the app.
  const named = `${databaseUrl}?application_name=${MIGRATION}`
  await cli(host, ['upgrade', '--package', next.folder, '--db-url', named])
  await traffic.stop()
  const [longest] = await waits()
  say('the app during the upgrade', [
    `failed statements: ${traffic.errors.length}`,
    `longest wait for a lock: ${Math.round(longest?.milliseconds ?? 0)} ms`,
    `longest transactions: ${longestOf(traffic)}`,
  ])
  await host.deploy()
  say('supabase functions deploy', 'done')
}

/** The first run stops and says what must be off first. The second run removes everything. */
async function uninstall(host: HostProject, options: string[]): Promise<void> {
  const { url, publishableKey, databaseUrl, secretKey } = host.stack
  const access = ['--url', url, '--key', publishableKey, '--db-url', databaseUrl]
  const name = host.folder.split('/').at(-1) ?? ''
  const args = ['uninstall', ...options, ...access, '--yes-delete', name]
  await cli(host, args, { SUPABASE_SECRET_KEY: secretKey })
  await host.configure()
  for (const name of ['social-ingest', 'social-files', 'social-worker'])
    await host.deleteFunction(name)
  say('supabase config push, supabase functions delete', 'done')
  await cli(host, args, { SUPABASE_SECRET_KEY: secretKey })
  say('supabase db push', `${(await host.push()).length} migrations applied`)
  await signUp(host, { username: 'mary ann' })
}

async function signUp(host: HostProject, metadata: Record<string, unknown>): Promise<void> {
  const { id } = await host.signUp(metadata)
  say(`sign-up of the host app with ${JSON.stringify(metadata)}`, id ? 'works' : 'fails')
  await host.sql`delete from auth.users where id = ${id}`
}

/** Signs up a user of the host app and a person, who publishes a post and likes it. */
async function use(host: HostProject, { createSocial, unwrap }: Sdk): Promise<void> {
  await signUp(host, { username: 'Jo' })
  const social = createSocial(host.client())
  const email = `maya${Date.now()}@example.com`
  const { user } = unwrap(
    await social.auth.signUp({ email, password: 'a long password', username: 'maya_l' }),
  )
  const picture = new Blob([Buffer.from(PIXEL, 'base64')], { type: 'image/png' })
  const { id } = unwrap(await social.media.upload(picture))
  const media = [{ id, altText: 'A dot' }]
  const post = unwrap(await social.posts.create({ caption: 'Hello', media }))
  const { like_count } = unwrap(await social.posts.like(post.id))
  say(`the SDK: signUp as ${user.user_metadata.social_username}, upload, create, like`, [
    `the post has ${like_count} like`,
  ])
}

function say(what: string, result: string | string[]): void {
  console.log(`\n$ ${what}`)
  for (const line of [result].flat()) console.log(`  ${line}`)
}

/** Runs a command and prints its output, without addresses of this machine. */
async function cli(host: HostProject, args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await host.cli(...args, env)
  const shown = args.map((arg) => arg.replace(/^postgresql:.*/, 'postgresql://…'))
  const hide = (text: string) => text.replaceAll(host.folder, '.').trimEnd().split('\n')
  say(`npx supabase-social ${shown.map((arg) => arg.replace(/^\/.*\//, '')).join(' ')}`, [
    ...hide(stdout),
    ...(stderr ? hide(stderr) : []),
    `(exit code ${code})`,
  ])
}

interface State {
  catalog: string[]
  files: Record<string, string>
}

/** Prints the difference of the database and of the folder. Returns whether both are as before. */
async function compare(before: State, host: HostProject): Promise<boolean> {
  await host.sql`delete from auth.users where email like 'maya%' or email like 't%'`
  const after = { catalog: await host.catalog(), files: host.files() }
  const isDatabaseSame = report('database', before.catalog, after.catalog)
  const isFolderSame = report('folder', linesOf(before.files), linesOf(after.files))
  return isDatabaseSame && isFolderSame
}

function linesOf(files: Record<string, string>): string[] {
  return Object.entries(files).map(([path, text]) => `${path}: ${text}`)
}

function report(name: string, before: string[], after: string[]): boolean {
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`)
  const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)
  const difference = [...gone, ...added]
  say(`diff of the ${name} before init and after uninstall`, [
    ...difference,
    `${difference.length} differences in ${before.length} lines`,
  ])
  return difference.length === 0
}
