import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { Problem } from '../../src/cli/problem.ts'
import { headersOf, readBody, send } from './http.ts'
import { answerDataRequest } from './lite/data-api.ts'
import { bodyLimit } from './lite/requests.ts'
import { answerMail, type Mailbox } from './mail.ts'
import type { Realtime } from './realtime/server.ts'
import { StorageError } from './storage/errors.ts'

/** The services that the gateway serves under one origin. */
export interface Services {
  /** The Data API. */
  lite(request: Request): Promise<Response>
  storage(request: Request, body: Buffer): Promise<Response>
  auth(request: Request, body: Buffer): Promise<Response>
  functions(request: Request): Promise<Response>
  mailbox: Mailbox
  realtime: Pick<Realtime, 'upgrade' | 'broadcast'>
  /** The pages and files of the demo app. Undefined for a path that has none. */
  site?: ((request: Request) => Promise<Response | undefined>) | undefined
}

export interface Gateway {
  port: number
  /** Sets the services. Requests that arrive earlier wait until the services are set. */
  serve(services: Services): void
  close(): Promise<void>
}

/** Paths that belong to a service, also where the service has nothing. */
const API = /^\/(rest|auth|storage|functions|realtime|graphql|mail)(\/|$)/

/**
 * The milliseconds that a connection stays open between two requests, as on hosted projects. After
 * the five seconds of Node, a request of a client that was busy could meet the end of its connection.
 */
const KEEP_ALIVE = 75_000

/**
 * Opens the port before the services start, so that the start fails at once if the port is in use.
 */
export async function openGateway(port: number): Promise<Gateway> {
  let serve: (services: Services) => void = () => {}
  const services = new Promise<Services>((resolve) => {
    serve = resolve
  })
  const server = createServer(async (incoming, outgoing) => {
    const response = await answer(incoming, services).catch((error) => {
      // The client closed the connection before it sent the whole request, so the client reads no
      // response.
      if (!incoming.complete) return new Response(null, { status: 400 })
      return unexpected(error)
    })
    await send(response, incoming, outgoing)
      .catch((error) => {
        // A client that has read a part of the response must not take it for the whole.
        if (outgoing.headersSent) throw error
        return send(unexpected(error), incoming, outgoing)
      })
      .catch(() => outgoing.destroy())
  })
  server.keepAliveTimeout = KEEP_ALIVE
  const sockets = upgradeSockets(server, services)
  await listen(server, port)
  const address = server.address()
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
      for (const socket of sockets) socket.destroy()
    })
  return { port: typeof address === 'object' && address ? address.port : port, serve, close }
}

/** Passes WebSocket requests to Realtime. Returns the open sockets. */
function upgradeSockets(server: Server, services: Promise<Services>): Set<Duplex> {
  const sockets = new Set<Duplex>()
  server.on('upgrade', async (incoming, socket, head) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const { realtime } = await services
    if (/^\/realtime\/v1\/websocket(\?|$)/.test(incoming.url ?? '')) {
      realtime.upgrade(incoming, socket, head)
    } else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
  })
  return sockets
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const other = 'stop what uses it, or choose another: npm start -- --port 54400'
      reject(
        error.code === 'EADDRINUSE'
          ? new Problem(`Port ${port} is taken: ${other}`)
          : error.code === 'EACCES'
            ? new Problem(`Port ${port} needs more rights: ${other}`)
            : error,
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}

async function answer(incoming: IncomingMessage, services: Promise<Services>): Promise<Response> {
  const origin = `http://${incoming.headers.host ?? '127.0.0.1'}`
  const asked = incoming.url ?? ''
  if (!isPath(asked, origin)) return notFound(asked)
  const target = new URL(asked, origin)
  const path = target.pathname
  const isFunction = path.startsWith('/functions/v1/')
  const isResumable = path.startsWith('/storage/v1/upload/resumable')
  if (incoming.method === 'OPTIONS' && !isFunction && !isResumable) return preflight(incoming)
  const sent = await readBody(incoming, bodyLimit(path))
  if (sent === 'too large') return tooLarge(path)
  // Every service ignores the body of a GET request.
  const body = /^(GET|HEAD)$/.test(incoming.method ?? '') ? Buffer.alloc(0) : sent
  const request = new Request(target, {
    method: incoming.method,
    headers: headersOf(incoming),
    body: body.length > 0 ? (body as BodyInit) : undefined,
    redirect: 'manual',
  })
  const { lite, storage, auth, functions, mailbox, realtime, site } = await services
  if (isFunction) return functions(request)
  if (path === '/mail' || path === '/mail/messages') {
    return answerMail(mailbox, request.method, path)
  }
  if (path.startsWith('/rest/v1/')) return answerDataRequest(request, body, lite)
  if (path.startsWith('/auth/v1/')) return auth(request, body)
  if (isResumable && request.method === 'OPTIONS') {
    return withHeaders(preflight(incoming), await storage(request, body))
  }
  if (path.startsWith('/storage/v1/')) return storage(request, body)
  if (path === '/realtime/v1/api/broadcast' && request.method === 'POST') {
    return realtime.broadcast(request, body)
  }
  if (API.test(path)) return notFound(path)
  return (await site?.(request)) ?? notFound(path)
}

function isPath(asked: string, origin: string): boolean {
  try {
    return asked.startsWith('/') && decodeURIComponent(new URL(asked, origin).pathname) !== ''
  } catch {
    return false
  }
}

function preflight(incoming: IncomingMessage): Response {
  const asked = incoming.headers['access-control-request-headers'] ?? '*'
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,POST,PATCH,PUT,DELETE,OPTIONS,HEAD',
      'access-control-allow-headers': asked,
      'access-control-max-age': '3600',
    },
  })
}

function notFound(path: string): Response {
  return Response.json({ code: 404, message: `There is nothing at ${path}` }, { status: 404 })
}

/** Answers a preflight request with what the service says about itself. */
function withHeaders(preflight: Response, { headers, status }: Response): Response {
  return new Response(null, {
    status,
    headers: { ...Object.fromEntries(preflight.headers), ...Object.fromEntries(headers) },
  })
}

function tooLarge(path: string): Response {
  if (path.startsWith('/storage/v1/')) return new StorageError('EntityTooLarge').answer()
  const message = 'The request is larger than this service accepts'
  return Response.json({ statusCode: '413', error: 'Payload too large', message }, { status: 413 })
}

function unexpected(error: unknown): Response {
  console.error(error)
  return Response.json({ code: 500, message: 'Unexpected failure of the gateway' }, { status: 500 })
}
