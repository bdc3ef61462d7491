import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { connect, requireInstallation } from './database.ts'
import { Problem } from './problem.ts'
import { print } from './prove/print.ts'
import { prove } from './prove/prove.ts'

const help = `Usage: npx supabase-social prove --db-url postgresql://… [--only name] [--verbose]

Tests the access to every table, view, function and bucket of supabase-social as every kind of
caller: anonymous, stranger, follower, blocked, suspended, banned, owner, secret key. Compares the
results with the documented rights. Run it after your own changes to the database, too.

Creates its test data in one transaction and rolls it back. Nobody else sees the data. Takes about
half a minute.

  --db-url   the address of the database, as role postgres (or set SUPABASE_DB_URL)
  --only     test only objects with this text in their name: --only storage. or --only like_post
  --verbose  print a matrix for each account privacy and setting of direct table access

Exit code: 0 if all rights are as expected, 1 if not, 2 if the test could not run.`

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
  summary: 'test the access rights of every kind of caller',
  help,
  run,
}
