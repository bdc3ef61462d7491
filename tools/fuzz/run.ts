import '../local-stack/node-version.ts'
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { root } from '../local-stack/paths.ts'
import { isShuttingDown, onShutdown } from '../local-stack/shutdown.ts'
import { type Bench, openBench } from './bench.ts'
import { mutationOf } from './mutations.ts'
import { add, codeHash, describe, emptySummary, loadChunks, saveChunk, total } from './results.ts'

/**
 * `npm run fuzz:ingest` uploads mutations of real files and checks what social-ingest does with
 * each: no answer of 5xx, no metadata in a stored file, no file left behind, and no cost over the
 * limits of hosted edge functions. A stopped run continues with the first chunk that is missing.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    /** The number of mutations after which the results are kept and a new stack starts. */
    chunk: { type: 'string', default: '500' },
    /** Runs one mutation, keeps its file in .local/fuzz and prints what happens. */
    only: { type: 'string' },
    again: { type: 'boolean', default: false },
  },
})

let open: Bench | undefined
onShutdown(async () => open?.stop(), 130)
try {
  const problems = values.only === undefined ? await runAll() : await runOne(Number(values.only))
  process.exitCode = problems > 0 ? 1 : 0
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
if (!isShuttingDown()) process.exit()

async function runAll(): Promise<number> {
  const hash = codeHash()
  const done = values.again ? new Map() : loadChunks(hash)
  const [count, size] = [Number(values.count), Number(values.chunk)]
  for (let first = 0; first < count && !isShuttingDown(); first += size) {
    if (done.has(first)) continue
    const chunk = { first, hash, ...(await runChunk(first, Math.min(size, count - first))) }
    if (isShuttingDown()) break
    saveChunk(chunk)
    done.set(first, chunk)
    console.log(`from ${first}: ${describe(chunk)}`)
  }
  const all = total([...done.values()])
  console.log(describe(all))
  return all.problems.length
}

async function runChunk(first: number, size: number) {
  const summary = emptySummary()
  open = await openBench()
  try {
    const mutations = Array.from({ length: size }, (_, place) => mutationOf(first + place))
    for await (const outcome of open.attempts(mutations)) add(summary, outcome)
    summary.problems.push(...(await open.leftovers()).map((name) => `left behind: ${name}`))
    return summary
  } finally {
    await open.stop()
    open = undefined
  }
}

async function runOne(number: number): Promise<number> {
  const mutation = mutationOf(number)
  mkdirSync(`${root}.local/fuzz`, { recursive: true })
  writeFileSync(`${root}.local/fuzz/${number}.bin`, mutation.bytes)
  const summary = await runChunk(number, 1)
  console.log(`${mutation.purpose}, ${mutation.bytes.length} bytes\n${describe(summary)}`)
  return summary.problems.length
}
