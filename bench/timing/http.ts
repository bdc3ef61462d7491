import type { Attack } from '../../tests/attacks/attack.ts'
import type { Ask, AttackStack } from '../../tests/attacks/attack-stack.ts'

/**
 * Measures the times of requests for a hidden row and of requests for a missing row. The order of
 * the requests is random.
 */
export async function timeOverHttp(
  stack: AttackStack,
  attack: Attack,
  calls: number,
): Promise<[hidden: number[], nothing: number[]]> {
  const asks: [Ask, Ask] = [attack, attack.like?.ask ?? attack]
  const times: [number[], number[]] = [[], []]
  for (let done = -50; done < 2 * calls; done++) {
    const which = Math.random() < 0.5 ? 0 : 1
    const { milliseconds } = await stack.ask(asks[which])
    if (done >= 0) times[which].push(milliseconds * 1000)
  }
  return times
}
