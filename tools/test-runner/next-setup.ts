import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { freePort } from '../local-stack/database.ts'
import { guard } from '../local-stack/guard.ts'
import { root } from '../local-stack/paths.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the Next example. */
    nextUrl: string
  }
}

const folder = join(root, 'examples/next')
const next = join(folder, 'node_modules/next/dist/bin/next')

/**
 * Installs the Next example with the packed SDK, builds it and starts it, for the stack that
 * stack-setup.ts has started.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  step('Builds the SDK', 'npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'], root)
  step('Installs the example', 'npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'])
  step('Builds the example', process.execPath, [next, 'build'])
  const port = await freePort()
  const server = spawn(process.execPath, [next, 'start', '-p', String(port), '-H', '127.0.0.1'], {
    ...{ cwd: folder, env: environment() },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const release = guard(server, 'TERM')
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    release()
    if (server.exitCode !== null || !server.kill()) return
    await once(server, 'exit')
  }
  try {
    await answers(`${url}/sign-in`, () => server.exitCode === null)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('nextUrl', url)
  return stop
}

/** The stack writes its address into the environment, and Next writes the address into its build. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_PUBLIC_SUPABASE_URL: process.env.SOCIAL_URL,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: process.env.SOCIAL_PUBLISHABLE_KEY,
  }
}

function step(title: string, command: string, args: string[], cwd = folder): void {
  const startedAt = performance.now()
  // npm leaves out what only a build needs, if NODE_ENV says production.
  const env = command === 'npm' ? process.env : environment()
  execFileSync(command, args, { cwd, env, stdio: 'inherit' })
  console.log(`${title}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
}

async function answers(url: string, isRunning: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && isRunning(); tries++) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await wait(200)
  }
  throw new Error(`Next does not answer at ${url}.`)
}
