import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { pgDump } from '@electric-sql/pglite-tools/pg_dump'
import { fetchPackage } from '../../tools/local-stack/fetch-package.ts'
import { chosenMajor } from '../../tools/local-stack/versions.ts'

interface Listener {
  onRawData(answer: Uint8Array): void
}

/** The version of the package whose `pg_dump` is 18. */
const VERSION_18 = '0.4.8'

/**
 * Runs `pg_dump` from an npm package that is made for PGlite. Instead of a PGlite database, the
 * package gets a socket to a server.
 */
export async function dump(databaseUrl: string, ...args: string[]): Promise<string> {
  const { port, username, password, pathname } = new URL(databaseUrl)
  const state = new Int32Array(new SharedArrayBuffer(8))
  const answer = new SharedArrayBuffer(64 * 1024 * 1024)
  const workerData = { port: Number(port), state, answer }
  const pgDump = await loadPgDump()
  const worker = new Worker(new URL('pg-dump-socket.mjs', import.meta.url), { workerData })
  const send = (request: Uint8Array): Uint8Array => {
    Atomics.store(state, 0, 0)
    worker.postMessage(request.slice())
    if (Atomics.wait(state, 0, 0, 60_000) === 'timed-out') throw new Error('pg_dump got no answer')
    return new Uint8Array(answer).slice(0, Atomics.load(state, 1))
  }
  const pg = {
    // The package for Postgres 17 calls the first method, and the package for 18 the second.
    execProtocolRawSync: send,
    execProtocolRawStream(request: Uint8Array, { onRawData }: Listener): void {
      onRawData(send(request))
    },
    // The package also calls these two methods of a PGlite database. A server needs neither call.
    query: async () => ({ rows: [{ search_path: '' }] }),
    exec: async () => [],
  }
  const login = `user=${username} password=${password} dbname=${pathname.slice(1)}`
  try {
    const file = await pgDump({ pg: pg as never, args: [...args, '-d', login] })
    const text = await file.text()
    // pg_dump 17 sets a parameter that Postgres 15 lacks.
    return chosenMajor() === '15' ? text.replace('SET transaction_timeout = 0;\n', '') : text
  } finally {
    await worker.terminate()
  }
}

/** Loads `pg_dump`. It refuses a server that is newer than itself, so Postgres 18 needs another. */
async function loadPgDump(): Promise<typeof pgDump> {
  if (chosenMajor() !== '18') return (await import('@electric-sql/pglite-tools/pg_dump')).pgDump
  const folder = fetchPackage('@electric-sql/pglite-tools', VERSION_18)
  return (await import(pathToFileURL(join(folder, 'dist/pg_dump.js')).href)).pgDump
}
