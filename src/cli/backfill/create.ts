import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { type Candidate, candidates, type Expressions, type Failure } from './users.ts'

/** The result of a backfill. */
export interface Created {
  created: number
  /** Users who got a profile in another way, or who were deleted, while the command ran. */
  skipped: number
  failures: Failure[]
}

interface Result {
  id: string
  username: string | null
  problem: string | null
  milliseconds: number
}

/**
 * A sign-up that wants a name of the current batch waits until the batch ends. With batches of this
 * length, nobody notices.
 */
const BATCH_MS = 40
const MAX_BATCH = 100
const BUSY_MS = 250
const MAX_TRIES = 40

/** A user in the queue, and the number of calls in which another transaction locked this user. */
interface Item {
  candidate: Candidate
  tries: number
}

/**
 * Creates the missing profiles in short transactions. After an interruption, a further call creates
 * the profiles that are still missing.
 */
export async function createProfiles(
  sql: postgres.Sql,
  expressions: Expressions,
  onProgress: (done: number) => void,
): Promise<Created> {
  const outcome: Created = { created: 0, skipped: 0, failures: [] }
  const fail = (failure: Failure) => outcome.failures.push(failure)
  let size = 10
  for await (const group of candidates(sql, expressions, fail)) {
    let queue: Item[] = group.map((candidate) => ({ candidate, tries: 0 }))
    while (queue.length > 0) {
      const batch = queue.slice(0, size)
      const results = await createWhenAlone(sql, batch)
      const last = results.at(-1)
      const busy = last && isBusy(last) ? batch[results.length - 1] : undefined
      queue = queue.slice(results.length)
      if (busy) await postpone(busy, queue, fail)
      else size = nextSize(size, last?.milliseconds ?? BATCH_MS)
      record(outcome, results)
      onProgress(outcome.created + outcome.skipped + outcome.failures.length)
    }
  }
  return outcome
}

/** Puts a user whom another transaction locks at the end of the queue. */
async function postpone(item: Item, queue: Item[], fail: (failure: Failure) => void) {
  if (item.tries > 0) await wait(BUSY_MS)
  const tries = item.tries + 1
  if (tries < MAX_TRIES) queue.push({ ...item, tries })
  else fail({ id: item.candidate.id, reason: 'another transaction locks this user' })
}

/** Creates the profiles of a batch, as soon as no other backfill is in the middle of a batch. */
async function createWhenAlone(sql: postgres.Sql, batch: Item[]): Promise<Result[]> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const people = batch.map(({ candidate }) => candidate)
    const results = await create(sql, people)
    if (results.length > 0) return results
    await wait(Math.random() * BUSY_MS)
  }
  throw new Problem('Another backfill is running. Repeat the command when the other one has ended.')
}

/**
 * Creates the profiles of a batch in one transaction. Measures the time in the database, because
 * the time on the network makes nobody wait.
 */
async function create(sql: postgres.Sql, batch: Candidate[]): Promise<Result[]> {
  return sql<Result[]>`
    select id, username, problem,
      1000 * extract(epoch from clock_timestamp() - statement_timestamp())::float8 as milliseconds
    from social_private.create_missing_profiles(${JSON.stringify(batch)}::text::jsonb)`
}

function isBusy({ problem }: Result): boolean {
  return problem === 'busy'
}

function record(outcome: Created, results: Result[]): void {
  for (const result of results.filter((one) => !isBusy(one))) {
    if (result.problem) outcome.failures.push({ id: result.id, reason: result.problem })
    else if (result.username) outcome.created++
    else outcome.skipped++
  }
}

function nextSize(size: number, milliseconds: number): number {
  const wanted = Math.floor((size * BATCH_MS) / Math.max(1, milliseconds))
  return Math.max(1, Math.min(wanted, 2 * size, MAX_BATCH))
}
