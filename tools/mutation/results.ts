import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from '../local-stack/paths.ts'
import type { Mutant } from './mutants.ts'

/** The result of a mutant: a test failed, no test failed, or Postgres refused the mutant. */
export interface Result {
  id: string
  hash: string
  outcome: 'killed' | 'survived' | 'invalid'
  /** The test that noticed the mutant, or the error with which Postgres refused the mutant. */
  by: string
  ms: number
}

const file = `${root}.local/mutation.jsonl`
const triage = new URL('survivors.json', import.meta.url)

/** Returns the latest result of each mutant. */
export function loadResults(): Map<string, Result> {
  if (!existsSync(file)) return new Map()
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return new Map(lines.map((line) => JSON.parse(line) as Result).map((one) => [one.id, one]))
}

export function saveResult(result: Result): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(result)}\n`)
}

/** Returns the reason why each surviving mutant is acceptable. Each key is the id of a mutant. */
export function loadTriage(): { [id: string]: string } {
  return JSON.parse(readFileSync(triage, 'utf8'))
}

/** Prints the score of each kind of mutant, and the survivors that nobody has triaged. */
export function report(mutants: Mutant[], results: Map<string, Result>): number {
  const triaged = loadTriage()
  const kinds = new Map<
    string,
    { killed: number; survived: number; triaged: number; invalid: number }
  >()
  const open: string[] = []
  for (const { id, kind, hash } of mutants) {
    const result = results.get(id)
    if (!result || result.hash !== hash) continue
    const count = kinds.get(kind) ?? { killed: 0, survived: 0, triaged: 0, invalid: 0 }
    kinds.set(kind, count)
    if (result.outcome !== 'survived') count[result.outcome]++
    else if (triaged[id]) count.triaged++
    else {
      count.survived++
      open.push(id)
    }
  }
  const total = { killed: 0, survived: 0, triaged: 0, invalid: 0 }
  for (const [kind, count] of [...kinds].sort()) {
    for (const key of ['killed', 'survived', 'triaged', 'invalid'] as const)
      total[key] += count[key]
    console.log(`${kind.padEnd(24)} ${line(count)}`)
  }
  console.log(`${'all'.padEnd(24)} ${line(total)}`)
  if (open.length > 0)
    console.log(`\nSurvivors that nobody has triaged:\n${open.sort().join('\n')}`)
  const valid = total.killed + total.survived + total.triaged
  return valid === 0 ? 0 : total.killed / valid
}

function line(count: {
  killed: number
  survived: number
  triaged: number
  invalid: number
}): string {
  const { killed, survived, triaged, invalid } = count
  const valid = killed + survived + triaged
  const score = valid ? ((100 * killed) / valid).toFixed(1) : '–'
  const numbers = `${killed} of ${valid} killed, ${triaged} triaged, ${survived} open`
  return `${score.padStart(5)} %  ${numbers}${invalid ? `, ${invalid} invalid` : ''}`
}
