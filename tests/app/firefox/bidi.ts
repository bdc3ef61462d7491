import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type RawData, WebSocket } from 'ws'
import { guard } from '../../../tools/local-stack/guard.ts'

/** The paths of Firefox on Debian, other distributions and macOS. SOCIAL_FIREFOX replaces them. */
const PLACES = process.env.SOCIAL_FIREFOX
  ? [process.env.SOCIAL_FIREFOX]
  : ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']

type Fields = Record<string, unknown>
type Listener = (params: Fields) => void

/** A Firefox that obeys WebDriver BiDi: https://w3c.github.io/webdriver-bidi */
export interface Firefox {
  version: string
  /** Sends a command and returns its result. */
  send<Result = unknown>(method: string, params?: Fields): Promise<Result>
  /** Calls the listener with each event of this name. */
  listen(event: string, listener: Listener): Promise<void>
  close(): Promise<void>
}

/** Starts Firefox without a window, with a new profile that goes away with it. */
export async function startFirefox(): Promise<Firefox> {
  const place = PLACES.find((path) => existsSync(path))
  if (!place) {
    throw new Error(
      `There is no Firefox at ${PLACES.join(', ')}. Install it with apt-get install firefox-esr, ` +
        'or say in SOCIAL_FIREFOX where one is.',
    )
  }
  const profile = await mkdtemp(join(tmpdir(), 'social-firefox-'))
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']
  const child = spawn(place, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const release = guard(child, 'TERM', profile)
  const end = async () => {
    release()
    if (child.exitCode === null && child.kill()) await once(child, 'exit')
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const session = await openSession(`${await addressOf(child)}/session`)
    return { ...session, close: end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Firefox prints the address at which it listens. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  const printed: string[] = []
  if (stderr) {
    for await (const line of createInterface(stderr)) {
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1]
      // A pipe that nobody reads would fill up and stop Firefox.
      if (address) return stderr.resume() && address
      printed.push(line)
    }
  }
  throw new Error(`Firefox did not start:\n${printed.join('\n')}`)
}

async function openSession(address: string): Promise<Omit<Firefox, 'close'>> {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: Fields) => void>()
  const listeners = new Map<string, Listener[]>()
  socket.on('message', (data: RawData) => {
    const message = JSON.parse(String(data))
    waiting.get(message.id)?.(message)
    waiting.delete(message.id)
    for (const listener of listeners.get(message.method) ?? []) listener(message.params)
  })
  let lastId = 0
  const send = async <Result>(method: string, params: Fields = {}): Promise<Result> => {
    const id = ++lastId
    const answer = new Promise<Fields>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params }))
    const { error, message, result } = await answer
    if (error) throw new Error(`${method}: ${error}: ${message}`)
    return result as Result
  }
  const { capabilities } = await send<{ capabilities: { browserVersion: string } }>('session.new', {
    capabilities: {},
  })
  return {
    version: capabilities.browserVersion,
    send,
    async listen(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
      await send('session.subscribe', { events: [event] })
    },
  }
}
