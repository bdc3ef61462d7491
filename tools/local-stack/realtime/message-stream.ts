import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { type MessageRow, RowReader } from './pgoutput.ts'

const PUBLICATION = 'supabase_realtime_messages_publication'
const [ROWS, KEEPALIVE, STATUS] = [0x77, 0x6b, 0x72]
const EPOCH = Date.UTC(2000, 0, 1)
const PAUSES = [500, 1000, 2000, 5000, 10_000, 30_000]

/**
 * Follows the committed rows of realtime.messages in the write-ahead log, as hosted Realtime does.
 * The replication slot is temporary: rows that were committed without a connection are lost.
 */
export class MessageStream {
  private running: Promise<void> | undefined
  private stopping = new AbortController()
  /** The open connection. */
  private live: Duplex | undefined

  constructor(
    private readonly url: string,
    private readonly onRow: (row: MessageRow) => void,
  ) {}

  /** Whether rows that are committed from now on arrive. */
  get isReady(): boolean {
    return this.live !== undefined
  }

  /** Starts in the background. Does nothing if the stream has started. */
  start(): void {
    this.running ??= this.run(this.stopping.signal)
  }

  async stop(): Promise<void> {
    const { running } = this
    this.running = undefined
    this.stopping.abort()
    this.stopping = new AbortController()
    await running
  }

  private async run(signal: AbortSignal): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      try {
        await this.follow(signal)
        failures = 0
      } catch (error) {
        failures++
        // Without a database there is nothing to tell. The next attempt follows.
        if ((error as postgres.PostgresError).severity === 'ERROR')
          console.error('realtime:', error)
      }
      const pause = PAUSES[Math.min(failures, PAUSES.length - 1)]
      await wait(pause, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  /** Resolves when the connection ends. */
  private async follow(signal: AbortSignal): Promise<void> {
    let closed = () => {}
    const end = new Promise<void>((resolve) => {
      closed = resolve
    })
    const sql = postgres(this.url, {
      ...{ max: 1, fetch_types: false, prepare: false, idle_timeout: 0, max_lifetime: null },
      connection: { replication: 'database' },
      onnotice() {},
      onclose: () => closed(),
    })
    const abort = () => closed()
    signal.addEventListener('abort', abort)
    try {
      const stream = await Promise.race([open(sql), end])
      if (!stream || signal.aborted) return
      this.live = stream
      this.receive(stream)
      await end
      if (this.live === stream) this.live = undefined
    } finally {
      signal.removeEventListener('abort', abort)
      await sql.end({ timeout: 0 }).catch(() => {})
    }
  }

  private receive(stream: Duplex): void {
    const reader = new RowReader()
    // The end of the connection is handled by `onclose`.
    stream.on('error', () => {})
    stream.on('data', (data: Buffer) => {
      // The header of rows has three numbers of eight bytes.
      const row = data[0] === ROWS ? reader.read(data.subarray(25)) : undefined
      if (row) this.onRow(row)
      if (data[0] === KEEPALIVE && data[17]) stream.write(statusOf(data.subarray(1, 9)))
    })
  }
}

async function open(sql: postgres.Sql): Promise<Duplex> {
  const found = await sql.unsafe(`select from pg_publication where pubname = '${PUBLICATION}'`)
  if (found.length === 0) {
    await sql.unsafe(`create publication ${PUBLICATION} for table realtime.messages`)
  }
  const slot = `supabase_realtime_messages_replication_slot_${randomBytes(4).toString('hex')}`
  const [made] = await sql.unsafe(
    `CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
  )
  const options = `proto_version '1', publication_names '${PUBLICATION}'`
  const start = `START_REPLICATION SLOT ${slot} LOGICAL ${made?.consistent_point} (${options})`
  return (await sql.unsafe(start).writable()) as Duplex
}

/** Tells Postgres up to which position of the log the rows have been received. */
function statusOf(position: Buffer): Buffer {
  const status = Buffer.alloc(34)
  status[0] = STATUS
  for (const at of [1, 9, 17]) position.copy(status, at)
  status.writeBigInt64BE(BigInt(Date.now() - EPOCH) * 1000n, 25)
  return status
}
