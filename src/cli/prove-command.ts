import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { connect, requireInstallation } from './database.ts'
import { Problem } from './problem.ts'
import { print } from './prove/print.ts'
import { prove } from './prove/prove.ts'

const help = `Usage: npx supabase-social prove --db-url postgresql://… [--only name] [--verbose]

Tries every table, view, function and bucket of supabase-social as everybody: without a login, as a
stranger, a follower, somebody blocked, suspended, banned, the owner, with the secret key. Compares
who reads, writes and calls what with what is written down, after your own changes too.

It makes its people and posts in one transaction that it rolls back: nothing is left behind, and
nobody sees any of it. It takes about half a minute.

  --db-url   the address of the database, as role postgres (or set SUPABASE_DB_URL)
  --only     try only what has this in its name, as --only storage. or --only like_post
  --verbose  print a matrix for each state of the account and the table door

Exit code: 0 when everything is as expected, 1 when not, 2 when it could not be tried.`

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
  summary: 'try everything as everybody, and compare with what is promised',
  help,
  run,
}
