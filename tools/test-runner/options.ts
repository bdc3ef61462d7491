import { type ParseArgsConfig, parseArgs } from 'node:util'
import { withoutSecrets } from '../../src/cli/options.ts'
import { Problem } from '../../src/cli/problem.ts'
import { chosenMajor, MAJORS, type Major, toMajor } from '../local-stack/versions.ts'
import { givenOptions, givenUsage, readAccess } from './against/options.ts'
import type { Access } from './against/project.ts'

export interface Options {
  /** Parts of the paths of the test files to run. */
  filters: string[]
  postgres: Major
  /** The path of a real Auth server, which runs in place of the Auth of `@supabase/lite`. */
  auth?: string | undefined
  /** The project that runs already and that the tests use in place of a new local stack. */
  against?: Access | undefined
}

const versions = `[--postgres ${MAJORS.join('|')}]`
const explanation = '[filter…], where a filter is part of the path of a test file'

/** Reads the options and path filters of `npm test`. */
export function readOptions(args: string[]): Options {
  const usage = `npm test -- ${versions} [--auth PATH] ${explanation}, or ${givenUsage}`
  const { values, positionals } = parse(args, { auth: { type: 'string' }, ...givenOptions }, usage)
  const { auth } = values
  return {
    filters: positionals,
    postgres: majorOf(values.postgres),
    auth: typeof auth === 'string' ? auth : undefined,
    against: readAccess(values),
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

export interface Arguments {
  values: { [name: string]: string | boolean | undefined }
  positionals: string[]
}

function parse(args: string[], more: MoreOptions, usage: string): Arguments {
  try {
    const options: MoreOptions = { postgres: { type: 'string' }, ...more }
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { values: values as Arguments['values'], positionals }
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('.')
    throw new Problem(`${withoutSecrets(reason)}. Use: ${usage}.`)
  }
}
