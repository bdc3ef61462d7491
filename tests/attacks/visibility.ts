import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import type { Ask, Attacker, AttackStack } from './attack-stack.ts'
import { filters } from './filters.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/** Attacks that try to distinguish hidden content from missing content. */
export async function visibility(stack: AttackStack): Promise<Attack[]> {
  return [...(await oracle(stack)), ...filters(stack)]
}

const HIDDEN: Record<string, string[]> = {
  post_id: [
    ...["luna's post", "susi's post", "dora's post", "gone's post", "otto's deleted post"],
    ...["otto's followers post", "otto's friends post", "otto's own post", "otto's archived post"],
  ],
  comment_id: [
    ...["luna's comment", "xaver's comment", "susi's comment", "dora's comment", "gone's comment"],
    "fred's comment",
  ],
  profile_id: ['susi', 'dora', 'gone', 'nina'],
  follower_id: ['susi', 'dora', 'gone', 'nina'],
}

/** The content that must look missing to a person whom Otto blocks. */
const BLOCKED: Record<string, string[]> = {
  post_id: ["otto's post", "otto's followers post"],
  comment_id: ["mallory's comment", "xaver's comment"],
  profile_id: ['otto'],
  follower_id: ['otto'],
}

/**
 * Calls every function with the ids of hidden content. Each answer must equal the answer for a
 * random id, byte for byte.
 */
export async function oracle(stack: AttackStack): Promise<Attack[]> {
  const { people, ids } = stack
  const exposed = await exposedFunctions(stack)
  const on = (as: Attacker | undefined, hidden: Record<string, string[]>) =>
    exposed.flatMap((one) =>
      one.arguments
        .filter(({ type, isOptional }) => type === 'uuid' && !isOptional)
        .flatMap(({ name }) =>
          (hidden[name] ?? [])
            // People can always delete their own comments.
            .filter((label) => one.name !== 'delete_comment' || label !== `${as?.name}'s comment`)
            .map((label): Attack => {
              const ask = (id: string): Ask => ({
                ...request(one, { ...madeUp(one, ids), [name]: id }),
                as,
              })
              const [id, hiddenId] = [randomUUID(), ids[label] ?? '']
              return {
                ...{ name: `${one.name} on ${label} as ${as?.name ?? 'nobody'}`, ...ask(hiddenId) },
                ...{ expects: 'harmless', like: { ask: ask(id), id, insteadOf: hiddenId } },
              }
            }),
        ),
    )
  return [...on(undefined, HIDDEN), ...on(people.mallory, HIDDEN), ...on(people.xaver, BLOCKED)]
}
