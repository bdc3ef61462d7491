import {
  databaseUrl,
  publishableKey,
  requireSecretKey,
  requireUrl,
} from '../../../src/cli/options.ts'
import { Problem } from '../../../src/cli/problem.ts'
import type { Access } from './project.ts'

type Values = { [name: string]: string | boolean | undefined }

const text = { type: 'string' } as const

/** The options of `npm test` that name a given project. */
export const givenOptions = {
  ...{ against: text, 'db-url': text, 'mail-url': text, 'mail-domain': text },
  'i-may-write-here': { type: 'boolean' },
} as const

export const givenUsage =
  'npm test -- --against URL --db-url URL --i-may-write-here [--mail-url URL] [--mail-domain DOMAIN] [filter…]'

/** What the operator must know before the tests write into a project. */
const PERMISSION = `The tests write into the project of --against: they sign up about 1,500 people of their own, who
publish posts and store files, make some of these people staff, raise the rate limits and call the
worker, which erases what is due in the project. Afterwards they delete these people and put the
settings back. Entries of the audit log stay, because nothing deletes them. Real people see the
posts of the tests while they run, so use a project without real people. To run the tests, pass
--i-may-write-here.`

/** Reads the access to a given project. The keys are in the environment, as for the CLI. */
export function readAccess(values: Values): Access | undefined {
  if (values.against === undefined) {
    const lone = Object.keys(givenOptions).find((name) => values[name] !== undefined)
    if (lone) throw new Problem(`--${lone} needs --against URL. Use: ${givenUsage}.`)
    return undefined
  }
  const alien = ['auth', 'postgres'].find((name) => values[name] !== undefined)
  if (alien) throw new Problem(`--${alien} is for a new stack, and --against names a running one.`)
  const url = requireUrl(textOf(values.against))
  if (!values['i-may-write-here']) throw new Problem(PERMISSION)
  const database = databaseUrl(textOf(values['db-url']))
  if (!database) throw new Problem('Pass the database address: --db-url (or set SUPABASE_DB_URL).')
  const key = publishableKey(undefined)
  if (!key) throw new Problem('Set SUPABASE_PUBLISHABLE_KEY to the publishable key of the project.')
  return {
    ...{ url, publishableKey: key, secretKey: requireSecretKey(), databaseUrl: database },
    mailUrl: textOf(values['mail-url']),
    mailDomain: textOf(values['mail-domain']) ?? 'example.com',
  }
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
