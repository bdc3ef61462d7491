import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
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
    const queue = group.map((candidate) => ({ candidate, tries: 0 }))
    while (queue.length > 0) {
      const batch = queue.splice(0, size)
      const results = await create(
        sql,
        batch.map(({ candidate }) => candidate),
      )
      const busy = new Set(results.filter(isBusy).map(({ id }) => id))
      for (const item of batch.filter(({ candidate }) => busy.has(candidate.id))) {
        if (++item.tries < MAX_TRIES) queue.push(item)
        else fail({ id: item.candidate.id, reason: 'another transaction locks this user' })
      }
      record(outcome, results)
      onProgress(outcome.created + outcome.skipped + outcome.failures.length)
      // A batch with waits says nothing about the speed.
      if (busy.size === 0) size = nextSize(size, results[0]?.milliseconds ?? BATCH_MS)
      if (busy.size === batch.length) await wait(BUSY_MS)
    }
  }
  return outcome
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
