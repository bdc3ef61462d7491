import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from '../local-stack/paths.ts'
import type { Mutant } from './mutants.ts'

/** What became of a mutant: a test failed, none did, or Postgres would not have it. */
export interface Result {
  id: string
  hash: string
  outcome: 'killed' | 'survived' | 'invalid'
  /** The test that killed it, or Postgres' refusal. */
  by: string
  ms: number
}

const file = `${root}.local/mutation.jsonl`
const judgements = new URL('survivors.json', import.meta.url)

/** Every result so far, the latest of each mutant. */
export function loadResults(): Map<string, Result> {
  if (!existsSync(file)) return new Map()
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return new Map(lines.map((line) => JSON.parse(line) as Result).map((one) => [one.id, one]))
}

export function saveResult(result: Result): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(result)}\n`)
}

/** Why a mutant that survives is no hole, by its id. */
export function loadJudgements(): { [id: string]: string } {
  return JSON.parse(readFileSync(judgements, 'utf8'))
}

/** Prints the score of these mutants, by kind, and the survivors that nobody has judged. */
export function report(mutants: Mutant[], results: Map<string, Result>): number {
  const judged = loadJudgements()
  const kinds = new Map<
    string,
    { killed: number; survived: number; judged: number; invalid: number }
  >()
  const open: string[] = []
  for (const { id, kind, hash } of mutants) {
    const result = results.get(id)
    if (!result || result.hash !== hash) continue
    const count = kinds.get(kind) ?? { killed: 0, survived: 0, judged: 0, invalid: 0 }
    kinds.set(kind, count)
    if (result.outcome !== 'survived') count[result.outcome]++
    else if (judged[id]) count.judged++
    else {
      count.survived++
      open.push(id)
    }
  }
  const total = { killed: 0, survived: 0, judged: 0, invalid: 0 }
  for (const [kind, count] of [...kinds].sort()) {
    for (const key of ['killed', 'survived', 'judged', 'invalid'] as const) total[key] += count[key]
    console.log(`${kind.padEnd(24)} ${line(count)}`)
  }
  console.log(`${'all'.padEnd(24)} ${line(total)}`)
  if (open.length > 0) console.log(`\nSurvivors without a judgement:\n${open.sort().join('\n')}`)
  const valid = total.killed + total.survived + total.judged
  return valid === 0 ? 0 : total.killed / valid
}

function line(count: {
  killed: number
  survived: number
  judged: number
  invalid: number
}): string {
  const { killed, survived, judged, invalid } = count
  const valid = killed + survived + judged
  const score = valid ? ((100 * killed) / valid).toFixed(1) : '–'
  const numbers = `${killed} of ${valid} killed, ${judged} judged, ${survived} open`
  return `${score.padStart(5)} %  ${numbers}${invalid ? `, ${invalid} invalid` : ''}`
}
