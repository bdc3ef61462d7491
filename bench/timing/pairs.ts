import type postgres from 'postgres'
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
  /** Makes a text that names nobody from a random id. Without this function, the id names nobody. */
  nothing?: (id: string) => string
  /** Makes the SQL that the operator runs before the call. The measured time does not include it. */
  prepare?: (id: string) => string
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
        return expected.call.includes(`$${on}`) && /_not_found$|^not seen$/.test(outcome)
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

/** The reasons why a search leaves a person out, the caller, and the only word of the person's name. */
const NAMES: [why: string, role: Role, label: Role, word: string][] = [
  ['suspended', 'stranger', 'suspended', 'zqwkxjvb'],
  ['deactivated', 'stranger', 'deactivated', 'zkvqbxwj'],
  ['they block', 'blocked', 'owner', 'zvxjqkbw'],
]

/** Gives each of these people a name that nobody else has. */
export async function giveNames(sql: postgres.Sql, { person }: Ids): Promise<void> {
  for (const [, , label, word] of NAMES) {
    await sql`update social.profiles set display_name = ${word}, username = ${`${word}.name`}
      where id = ${person[label] ?? ''}`
  }
}

/** Returns searches for a word that only a hidden person has, and for a word that nobody has. */
export function searches(): Pair[] {
  return NAMES.flatMap(([why, role, , word]) =>
    ['', 'nobody '].map((before) => ({
      ...{ name: `profile_search "${before}…"`, why, role, hidden: word, nothing: madeUpWord },
      call: (text: string) =>
        `select count(*)::text from social.profile_search('${before}${text}')`,
    })),
  )
}

/** Makes eight letters that depend on a random id. */
function madeUpWord(id: string): string {
  return `z${id.slice(-7).replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`
}
