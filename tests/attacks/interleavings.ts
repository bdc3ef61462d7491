import type postgres from 'postgres'

/** The variables of one actor, for example the upload that its ingest has begun. */
export type Notes = Record<string, string | null | boolean>

/**
 * One step of an actor: what a function or Storage does between two awaits. Returns the new
 * variables, or undefined if the actor ends early.
 */
export type Step = (sql: postgres.ReservedSql, notes: Notes) => Promise<Notes | undefined>

/** Something that several requests do to the files of one person, as steps in a fixed order. */
export interface Actor {
  name: string
  steps: Step[]
}

export interface Explored {
  /** The number of runs: the orders of all steps, in which each actor may be killed after a step. */
  runs: number
  /** The number of different states in which the runs end. */
  states: number
  /** One line for each file without a row and each row without a file. */
  problems: string[]
}

interface Position {
  at: number
  notes: Notes
}

/**
 * Tries the steps of several actors in every order, and kills each actor after every step. In each
 * reached state, lets the grace periods pass and runs the worker. Runs that reach the same state
 * are continued only once.
 */
export async function explore(sql: postgres.ReservedSql, actors: Actor[]): Promise<Explored> {
  const known = new Map<string, number>()
  const problems = new Set<string>()
  const path: string[] = []

  async function visit(positions: Position[]): Promise<number> {
    const [row] = await sql<{ state: string }[]>`select social_tests.files_state() as state`
    const key = JSON.stringify([positions, row?.state])
    const before = known.get(key)
    if (before !== undefined) return before
    for (const problem of await settle(sql)) problems.add(`${path.join(', ')}: ${problem}`)
    let runs = 1
    for (const [index, { at, notes }] of positions.entries()) {
      const actor = actors[index] as Actor
      const step = actor.steps[at]
      if (!step) continue
      path.push(`${actor.name} ${at + 1}`)
      await sql`savepoint step`
      const after = await run(sql, step, notes)
      const next = after ? { at: at + 1, notes: after } : { at: actor.steps.length, notes: {} }
      runs += await visit(positions.with(index, next))
      await sql`rollback to savepoint step`
      await sql`release savepoint step`
      path.pop()
    }
    known.set(key, runs)
    return runs
  }

  const runs = await visit(actors.map(() => ({ at: 0, notes: {} })))
  return { runs, states: known.size, problems: [...problems] }
}

/** Runs a step. A step that the database refuses ends its actor, as an error ends a function. */
async function run(sql: postgres.ReservedSql, step: Step, notes: Notes) {
  await sql`savepoint attempt`
  try {
    return await step(sql, notes)
  } catch (error) {
    await sql`rollback to savepoint attempt`
    if (!/^(PT|42501|23505)/.test((error as postgres.PostgresError).code)) throw error
    return undefined
  } finally {
    await sql`release savepoint attempt`
  }
}

/** Lets two hours and then a day pass, and returns what is wrong with the files afterwards. */
async function settle(sql: postgres.ReservedSql): Promise<string[]> {
  await sql`savepoint settled`
  const found = await sql<{ problem: string }[]>`
    select '2 h later ' || problem as problem from social_tests.settle(2) as problem
    union all
    select '28 h later ' || problem from social_tests.settle(26) as problem`
  await sql`rollback to savepoint settled`
  await sql`release savepoint settled`
  return found.map(({ problem }) => problem)
}
