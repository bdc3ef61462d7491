import type { Answer, Ask, AttackStack } from './attack-stack.ts'
import { secretsOf } from './targets.ts'

/**
 * What must come of it: `denied` 401, 403, or 404 and 406 of a thing that is not exposed;
 * `not found` 404 with our code; `bad` a refusal of the input; `refused` one of all these;
 * `fine` success, and `harmless` either, with nothing secret in it.
 */
export type Verdict = 'denied' | 'not found' | 'bad' | 'refused' | 'fine' | 'harmless'

export interface Attack extends Ask {
  /** In the words of the catalogue, and who. */
  name: string
  expects: Verdict
  /** The same with another id: the answer must be the same to the byte, but for the id. */
  like?: { ask: Ask; id: string; insteadOf: string }
  /** More that must hold; an answer of text tells what does not. */
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

/** What belongs in no answer: SQL, names of constraints and of what is private, rows. */
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

/** Carries attacks out; what they achieved, or nothing when they failed as they must. */
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

/** As many as share one look at every row. */
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

/** Which attack of a batch changes rows: the ones that do it again, or any of them. */
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
  // An answer may say what was asked for.
  const asked = unquoted(JSON.stringify({ ...attack, as: undefined }))
  const text = unquoted(answer.text)
  for (const dirt of DIRTY) {
    const [match] = dirt.exec(text) ?? []
    if (match && !asked.includes(match)) found.push(`the answer has "${match}": ${show(answer)}`)
  }
  for (const secret of secretsOf(stack, attack.as?.name ?? 'nobody')) {
    if (text.includes(secret) && !asked.includes(secret)) found.push(`the answer tells "${secret}"`)
  }
  const more = attack.holds?.(answer)
  if (more) found.push(more)
  return found
}

/**
 * What the parts under us answer with 500: PostgREST, when somebody writes to a view of sums; and
 * the local stack, when it stumbles itself over what PostgREST and Storage refuse.
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
