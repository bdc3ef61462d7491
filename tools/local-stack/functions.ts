import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './database.ts'
import { guard } from './guard.ts'
import { functionsFolder, root } from './paths.ts'

/**
 * The addresses and keys that a hosted project passes to every edge function in its environment.
 */
export interface FunctionOptions {
  url: string
  publishableKey: string
  secretKey: string
  /** The folder with one folder for each function. The default is supabase/functions. */
  folder?: string
  /** Refuses a request before the function is called. */
  refuse?(request: Request, name: string): Response | undefined
}

interface Running {
  port: number
  child: ChildProcess
  release(): void
}

/**
 * Serves the edge functions of a folder. The first call of a function starts a Deno
 * process for this function.
 */
export class Functions {
  #options: FunctionOptions
  #folder: string
  #running = new Map<string, Promise<Running>>()
  #isStopped = false

  constructor(options: FunctionOptions) {
    this.#options = options
    this.#folder = options.folder ?? functionsFolder
  }

  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const name = /^\/functions\/v1\/([a-z0-9][a-z0-9-]*)(\/|$)/.exec(url.pathname)?.[1]
    if (!name || !existsSync(`${this.#folder}/${name}/index.ts`)) return notFound()
    const refusal = this.#options.refuse?.(request, name)
    if (refusal) return refusal
    try {
      const { port } = await this.#start(name)
      url.host = `127.0.0.1:${port}`
      url.pathname = url.pathname.slice('/functions/v1'.length)
      const body = request.body ? await request.arrayBuffer() : undefined
      const { method, headers } = request
      const response = await fetch(url, { method, headers, body, redirect: 'manual' })
      const answered = new Headers(response.headers)
      // fetch has already decompressed the body, so these headers no longer describe it.
      for (const header of ['content-encoding', 'content-length']) answered.delete(header)
      return new Response(response.body, { status: response.status, headers: answered })
    } catch (error) {
      console.error(`Function ${name}:`, error)
      return Response.json(
        { code: 'BOOT_ERROR', message: 'Function failed to start' },
        { status: 503 },
      )
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.restart()
  }

  /** Ends all functions. The next call of a function starts it with the code of that time. */
  async restart(): Promise<void> {
    for (const running of await Promise.allSettled(this.#running.values())) {
      if (running.status === 'fulfilled') end(running.value)
    }
    this.#running.clear()
  }

  async #start(name: string): Promise<Running> {
    const known = this.#running.get(name)
    if (known) return known
    if (this.#isStopped) throw new Error('The stack is stopping.')
    const starting = serve(`${this.#folder}/${name}`, environment(this.#options))
    this.#running.set(name, starting)
    const forget = () => {
      if (this.#running.get(name) === starting) this.#running.delete(name)
    }
    starting.then(({ child }) => child.once('exit', forget), forget)
    return starting
  }
}

async function serve(folder: string, env: NodeJS.ProcessEnv): Promise<Running> {
  const port = await freePort()
  // Start the Deno binary itself: killing npm's wrapper would leave Deno running.
  const deno = createRequire(import.meta.url)('deno/install_api.cjs').runInstall()
  const flags = ['--no-prompt', '--no-lock', '--cached-only', '--node-modules-dir=manual', '-q']
  const rights = ['--allow-net', '--allow-env', '--allow-read']
  const config = existsSync(`${folder}/deno.json`) ? ['--config', `${folder}/deno.json`] : []
  const address = [`--port=${port}`, '--host=127.0.0.1']
  const child = spawn(
    deno,
    ['serve', ...flags, ...rights, ...config, ...address, `${folder}/index.ts`],
    {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const running = { port, child, release: guard(child, 'TERM') }
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Deno ended with code ${code}`)))
  })
  failed.catch(() => {})
  await Promise.race([answers(port), failed]).catch((error) => {
    end(running)
    throw error
  })
  return running
}

async function answers(port: number): Promise<void> {
  const until = Date.now() + 30_000
  while (Date.now() < until) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () =>
        resolve(false),
      )
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
    await wait(25)
  }
  throw new Error('Deno did not answer within 30 seconds')
}

function end({ child, release }: Running): void {
  release()
  child.kill('SIGKILL')
}

function environment({ url, publishableKey, secretKey }: FunctionOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NO_COLOR: '1',
    DENO_NO_UPDATE_CHECK: '1',
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEY: publishableKey,
    SUPABASE_ANON_KEY: publishableKey,
    SUPABASE_SECRET_KEY: secretKey,
    SUPABASE_SERVICE_ROLE_KEY: secretKey,
  }
}

function notFound(): Response {
  const message = 'Requested function was not found'
  return Response.json({ code: 'NOT_FOUND', message }, { status: 404 })
}
