import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { connect, requireInstallation } from './database.ts'
import { Problem } from './problem.ts'
import { print } from './prove/print.ts'
import { prove } from './prove/prove.ts'

const help = `Usage: npx supabase-social prove --db-url postgresql://… [--only name] [--verbose]

Tries every table, view, function and bucket of supabase-social in every role: without a login, as a
stranger, follower, blocked, suspended or banned person, as the owner, and with the secret key.
Compares what each role can read, write and call with the documented rules.

It creates people and posts in one transaction and rolls it back: nobody sees them, and nothing
remains. It takes about half a minute.

  --db-url   the address of the database, as role postgres (or set SUPABASE_DB_URL)
  --only     try only objects whose name contains this: --only storage. or --only like_post
  --verbose  print a matrix for each account privacy and setting of direct table access

Exit code: 0 when everything is as expected, 1 when not, 2 when prove could not run.`

async function run(args: string[]): Promise<number> {
  const options = read(args)
  const sql = await connect(options['db-url'] ?? process.env.SUPABASE_DB_URL)
  try {
    await requireInstallation(sql)
    const proof = await prove(sql, {
      ...(options.only !== undefined && { only: options.only }),
      onProgress: (line) => console.error(`${line} …`),
    })
    console.log(print(proof, options.verbose))
    return proof.mismatches.length + proof.findings.length > 0 ? 1 : 0
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function read(args: string[]): { 'db-url'?: string; only?: string; verbose: boolean } {
  try {
    const options = {
      'db-url': { type: 'string' },
      only: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    } as const
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n\n${help}`)
  }
}

export const proveCommand: Command = {
  summary: 'check that every role can do exactly what the rules say',
  help,
  run,
}
