import type { Path, Variant } from './path.ts'
import { progress } from './progress.ts'
import { cpuOf } from './schedstat.ts'

/** The measurements of one benchmarked call ("path") in one build. */
export interface Side {
  variant: Variant
  /** The process id of the Postgres backend that serves the connection. */
  pid: number
  beforeRound: Path['beforeRound']
  /**
   * Times in microseconds. `clock` contains the time of each call. `cpu` contains the mean CPU time
   * of a call in each batch.
   */
  clock: number[]
  cpu: number[]
}

/** The same benchmarked call in both builds. */
export interface Pair {
  name: string
  earlier: Side
  today: Side
}

/** The number of calls that one build runs in a row before the other build takes its turn. */
const BATCH = 10

/** Measures every benchmarked call in every round. The batches of the two builds take turns. */
export async function measurePairs(pairs: Pair[], rounds: number, samples: number): Promise<void> {
  for (const { name, earlier, today } of pairs) {
    progress(`warming up: ${name}`)
    refuseOtherAnswers(name, await answersOf(earlier), await answersOf(today))
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name, earlier, today } of pairs) {
      progress(`round ${round + 1} of ${rounds}: ${name}`)
      for (const side of [earlier, today]) await side.beforeRound?.()
      for (let sample = 0; sample < samples; sample += BATCH) {
        // Each build goes first equally often.
        const isSwapped = (round + sample / BATCH) % 2 === 1
        const turns = isSwapped ? [today, earlier] : [earlier, today]
        for (const side of turns) await batch(side, sample)
      }
    }
  }
  progress('')
}

/**
 * Returns the ids that each call of a batch reads. For a command, returns only the number of rows,
 * because a command creates new ids.
 */
async function answersOf({ variant, beforeRound }: Side): Promise<string[]> {
  await beforeRound?.()
  await variant.viewer?.become()
  const answers: string[] = []
  for (let call = 0; call < BATCH; call++) {
    await variant.before?.()
    const rows = await answer(variant, call)
    await variant.after?.(String(rows[0]?.[0]))
    const isCommand = Boolean(variant.after)
    answers.push(isCommand ? String(rows.length) : rows.map((row) => String(row[0])).join())
  }
  return answers
}

/** Throws if the two builds return different rows, because such builds cannot be compared. */
function refuseOtherAnswers(name: string, earlier: string[], today: string[]): void {
  if (earlier.join('\n') !== today.join('\n'))
    throw new Error(`${name}: the two builds return different rows.`)
}

/**
 * Runs ten calls and reads the CPU time before and after all ten. A variant with `before` or
 * `after` needs a reading around each call.
 */
async function batch({ variant, pid, clock, cpu }: Side, first: number): Promise<void> {
  const isReadPerCall = Boolean(variant.before || variant.after)
  await variant.viewer?.become()
  let used = 0
  let start = isReadPerCall ? 0 : await cpuOf(pid)
  for (let call = 0; call < BATCH; call++) {
    await variant.before?.()
    if (isReadPerCall) start = await cpuOf(pid)
    const started = performance.now()
    const rows = await answer(variant, first + call)
    clock.push((performance.now() - started) * 1000)
    if (isReadPerCall) used += (await cpuOf(pid)) - start
    await variant.after?.(String(rows[0]?.[0]))
  }
  if (!isReadPerCall) used = (await cpuOf(pid)) - start
  cpu.push(used / BATCH / 1000)
}

async function answer(variant: Variant, call: number): Promise<unknown[][]> {
  const params = variant.params[call % variant.params.length] ?? []
  return variant.on[0].unsafe(variant.text, params, { prepare: true }).values()
}
