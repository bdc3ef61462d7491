import type { Person, World } from './world.ts'

/**
 * The result of a storm. A storm is a test in which many sessions send conflicting requests at
 * once.
 */
export interface Outcome {
  rounds: number
  contradictions: number
  /**
   * Errors that no client may get: deadlocks, violated constraints and other errors of Postgres.
   */
  impolite: string[]
}

export const POLITE =
  /^(ok|[a-z_]+_not_found|not_author|comments_closed|pins_too_many|following_too_many)$/
const ROUNDS = Number(process.env.SOCIAL_ROUNDS ?? 8)

/**
 * Runs the rounds of a storm and adds up their results. Each round returns its answers and the
 * number of contradictions that it found.
 */
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
