import type { Command } from './command.ts'
import { connect, requireInstallation } from './database.ts'
import { databaseUrl, readOptions } from './options.ts'
import { print } from './prove/print.ts'
import { prove } from './prove/prove.ts'

const help = `Usage: npx supabase-social prove --db-url postgresql://… [--only name] [--verbose]

Tests who can use which table, view, function and bucket of supabase-social, and compares the
results with the documented rights. The command tests every kind of caller: anonymous, stranger,
follower, blocked, suspended, banned, owner, secret key and others. Run it again after you change
the database.

The command creates its test data in one transaction and rolls the transaction back, so nobody else
sees the data. It takes about half a minute.

  --db-url   the address of the database, as role postgres (or set SUPABASE_DB_URL)
  --only     test only objects whose name contains this text: --only storage. or --only like_post
  --verbose  print every matrix: for public and private accounts, and for each setting of direct
             table access

Exit code: 0 if all rights are as expected, 1 if not, 2 if the test could not run.`

const options = {
  'db-url': { type: 'string' },
  only: { type: 'string' },
  verbose: { type: 'boolean', default: false },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const sql = await connect(databaseUrl(values['db-url']))
  try {
    await requireInstallation(sql)
    const proof = await prove(sql, {
      ...(values.only !== undefined && { only: values.only }),
      onProgress: (line) => console.error(`${line} …`),
    })
    console.log(print(proof, values.verbose))
    return proof.mismatches.length + proof.findings.length > 0 ? 1 : 0
  } finally {
    await sql.end({ timeout: 5 })
  }
}

export const proveCommand: Command = {
  summary: 'test the access rights of every kind of caller',
  help,
  run,
}
