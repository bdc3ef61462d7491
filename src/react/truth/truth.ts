import {
  notifyManager,
  type Query,
  type QueryCacheNotifyEvent,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query'
import {
  type AnyRow,
  type Change,
  changeRows,
  eachRow,
  idOf,
  isOurs,
  type Kind,
  nameOf,
  ROOT,
} from './rows.ts'
import { sameAs } from './same.ts'

/** A change that the server does not know yet. It applies to everything that arrives meanwhile. */
export interface Pending {
  change: Change
  /** Gets every row that arrives from the server, before the change. */
  seen(kind: Kind, row: AnyRow): void
}

interface Watched {
  row: AnyRow
  /** The row as a component gave it. */
  given: AnyRow
  listeners: Set<() => void>
}

const truths = new WeakMap<QueryClient, Truth>()

/** Returns the truth of a query client. */
export function truthOf(client: QueryClient): Truth {
  const truth = truths.get(client) ?? new Truth(client)
  truths.set(client, truth)
  return truth
}

/**
 * Keeps one truth per post, person, comment and notification. The query cache holds plain rows, and
 * a row can be in many queries. Every change goes through this object, which writes it into all of
 * them. An answer that left the server before a change does not undo the change.
 */
export class Truth {
  /** The pending changes of toggles, by the names of their queues. */
  readonly queue = new Map<string, Pending>()
  /** How often rows have changed. */
  writes = 0
  readonly #client: QueryClient
  readonly #pending = new Set<Pending>()
  readonly #watched = new Map<string, Watched>()
  /** The running fetches, and when they started. */
  readonly #fetches = new Map<string, number>()
  /** The changes since the oldest running fetch started. */
  #log: { at: number; change: Change }[] = []
  #clock = 0
  #person: string | null | undefined
  /** When another person signed in. */
  #forgotAt = 0
  #isWriting = false

  constructor(client: QueryClient) {
    this.#client = client
    client.getQueryCache().subscribe((event) => this.#onEvent(event))
  }

  /** Returns the time to pass to `receive` after a fetch that starts now. */
  now(): number {
    return ++this.#clock
  }

  /** Returns whether another person has signed in since then. */
  isOfOther(time: number): boolean {
    return time < this.#forgotAt
  }

  /** Says who is signed in. Returns whether that is another person: then all rows are forgotten. */
  signIn(person: string | null): boolean {
    const isOther = this.#person !== undefined && this.#person !== person
    this.#person = person
    if (isOther) this.#forget()
    return isOther
  }

  #forget(): void {
    this.#forgotAt = this.now()
    this.#log = []
    this.#pending.clear()
    this.queue.clear()
    notifyManager.batch(() => {
      for (const query of this.#queries()) {
        query.reset()
        // A query that began with a row of a list would go back to this row.
        query.setState({ data: undefined, dataUpdatedAt: 0, status: 'pending' })
      }
      for (const watched of this.#watched.values()) showWatched(watched, watched.given)
    })
    const predicate = ({ meta }: Query) => !meta?.isHead
    void this.#client.refetchQueries({ queryKey: [ROOT], type: 'active', predicate })
  }

  /** Changes all cached rows. Answers of fetches that run now get the change, too. */
  apply(change: Change): void {
    if (this.#fetches.size > 0) this.#log.push({ at: this.now(), change })
    this.#write(change)
  }

  /** Adds a pending change, and shows it at once. A second call shows it again. */
  show(pending: Pending): void {
    this.#pending.add(pending)
    this.#write(pending.change)
  }

  /** Replaces a pending change by its result. */
  settle(pending: Pending, result: Change): void {
    if (this.#pending.delete(pending)) this.apply(result)
  }

  /** Takes rows from the server: returns them with newer changes, and updates all other places. */
  receive<Data>(key: QueryKey, data: Data, startedAt: number): Data {
    if (this.isOfOther(startedAt)) return data
    eachRow(key, data, (kind, row) => {
      for (const { seen } of this.#pending) seen(kind, row)
    })
    const current = this.#overlay(key, data, startedAt)
    this.apply(sameAs(key, current))
    return current
  }

  /** Returns the newest cached row, for example of a post that a list already contains. */
  find(kind: Kind, id: string): { row: AnyRow; updatedAt: number } | undefined {
    let found: { row: AnyRow; updatedAt: number } | undefined
    for (const { queryKey, state } of this.#queries()) {
      if (queryKey[1] !== kind || state.dataUpdatedAt < (found?.updatedAt ?? 0)) continue
      eachRow(queryKey, state.data, (_kind, row) => {
        if (nameOf(row) === id) found = { row, updatedAt: state.dataUpdatedAt }
      })
    }
    return found
  }

  /** Returns your own profile, if it is cached. */
  findOwn(): AnyRow | undefined {
    return this.#client.getQueryData<AnyRow>([ROOT, 'profiles', 'me'])
  }

  /** Returns the watched row, or the given row if nobody watches it. */
  current(kind: Kind, row: AnyRow): AnyRow {
    return this.#watched.get(idOf(kind, row))?.row ?? row
  }

  /**
   * Watches a row, which need not be in a query. A component begins to watch some time after it
   * rendered the row, so it says what `writes` was then.
   */
  watch(kind: Kind, row: AnyRow, writes: number, listener: () => void): () => void {
    const id = idOf(kind, row)
    const newest = writes === this.writes ? row : (this.find(kind, nameOf(row))?.row ?? row)
    const watched = this.#watched.get(id) ?? { row: newest, given: row, listeners: new Set() }
    this.#watched.set(id, watched)
    watched.listeners.add(listener)
    return () => {
      watched.listeners.delete(listener)
      if (watched.listeners.size === 0) this.#watched.delete(id)
    }
  }

  #onEvent(event: QueryCacheNotifyEvent): void {
    const { query, type } = event
    // An observer learns the result of a fetch before the query says that the fetch ended.
    if ((type !== 'updated' && type !== 'removed') || !isOurs(query.queryKey)) return
    if (this.#isWriting) return
    if (type === 'updated') this.#onUpdate(query, event.action.type)
    if (type === 'removed' || query.state.fetchStatus === 'idle') {
      this.#fetches.delete(query.queryHash)
      if (this.#fetches.size === 0) this.#log = []
    }
  }

  #onUpdate(query: Query, action: string): void {
    if (action === 'fetch') this.#fetches.set(query.queryHash, this.now())
    if (action !== 'success' && action !== 'setState') return
    this.writes += 1
    // A fetch of the next page puts back the pages that it saw when it started.
    const startedAt = this.#fetches.get(query.queryHash) ?? this.#clock
    this.#put(query, this.#overlay(query.queryKey, query.state.data, startedAt))
    if (this.#watched.size > 0) this.#changeWatched(sameAs(query.queryKey, query.state.data))
  }

  #overlay<Data>(key: QueryKey, data: Data, startedAt: number): Data {
    const changes = this.#log.filter(({ at }) => at > startedAt).map(({ change }) => change)
    for (const { change } of this.#pending) changes.push(change)
    return changes.reduce((rows, change) => changeRows(key, rows, change), data)
  }

  #write(change: Change): void {
    this.writes += 1
    notifyManager.batch(() => {
      for (const query of this.#queries()) {
        this.#put(query, changeRows(query.queryKey, query.state.data, change))
      }
      this.#changeWatched(change)
    })
  }

  /** Writes data without a change of its age: it is as old as before. */
  #put(query: Query, data: unknown): void {
    if (data === query.state.data) return
    this.#isWriting = true
    try {
      query.setState({ data })
    } finally {
      this.#isWriting = false
    }
  }

  #changeWatched(change: Change): void {
    for (const [id, watched] of this.#watched) {
      const kind = id.split(':')[0] as Kind
      const row = changeRows(['', kind], watched.row, change)
      showWatched(watched, row)
    }
  }

  #queries(): Query[] {
    return this.#client.getQueryCache().findAll({ predicate: ({ queryKey }) => isOurs(queryKey) })
  }
}

function showWatched(watched: Watched, row: AnyRow): void {
  if (row === watched.row) return
  watched.row = row
  for (const listener of watched.listeners) listener()
}
