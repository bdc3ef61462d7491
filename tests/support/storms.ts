import type { Person, World } from './world.ts'

/** The result of a storm: contradictions and rounds. */
export interface Outcome {
  rounds: number
  contradictions: number
  /** Errors that no client should get: deadlocks, constraints and other errors of Postgres. */
  impolite: string[]
}

export const POLITE =
  /^(ok|[a-z_]+_not_found|not_author|comments_closed|pins_too_many|following_too_many)$/
const ROUNDS = Number(process.env.SOCIAL_ROUNDS ?? 8)

/** Runs the rounds of a storm. Each returns its answers and contradictions. */
export async function storm(
  round: () => Promise<{ answers: string[]; contradictions: number; rounds?: number }>,
  times = ROUNDS,
): Promise<Outcome> {
  const outcome: Outcome = { rounds: 0, contradictions: 0, impolite: [] }
  for (let n = 0; n < times; n++) {
    const { answers, contradictions, rounds = 1 } = await round()
    outcome.rounds += rounds
    outcome.contradictions += contradictions
    outcome.impolite.push(...answers.filter((answer) => !POLITE.test(answer)))
  }
  return outcome
}

export const people = (world: World, count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => world.person(`p${n}`)))
export const pairsOf = (all: Person[]) =>
  all.flatMap((a, n) => (n % 2 ? [] : [[a, all[n + 1]] as [Person, Person]]))
export const count = async (rows: PromiseLike<{ n: number }[]>) => (await rows)[0]?.n ?? 0
