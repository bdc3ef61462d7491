import { type ParseArgsConfig, parseArgs } from 'node:util'
import { Problem } from './problem.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>

/**
 * Reads the arguments of a command. If an argument is wrong, the function throws a `Problem` that
 * first says why, and then how to see the help of the command.
 */
export function readOptions<const O extends Options>(
  args: string[],
  options: O,
  help: string,
  { positionals = false } = {},
): Parsed<O> {
  try {
    return parseArgs({ args, options, allowPositionals: positionals }) as Parsed<O>
  } catch (error) {
    throw new Problem(`${withoutSecrets(reason(error as Error))}\n\n${helpHint(help)}`)
  }
}

/** Node explains some errors in several sentences. The first sentence is enough. */
function reason({ message }: Error): string {
  const lacksValue =
    /^Option '(?:-\w, )?(--[\w-]+) <value>' argument missing/.exec(message)?.[1] ??
    /^Option '(?:-\w, )?(--[\w-]+)' argument is ambiguous/.exec(message)?.[1]
  if (lacksValue) return `${lacksValue} needs a value.`
  const [first = message] = message.split(/\.?\s*\n|\. /)
  return `${first.replace(/\.$/, '')}.`
}

function helpHint(help: string): string {
  const name = /npx supabase-social ([a-z]+)/.exec(help)?.[1]
  return `npx supabase-social ${name} --help shows the options.`
}

/** Hides passwords and secret keys in a text that the CLI prints. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/(:\/\/[^\s:/@]*):\S*@/g, '$1:…@')
    .replace(/\bsb_secret_[\w-]+/g, 'sb_secret_…')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJ…')
}

/** The database address from `--db-url` or the environment. */
export function databaseUrl(option: string | undefined): string | undefined {
  return option || process.env.SUPABASE_DB_URL || undefined
}

/** The address of the project from `--url` or the environment, without a slash at the end. */
export function projectUrl(option: string | undefined): string | undefined {
  const url = option || process.env.SUPABASE_URL
  return url ? requireUrl(url) : undefined
}

/** Like `projectUrl`, but throws a `Problem` if there is no address. */
export function requireUrl(option: string | undefined): string {
  const url = option || process.env.SUPABASE_URL || ''
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '')
  if (!url) {
    throw new Problem('Pass the address of the project: --url https://… (or set SUPABASE_URL)')
  }
  throw new Problem(
    'This is not the address of a project: --url (or SUPABASE_URL) must start with https:// or http://.',
  )
}

/** The secret key from the environment. A secret key is never an argument, which others can see. */
export function secretKey(): string | undefined {
  const key = process.env.SUPABASE_SECRET_KEY || undefined
  if (!key || !isPublic(key)) return key
  throw new Problem(
    'SUPABASE_SECRET_KEY holds a publishable key. Set it to a secret key of the project, or unset it.',
  )
}

/** Like `secretKey`, but throws a `Problem` if there is no secret key. */
export function requireSecretKey(): string {
  const key = secretKey()
  if (key) return key
  throw new Problem('Set SUPABASE_SECRET_KEY to a secret key of the project.')
}

/** The publishable key from `--key` or the environment. */
export function publishableKey(option: string | undefined): string | undefined {
  const key = option || process.env.SUPABASE_PUBLISHABLE_KEY || undefined
  if (!key || !isSecret(key)) return key
  throw new Problem(
    'This is a secret key, and --key takes the publishable key. Set SUPABASE_SECRET_KEY to the secret key.',
  )
}

/** Whether a key is a secret key. An old secret key is a JWT with the role `service_role`. */
function isSecret(key: string): boolean {
  return key.startsWith('sb_secret_') || roleOf(key) === 'service_role'
}

/** Whether a key is a publishable key. An old publishable key is a JWT with the role `anon`. */
function isPublic(key: string): boolean {
  return key.startsWith('sb_publishable_') || roleOf(key) === 'anon'
}

function roleOf(key: string): string | undefined {
  const claims = Buffer.from(key.split('.')[1] ?? '', 'base64url').toString()
  return /"role":\s*"(\w+)"/.exec(claims)?.[1]
}

/** Like `publishableKey`, but throws a `Problem` if there is no publishable key. */
export function requireKey(option: string | undefined): string {
  const key = publishableKey(option)
  if (key) return key
  throw new Problem(
    'Pass the publishable key of the project: --key sb_publishable_… (or set SUPABASE_PUBLISHABLE_KEY)',
  )
}
