import { refusal } from '../../src/cli/prove/expected/callers.ts'
import { functions } from '../../src/cli/prove/expected/functions.ts'
import { sight } from '../../src/cli/prove/expected/rows.ts'
import type { Ids } from '../../src/cli/prove/ids.ts'
import type { Role } from '../../src/cli/prove/roles.ts'

/** A function, and a person who calls it for a row that is hidden from this person. */
export interface Pair {
  name: string
  why: string
  role: Role
  hidden: string
  call: (id: string) => string
}

/**
 * The reasons why a row is hidden. Each reason has the role of the caller and the name of the row.
 */
const HIDDEN: Record<string, [why: string, role: Role, label: string][]> = {
  post: [
    ['for followers', 'stranger', 'for followers'],
    ['author suspended', 'stranger', 'of suspended'],
    ['blocked by the author', 'blocked', 'public'],
  ],
  comment: [
    ['post for followers', 'stranger', 'among followers'],
    ['hidden by the author of the post', 'follower', 'hidden by owner'],
    ['blocked by the author', 'blocked', 'by owner'],
  ],
  person: [
    ['suspended', 'stranger', 'suspended'],
    ['they block', 'blocked', 'owner'],
  ],
}

/** Returns every function that must give the same answer for a hidden row and for an unknown id. */
export function pairs(ids: Ids): Pair[] {
  const sees = sight(false)
  return functions.flatMap(({ name, expected, on }) =>
    (HIDDEN[on] ?? [])
      .filter(([, role, label]) => {
        const outcome = refusal(expected.callers, role) ?? expected.gives({ role, sees }, label)
        return expected.call.includes(`$${on}`) && /_not_found$/.test(outcome)
      })
      .map(([why, role, label]) => ({
        ...{ name, why, role, hidden: ids[on as 'post'][label] ?? '' },
        call: (id) => {
          const given = expected.call.replaceAll(`$${on}`, `'${id}'`)
          return given.startsWith('select')
            ? given
            : `select count(*)::text from social.${name}(${given})`
        },
      })),
  )
}
