import { Worker } from 'node:worker_threads'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'

/**
 * Runs `pg_dump` from an npm package that is made for PGlite. Instead of a PGlite database, the
 * package gets a socket to a server.
 */
export async function dump(databaseUrl: string, ...args: string[]): Promise<string> {
  const { port, username, password, pathname } = new URL(databaseUrl)
  const state = new Int32Array(new SharedArrayBuffer(8))
  const answer = new SharedArrayBuffer(64 * 1024 * 1024)
  const workerData = { port: Number(port), state, answer }
  const worker = new Worker(new URL('pg-dump-socket.mjs', import.meta.url), { workerData })
  const pg = {
    execProtocolRawSync(request: Uint8Array): Uint8Array {
      Atomics.store(state, 0, 0)
      worker.postMessage(request.slice())
      if (Atomics.wait(state, 0, 0, 60_000) === 'timed-out')
        throw new Error('pg_dump got no answer')
      return new Uint8Array(answer).slice(0, Atomics.load(state, 1))
    },
    // The package also calls these two methods of a PGlite database. A server needs neither call.
    query: async () => ({ rows: [{ search_path: '' }] }),
    exec: async () => [],
  }
  const login = `user=${username} password=${password} dbname=${pathname.slice(1)}`
  try {
    const file = await pgDump({ pg: pg as never, args: [...args, '-d', login] })
    return await file.text()
  } finally {
    await worker.terminate()
  }
}
