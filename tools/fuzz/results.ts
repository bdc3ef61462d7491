import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { functionsFolder, root } from '../local-stack/paths.ts'
import type { Outcome } from './bench.ts'
import { seeds } from './mutations.ts'

/** What social-ingest did with a number of mutations. */
export interface Summary {
  mutations: number
  /** How many mutations got each answer. */
  answers: Record<string, number>
  /** Seconds of CPU time: of all mutations, and of the most expensive one. */
  cpu: number
  cpuMax: number
  /** The peak memory, in megabytes. */
  memoryMax: number
  /** How many mutations got an answer of 5xx that they did not get again. */
  repeated: number
  /** The number of a mutation, what it is, and what is wrong. */
  problems: string[]
}

/** The result of a chunk of mutations, for one state of the code. */
export interface Chunk extends Summary {
  first: number
  hash: string
}

export function emptySummary(): Summary {
  return { mutations: 0, answers: {}, cpu: 0, cpuMax: 0, memoryMax: 0, repeated: 0, problems: [] }
}

export function add(summary: Summary, outcome: Outcome): void {
  const { mutation, answer, cpu, memory, isRepeated, problems } = outcome
  summary.mutations++
  if (isRepeated) summary.repeated++
  summary.answers[answer] = (summary.answers[answer] ?? 0) + 1
  summary.cpu += cpu
  summary.cpuMax = Math.max(summary.cpuMax, cpu)
  summary.memoryMax = Math.max(summary.memoryMax, memory)
  summary.problems.push(
    ...problems.map((problem) => `${mutation.number} (${mutation.what}): ${problem}`),
  )
}

export function total(chunks: Summary[]): Summary {
  const all = emptySummary()
  for (const chunk of chunks) {
    const { mutations, answers, cpu, cpuMax, memoryMax, repeated, problems } = chunk
    all.mutations += mutations
    all.repeated += repeated
    for (const [answer, count] of Object.entries(answers)) {
      all.answers[answer] = (all.answers[answer] ?? 0) + count
    }
    all.cpu += cpu
    all.cpuMax = Math.max(all.cpuMax, cpuMax)
    all.memoryMax = Math.max(all.memoryMax, memoryMax)
    all.problems.push(...problems)
  }
  return all
}

/** Returns the lines that a run prints. */
export function describe(summary: Summary): string {
  const { mutations, answers, cpu, cpuMax, memoryMax, repeated, problems } = summary
  const counts = Object.entries(answers).sort((one, other) => other[1] - one[1])
  const mean = ((1000 * cpu) / Math.max(1, mutations)).toFixed(0)
  return [
    `${mutations} mutations of ${seeds.length} files, ${problems.length} problems`,
    `  ${counts.map(([answer, count]) => `${count} ${answer}`).join(', ')}` +
      (repeated ? `; ${repeated} only after a second call` : ''),
    `  CPU time: ${mean} ms on average, ${cpuMax.toFixed(2)} s at most; ` +
      `memory: ${memoryMax.toFixed(0)} MB at most`,
    ...problems.map((problem) => `  ${problem}`),
  ].join('\n')
}

const file = `${root}.local/fuzz-ingest.jsonl`

/** Returns the chunks that ran with the present code, by their first mutation. */
export function loadChunks(hash: string): Map<number, Chunk> {
  if (!existsSync(file)) return new Map()
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const chunks = lines.map((line) => JSON.parse(line) as Chunk)
  return new Map(chunks.filter((one) => one.hash === hash).map((one) => [one.first, one]))
}

export function saveChunk(chunk: Chunk): void {
  mkdirSync(`${root}.local`, { recursive: true })
  appendFileSync(file, `${JSON.stringify(chunk)}\n`)
}

/** Returns a hash of the function and of the files and the code that the mutations come from. */
export function codeHash(): string {
  const hash = createHash('sha256')
  for (const folder of [`${functionsFolder}/social-ingest/`, `${root}tools/fuzz/`]) {
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.test.ts')) hash.update(readFileSync(`${folder}${name}`))
    }
  }
  for (const seed of seeds) hash.update(seed.bytes)
  return hash.digest('hex').slice(0, 16)
}
