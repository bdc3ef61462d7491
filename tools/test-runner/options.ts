import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Problem } from '../../src/cli/problem.ts'
import { chosenMajor, MAJORS, type Major, toMajor } from '../local-stack/versions.ts'

export interface Options {
  /** Parts of the paths of the test files to run. */
  filters: string[]
  postgres: Major
  /** The path of a real Auth server, which runs in place of the Auth of `@supabase/lite`. */
  auth?: string | undefined
}

const versions = `[--postgres ${MAJORS.join('|')}]`
const explanation = '[filter…], where a filter is part of the path of a test file'

/** Reads the options and path filters of `npm test`. */
export function readOptions(args: string[]): Options {
  const usage = `npm test -- ${versions} [--auth PATH] ${explanation}`
  const { values, positionals } = parse(args, { auth: { type: 'string' } }, usage)
  const { auth } = values
  return {
    filters: positionals,
    postgres: majorOf(values.postgres),
    auth: typeof auth === 'string' ? auth : undefined,
  }
}

/** Reads the options and path filters of `npm run test:sql`. */
export function readSqlOptions(args: string[]): Options & { keep: boolean } {
  const usage = `npm run test:sql -- ${versions} [--keep] ${explanation}`
  const { values, positionals } = parse(args, { keep: { type: 'boolean' } }, usage)
  return {
    filters: positionals,
    postgres: majorOf(values.postgres),
    keep: values.keep === true,
  }
}

function majorOf(value: string | boolean | undefined): Major {
  return typeof value === 'string' ? toMajor(value, '--postgres') : chosenMajor()
}

/** The options that a command has besides `--postgres`. */
type MoreOptions = NonNullable<ParseArgsConfig['options']>

interface Arguments {
  values: { [name: string]: string | boolean | undefined }
  positionals: string[]
}

function parse(args: string[], more: MoreOptions, usage: string): Arguments {
  try {
    const options: MoreOptions = { postgres: { type: 'string' }, ...more }
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { values: values as Arguments['values'], positionals }
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('.')[0]}. Use: ${usage}.`)
  }
}
