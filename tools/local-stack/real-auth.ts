import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../../src/cli/problem.ts'
import { databaseUrl } from './bootstrap.ts'
import { freePort } from './database.ts'
import { guard } from './guard.ts'
import { signJwt } from './jwt.ts'
import type { Mailbox } from './mail.ts'
import { MAIL_TYPES, type ProjectSettings } from './project.ts'
import { connectionEnv, projectEnv } from './real-auth-env.ts'
import { lastLine } from './real-auth-tables.ts'
import { startMailCatcher } from './smtp.ts'

export interface RealAuthOptions {
  /** The path of the program. */
  program: string
  databasePort: number
  password: string
  origin: string
  siteUrl: string
  publishableKey: string
  secretKey: string
  jwtSecret: string
  mailbox: Mailbox
  project: ProjectSettings
}

export interface RealAuth {
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/**
 * Starts a real Auth server in place of the Auth of `@supabase/lite`. Its mails go into the local
 * inbox.
 */
export async function startRealAuth(options: RealAuthOptions): Promise<RealAuth> {
  const { project } = options
  const catcher = await startMailCatcher(options.mailbox)
  const templates = await serveTemplates(project)
  const port = await freePort()
  const child = spawn(options.program, ['serve'], {
    env: {
      ...connectionEnv({
        ...{ port, origin: options.origin, siteUrl: options.siteUrl, jwtSecret: options.jwtSecret },
        database: databaseUrl(options.databasePort, options.password, 'supabase_auth_admin'),
      }),
      ...projectEnv(project, { mailPort: catcher.port, templates: addressOf(templates) }),
    },
    // Ctrl-C does not end the server. close() ends it after the gateway.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const release = guard(child, 'TERM')
  const close = async () => {
    release()
    await stop(child)
    templates.close()
    templates.closeAllConnections()
    await catcher.close()
  }
  try {
    await ready(child, `http://127.0.0.1:${port}/health`)
  } catch (error) {
    await close()
    throw error
  }
  return { fetch: (request) => forward(request, port, options), close }
}

/**
 * Passes a request on. As in a hosted project, a key is no token: the gateway replaces a key by a
 * token of the role that the key stands for.
 */
async function forward(
  request: Request,
  port: number,
  keys: Pick<RealAuthOptions, 'publishableKey' | 'secretKey' | 'jwtSecret'>,
): Promise<Response> {
  const url = new URL(request.url)
  const path = url.pathname.slice('/auth/v1'.length)
  const headers = new Headers(request.headers)
  const key = headers.get('apikey') ?? url.searchParams.get('apikey') ?? ''
  const role = { [keys.publishableKey]: 'anon', [keys.secretKey]: 'service_role' }[key]
  if (!role && !OPEN.test(path)) {
    const message = key ? 'Unauthorized' : 'No API key found in request'
    return Response.json({ message }, { status: 401 })
  }
  const given = headers.get('authorization')
  if (role && (!given || given === `Bearer ${key}`)) {
    headers.set('authorization', `Bearer ${signJwt(role, keys.jwtSecret)}`)
  }
  headers.delete('host')
  // fetch decompresses a body, but keeps the header that says how the body is compressed.
  headers.set('accept-encoding', 'identity')
  const body = request.body ? await request.arrayBuffer() : null
  return fetch(`http://127.0.0.1:${port}${path}${url.search}`, {
    ...{ method: request.method, headers, body, redirect: 'manual' },
  })
}

/** The addresses that a browser opens, and which therefore need no key. */
const OPEN = /^\/(verify|callback|authorize|health|\.well-known\/.*)$/

/** Serves the templates of the mails, because the server reads a template only from an address. */
async function serveTemplates(project: ProjectSettings): Promise<Server> {
  const server = createServer((request, response) => {
    const type = MAIL_TYPES.find((known) => request.url === `/${known}`)
    response.end(type ? project.auth.templates[type]?.html : '')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return server
}

function addressOf(server: Server): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

async function ready(child: ChildProcess, health: string): Promise<void> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output = (output + chunk).slice(-4000)
    })
  }
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const answer = await fetch(health).catch(() => undefined)
    if (answer?.ok) return
    await wait(25)
  }
  throw new Problem(`The Auth server did not start: ${lastLine(output)}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await exited
  clearTimeout(timer)
}
