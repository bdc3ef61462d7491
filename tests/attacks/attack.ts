import type { Answer, Ask, AttackStack } from './attack-stack.ts'
import { secretsOf } from './targets.ts'

/**
 * The kind of answer that an attack must get. `denied`: status 401 or 403, or 404 to 406 for
 * something that is not exposed. `not found`: status 404. `bad`: a status for invalid input.
 * `refused`: any status 4xx. `fine`: success. `harmless`: success or any status 4xx, without
 * secrets.
 */
export type Verdict = 'denied' | 'not found' | 'bad' | 'refused' | 'fine' | 'harmless'

export interface Attack extends Ask {
  /** Describes the attack and names the attacker. */
  name: string
  expects: Verdict
  /**
   * A second request, with another id. Both answers must be the same byte for byte, except for the
   * id.
   */
  like?: { ask: Ask; id: string; insteadOf: string }
  /**
   * An additional check of the answer. Returns the problem, or undefined if the answer is right.
   */
  holds?: (answer: Answer) => string | undefined
}

const CODES: Record<Verdict, RegExp> = {
  denied: /^(401|403|404|405|406)$/,
  'not found': /^404$/,
  bad: /^(400|404|405|409|413|414|415|416|422|431)$/,
  refused: /^4\d\d$/,
  fine: /^(200|201|204|206)$/,
  harmless: /^[24]\d\d$/,
}

/**
 * Patterns of text that no answer may contain: SQL, rows, and names of constraints or private
 * objects.
 */
const DIRTY = [
  /social_private/,
  /relation "(?!social\.)/,
  /Key \(/,
  /contains \(/,
  /violates (?!row-level security policy)/,
  /(?<!idempotency)_(pkey|fkey|key|idx|check)\b/,
  /\b(plpgsql|PL\/pgSQL|pg_catalog|information_schema)\b/,
  /\bselect .* from\b/i,
  /node_modules|\.ts:|\n {4}at /,
]

/**
 * Runs the attacks. Returns one line for each attack that succeeds, and an empty list if all
 * attacks fail.
 */
export async function carryOut(stack: AttackStack, attacks: Attack[]): Promise<string[]> {
  const achieved: string[] = []
  for (let start = 0; start < attacks.length; start += BATCH) {
    const batch = attacks.slice(start, start + BATCH)
    const before = await stack.state()
    for (const attack of batch) achieved.push(...(await attempt(stack, attack)))
    if ((await stack.state()) !== before) achieved.push(...(await culprits(stack, batch)))
  }
  return achieved
}

/**
 * The number of attacks in a batch. All rows of the database are compared before and after a batch.
 */
const BATCH = 25

async function attempt(stack: AttackStack, attack: Attack): Promise<string[]> {
  const answer = await stack.ask(attack)
  const found = judge(stack, attack, answer)
  if (attack.like) {
    const { ask, id, insteadOf } = attack.like
    const other = await stack.ask(ask)
    if (other.status !== answer.status || other.text.replaceAll(id, insteadOf) !== answer.text) {
      found.push(`${show(answer)} differs from ${show(other)}`)
    }
  }
  return found.map((line) => `${attack.name}: ${line}`)
}

/** Repeats a batch to find the attacks that change rows. */
async function culprits(stack: AttackStack, batch: Attack[]): Promise<string[]> {
  const found: string[] = []
  for (const attack of batch) {
    const before = await stack.state()
    await attempt(stack, attack)
    if ((await stack.state()) !== before) found.push(`${attack.name}: it changes rows`)
  }
  const names = batch.map(({ name }) => name).join(', ')
  return found.length > 0 ? found : [`one of these changed rows: ${names}`]
}

function judge(stack: AttackStack, attack: Attack, answer: Answer): string[] {
  const found: string[] = []
  if (!CODES[attack.expects].test(String(answer.status)) && !isExcused(answer)) {
    found.push(`not ${attack.expects} but ${show(answer)}`)
  }
  // An answer may quote the request. Text from the request is therefore not a leak.
  const asked = unquoted(JSON.stringify({ ...attack, as: undefined }))
  const text = unquoted(answer.text)
  for (const dirt of DIRTY) {
    const [match] = dirt.exec(text) ?? []
    if (match && !asked.includes(match)) found.push(`the answer has "${match}": ${show(answer)}`)
  }
  for (const secret of secretsOf(stack, attack.as?.name ?? 'nobody')) {
    if (text.includes(secret) && !asked.includes(secret))
      found.push(`the answer contains "${secret}"`)
  }
  const more = attack.holds?.(answer)
  if (more) found.push(more)
  return found
}

/**
 * Whether an answer is a known status 500 that this project does not cause. PostgREST returns this
 * status for a write to a view with aggregates. The local stack returns this status for some
 * requests that PostgREST and Storage of a hosted project refuse.
 */
function isExcused({ status, text }: Answer): boolean {
  return status === 500 && /"code":"(55000|SUP)"|"server_error"/.test(text)
}

function unquoted(text: string): string {
  return text.replaceAll('\\"', '"')
}

function show({ status, text }: Answer): string {
  return `${status} ${text.slice(0, 200)}`
}
