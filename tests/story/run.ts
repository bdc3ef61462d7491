import '../../tools/local-stack/node-version.ts'
import type { createSocial } from '../../src/sdk/index.ts'
import { onShutdown } from '../../tools/local-stack/shutdown.ts'
import { type HostProject, startHostProject } from '../support/host-project.ts'
import { watchLockWaits } from '../support/lock-waits.ts'
import { frozenRelease } from '../support/releases.ts'
import { longestOf, startTraffic } from '../support/traffic.ts'

/**
 * `npm run story` tells the life of an installation, from `init` to `uninstall`, in a project with
 * data of its own and in an empty one. It installs the frozen release 0.0.1 and upgrades to 0.0.2
 * while people use the app. It ends with exit code 1 if the database or the folder is not as before.
 */
const old = frozenRelease('0.0.1-fixture')
const next = frozenRelease('0.0.2-fixture')
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
  const { stack } = host
  const secret = { SUPABASE_SECRET_KEY: stack.secretKey }
  const http = ['--url', stack.url, '--key', stack.publishableKey]
  const database = ['--db-url', stack.databaseUrl]
  const before = { catalog: await host.catalog(), files: host.files() }

  await cli(host, ['init', '--package', old.folder])
  say('supabase db push', `${(await host.push()).length} migrations applied`)
  await host.configure()
  await host.deploy()
  say('supabase config push, supabase functions deploy', 'done')

  const jo = await host.signUp({ username: 'Jo' })
  say('sign-up of the host app, with the metadata {"username": "Jo"}', jo.id ? 'works' : 'fails')
  const { createSocial, unwrap } = await old.sdk()
  await use(host, createSocial, unwrap as <T>(result: unknown) => T)

  const waits = await watchLockWaits(stack.databaseUrl)
  const traffic = await startTraffic(stack.databaseUrl)
  await cli(host, ['upgrade', '--package', next.folder, ...database])
  await traffic.stop()
  const [longest] = await waits()
  await host.deploy()
  say('the app during the upgrade', [
    `failed statements: ${traffic.errors.length}`,
    `longest wait for a lock: ${Math.round(longest?.milliseconds ?? 0)} ms`,
    `longest transactions: ${longestOf(traffic)}`,
  ])

  await cli(host, ['doctor', '--package', next.folder, ...http, ...database], secret)
  const uninstall = ['uninstall', '--package', next.folder, ...http, ...database]
  const confirmed = [...uninstall, '--yes-delete', host.folder.split('/').at(-1) ?? '']
  await cli(host, confirmed, secret)
  await host.configure()
  for (const name of ['social-ingest', 'social-worker']) await host.deleteFunction(name)
  say('supabase config push, supabase functions delete', 'done')
  await cli(host, confirmed, secret)
  say('supabase db push', `${(await host.push()).length} migrations applied`)
  await host.signUp({ username: 'mary ann' })
  say('sign-up of the host app', 'works')
  return compare(before, { catalog: await host.catalog(), files: host.files() })
}

/** Signs up a person, publishes a post, and likes it. */
async function use(
  host: HostProject,
  create: typeof createSocial,
  unwrap: <T>(result: unknown) => T,
): Promise<void> {
  const social = create(host.client())
  const email = `maya${Date.now()}@example.com`
  await social.auth.signUp({ email, password: 'a long password', username: 'maya_l' })
  const picture = Buffer.from(PIXEL, 'base64')
  const media = unwrap<{ id: string }>(
    await social.media.upload(new Blob([picture], { type: 'image/png' })),
  )
  const post = unwrap<{ id: string }>(
    await social.posts.create({ caption: 'Hello', media: [{ id: media.id, altText: 'A dot' }] }),
  )
  const like = unwrap<{ like_count: number }>(await social.posts.like(post.id))
  say('the SDK: signUp, upload, create, like', `like_count ${like.like_count}`)
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

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

/** Prints the difference of the catalogs and of the folders. Returns whether both are empty. */
function compare(before: State, after: State): boolean {
  const lines = ({ catalog }: State) => catalog
  const paths = ({ files }: State) =>
    Object.entries(files).map(([path, text]) => `${path}: ${text}`)
  let isClean = true
  for (const [name, list] of [
    ['database', lines],
    ['folder', paths],
  ] as const) {
    const [left, right] = [new Set(list(before)), new Set(list(after))]
    const added = [...right].filter((line) => !left.has(line)).map((line) => `+ ${line}`)
    const gone = [...left].filter((line) => !right.has(line)).map((line) => `- ${line}`)
    isClean &&= added.length + gone.length === 0
    const difference = [...gone, ...added]
    say(`diff of the ${name} before init and after uninstall`, [
      ...difference,
      `${difference.length} differences in ${left.size} lines`,
    ])
  }
  return isClean
}
