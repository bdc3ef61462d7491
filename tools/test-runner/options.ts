import { parseArgs } from 'node:util'
import { Problem } from '../../src/cli/problem.ts'

const usage = 'npm test -- [filter…], where a filter is part of the path of a test file'

/** The options of `npm test`. A new option needs one line here. */
const known = {} as const

/** Reads the options and path filters of `npm test`. */
export function readOptions(args: string[]): { filters: string[] } {
  try {
    const { positionals } = parseArgs({ args, options: known, allowPositionals: true })
    return { filters: positionals }
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('.')[0]}. Use: ${usage}.`)
  }
}
