import { parseArgs } from 'node:util'
import { Problem } from '../src/cli/problem.ts'

export interface Options {
  scale: number
  /** The folder that keeps the generated data for the next run. */
  keep?: string | undefined
  rounds: number
  samples: number
  /** Runs only the benchmarked calls ("paths") whose name contains this text. */
  only: string
  /** The number of operations in each write test. 0 skips the write tests. */
  operations: number
  clients: number
  fsync: boolean
  /** Prints the query plans of the statements inside our functions. */
  plans: boolean
  /** Measures bytes per row and calls per second, instead of comparing variants. */
  capacity: boolean
  json?: string | undefined
  /** A commit. The benchmark compares this build with the build of that commit. */
  beside?: string | undefined
}

const USE = `npm run bench -- [--scale 1|4|16] [--keep FOLDER] [--rounds 5] [--samples 20]
    [--only TEXT] [--operations 20000] [--clients 32] [--fsync] [--plans] [--capacity]
    [--json FILE]
  npm run bench -- --beside COMMIT [--scale 1] [--rounds 10] [--samples 20] [--only TEXT]
  npm run bench -- --compare SMALL.json LARGE.json`

const FLAGS = {
  scale: { type: 'string', default: '1' },
  keep: { type: 'string' },
  rounds: { type: 'string' },
  samples: { type: 'string', default: '20' },
  only: { type: 'string', default: '' },
  operations: { type: 'string', default: '20000' },
  clients: { type: 'string', default: '32' },
  fsync: { type: 'boolean', default: false },
  plans: { type: 'boolean', default: false },
  capacity: { type: 'boolean', default: false },
  json: { type: 'string' },
  compare: { type: 'boolean', default: false },
  beside: { type: 'string' },
} as const

/** Reads the command line. Returns the options of a run, or the two result files to compare. */
export function readOptions(): Options | { compare: [string, string] } {
  const { values, positionals } = parse()
  const { compare, ...rest } = values
  const [small, large] = positionals
  if (compare) {
    if (!small || !large || positionals.length > 2) throw new Problem(`Use: ${USE}`)
    return { compare: [small, large] }
  }
  if (positionals.length > 0) throw new Problem(`Use: ${USE}`)
  return {
    ...rest,
    scale: whole('scale', values.scale, 1, 64),
    rounds: whole('rounds', values.rounds ?? (values.beside ? '10' : '5'), 1, 1000),
    samples: whole('samples', values.samples, 1, 10_000),
    operations: whole('operations', values.operations, 0, 10_000_000),
    clients: whole('clients', values.clients, 1, 45),
  }
}

function parse() {
  try {
    return parseArgs({ options: FLAGS, allowPositionals: true })
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('.')[0]}. Use: ${USE}`)
  }
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= from && value <= to) return value
  throw new Problem(`--${name} ${text}: give a whole number from ${from} to ${to}.`)
}
