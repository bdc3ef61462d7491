import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { WebSocket } from 'ws'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import { root } from '../local-stack/paths.ts'
import type { DemoLogin } from '../local-stack/site/site.ts'
import { type Stack, startStack } from '../local-stack/stack.ts'

// supabase-js requires a WebSocket, and Node 20 has none.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket

/** The addresses and keys of the stack that serves the demo app to the tests. */
export interface AppStack {
  SOCIAL_URL: string
  SOCIAL_PUBLISHABLE_KEY: string
  SOCIAL_SECRET_KEY: string
  SOCIAL_DATABASE_URL: string
  SOCIAL_MAIL_URL: string
}

declare module 'vitest' {
  interface ProvidedContext {
    appStack: AppStack
  }
}

/** The people whom the login page of the tests offers. */
const logins: DemoLogin[] = ['olga', 'pavel'].map((username) => ({
  ...{ username, email: `${username}@example.com`, password: 'demo-password', note: '' },
  displayName: `${username[0]?.toUpperCase()}${username.slice(1)} Novak`,
}))

/**
 * Starts a stack of its own for the tests of the demo app, because the worker runs in it. Builds the
 * app first if a source of it is newer than the build.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  process.env.LITE_AUTH_BCRYPT_COST ??= '4'
  if (!isBuilt()) {
    execFileSync('npm', ['run', '--silent', 'build:app'], { cwd: root, stdio: 'inherit' })
  }
  const stack = await startStack({ app: { logins } })
  await stack.once(() => signUp(stack))
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
  await sql`update social_private.config set rate_limit_factor = 1000000`
  await sql.end()
  project.provide('appStack', {
    SOCIAL_URL: stack.url,
    SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
    SOCIAL_SECRET_KEY: stack.secretKey,
    SOCIAL_DATABASE_URL: stack.databaseUrl,
    SOCIAL_MAIL_URL: stack.mailUrl,
  })
  return () => stack.stop()
}

async function signUp({ url, publishableKey }: Stack): Promise<void> {
  const options = { auth: { persistSession: false, autoRefreshToken: false } }
  for (const { email, password, username, displayName } of logins) {
    const { auth } = createSocial(createClient(url, publishableKey, options))
    unwrap(await auth.signUp({ email, password, username, displayName }))
  }
}

function isBuilt(): boolean {
  const built = changedAt(join(root, 'examples/web/dist/index.html'))
  const sources = ['src/sdk', 'src/react', 'examples/web/src', 'examples/web/index.html']
  return sources.every((source) => newest(join(root, source)) < built)
}

function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => changedAt(join(path, file))))
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
