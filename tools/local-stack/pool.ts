import postgres from 'postgres'

/** How long postgres.js waits, in seconds, before it opens a lost connection again. */
export const backoff = (attempts: number) => Math.min(2 ** attempts / 100, 0.5)

/** A client with one connection. */
interface Single {
  sql: postgres.Sql
  isLost: boolean
}

/**
 * Replaces `reserve` by a pool that outlives a restart of Postgres. Defects of postgres.js 3.4.9:
 * after a lost connection, `reserve` may never resolve, and a query on a reserved connection never
 * ends and throws an error that nobody can catch, which ends the process.
 */
export function replaceReserve(sql: postgres.Sql, max: number): void {
  const all = new Set<Single>()
  const idle: Single[] = []
  const waiting: ((single: Single) => void)[] = []
  const open = () => {
    const single = { sql: openSingle(sql, () => lose(single)), isLost: false }
    all.add(single)
    return single
  }
  const lose = (single: Single) => {
    single.isLost = true
    // postgres.js may not open this client's connection again, so that a new client takes over.
    all.delete(single)
    if (idle.includes(single)) idle.splice(idle.indexOf(single), 1)
    void single.sql.end({ timeout: 0 }).catch(() => {})
  }
  const give = (single: Single) => {
    const usable = single.isLost ? undefined : single
    const next = waiting.shift()
    if (next) next(usable ?? open())
    else if (usable) idle.push(usable)
  }
  sql.reserve = async () => {
    const single =
      idle.pop() ??
      (all.size < max ? open() : await new Promise<Single>((resolve) => waiting.push(resolve)))
    return reserved(single, { lose, give }) as never
  }
  const end = sql.end.bind(sql)
  sql.end = async (options) => {
    await Promise.all([end(options), ...[...all].map((single) => single.sql.end(options))])
  }
}

/**
 * Keeps the process alive if a connection is lost before its first query. Defect of postgres.js
 * 3.4.9: it reads the array types of each new connection, and nobody can catch an error of that
 * query. postgres.js sends the first query again.
 */
export function outliveLostConnections(): void {
  process.on('unhandledRejection', (error) => {
    if (!isLost(error)) throw error
  })
}

/** Opens a client with one connection, and with the types of another client. */
function openSingle(sql: postgres.Sql, onclose: () => void): postgres.Sql {
  const options = { ...sql.options, max: 1, max_lifetime: null, connect_timeout: 5, onclose }
  return postgres(options as unknown as postgres.Options<never>)
}

/**
 * Runs the queries one after another, and refuses them once the connection is lost, because a new
 * connection has neither the transaction nor its role.
 */
function reserved(single: Single, pool: Record<'lose' | 'give', (single: Single) => void>) {
  let last: Promise<unknown> = Promise.resolve()
  const run = <T>(query: () => PromiseLike<T>): Promise<T> => {
    const result = last.then(() => {
      if (single.isLost) throw new LostConnection()
      return query()
    })
    last = result.catch((error) => {
      if (isLost(error)) pool.lose(single)
    })
    return result
  }
  // A call with anything else than a template makes a part of a statement, and sends nothing.
  const tagged = (text: TemplateStringsArray, ...values: never[]) =>
    'raw' in Object(text) ? run(() => single.sql(text, ...values)) : single.sql(text, ...values)
  const unsafe = (text: string, values?: never[]) =>
    // PostgREST prepares statements too. Without `prepare`, Postgres parses every statement again.
    run(() => single.sql.unsafe(text, values, { prepare: true }))
  return Object.assign(tagged, { unsafe, json: single.sql.json, release: () => pool.give(single) })
}

export class LostConnection extends Error {
  code = 'CONNECTION_CLOSED'

  constructor() {
    super('The connection to the database was lost')
  }
}

/** Tells whether an error means that the connection to the database is lost, or cannot be opened. */
export function isLost(error: unknown): boolean {
  const { code = '', severity = '' } = Object(error) as { code?: unknown; severity?: unknown }
  return severity === 'FATAL' || LOST.test(String(code))
}

const LOST = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)/
