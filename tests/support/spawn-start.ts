import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../../tools/local-stack/paths.ts'
import { refuseTakenPort } from '../../tools/local-stack/ports.ts'
import { commandOf } from '../../tools/local-stack/processes.ts'

const running = new Set<ChildProcess>()

export async function endAll(): Promise<void> {
  for (const child of running) await end(child, 'SIGKILL')
}

/** A running process of `npm start`. */
export interface Started {
  child: ChildProcess
  url: string
  key: string
  output: string
}

/**
 * Runs `npm start` and resolves when the stack is ready. If the process ends earlier, the promise
 * is rejected with the exit code and the output.
 */
export async function start(...options: string[]): Promise<Started> {
  const port = options.includes('--port') ? [] : ['--port', String(await freePortPair())]
  const args = ['--import', 'tsx', 'tools/local-stack/start.ts', '--no-seed', ...port, ...options]
  const child = spawn(process.execPath, args, { cwd: root })
  running.add(child)
  let output = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
        const [, url] = /URL +(\S+)/.exec(output) ?? []
        const [, key] = /Publishable key +(\S+)/.exec(output) ?? []
        if (url && key && output.includes('Database ')) resolve({ child, url, key, output })
      })
    }
    child.once('close', (code) => {
      running.delete(child)
      reject(new Error(`exit ${code}: ${output}`))
    })
  })
}

/**
 * Returns a free port whose next port is free too, because the database gets the next port. Both are
 * below the ports that Linux gives to connections: one of the connections of other tests could get
 * the next port until the database starts.
 */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    const isPair = await Promise.all([port, port + 1].map(refuseTakenPort)).then(
      () => true,
      () => false,
    )
    if (isPair) return port
  }
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill(signal)
  running.delete(child)
  return ended
}

/**
 * Returns the process id of the guard. The guard is a shell that stops a Postgres server after its
 * stack has ended (tools/local-stack/guard.ts).
 */
export const guardOf = (pid: number) =>
  readdirSync('/proc')
    .map(Number)
    .find((other) => other && commandOf(other).includes(`kill -INT ${pid}`)) ?? 0

/** Whether a process ends within 30 seconds, because a busy machine stops a database slowly. */
export async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 600; tries++) {
    if (!commandOf(pid)) return true
    await wait(50)
  }
  return false
}
