import type { Command } from './command.ts'
import { connect, requireInstallation } from './database.ts'
import { moveFiles, type Place } from './move/files.ts'
import { moveRows } from './move/rows.ts'
import { readOptions, requireUrl } from './options.ts'
import { Problem } from './problem.ts'

const help = `Usage: npx supabase-social move --from-db-url postgresql://… --to-db-url postgresql://…

Copies all people, with their logins, content, settings and files, into a project that has
supabase-social of the same release and no people. Passwords keep working. Everybody signs in again.

  --from-db-url  the database of the source, as role postgres
  --to-db-url    the database of the target, as role postgres
  --from-url     the address of the source: https://….supabase.co
  --to-url       the address of the target. Without the two addresses, no file is copied.

Set FROM_SECRET_KEY and TO_SECRET_KEY to secret keys of the two projects if you pass addresses.

The files come first, and then all rows in one transaction. If the command fails, the target has no
people, and you can repeat the command: it copies only the files that are missing. Stop the app
first, because the target does not get what people write during the move. The source stays as it is.

Exit code: 0 if everything moved and no counter is wrong, 1 if a counter or a right is wrong in the
target, 2 if the command moved no rows.`

const options = {
  'from-db-url': { type: 'string' },
  'to-db-url': { type: 'string' },
  'from-url': { type: 'string' },
  'to-url': { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  for (const name of ['from-db-url', 'to-db-url'] as const) {
    if (!values[name])
      throw new Problem(`Pass the address of the database: --${name} postgresql://…`)
  }
  const say = (line: string) => console.error(`${line} …`)
  const source = await connect(values['from-db-url'])
  const target = await connect(values['to-db-url']).catch(async (error) => {
    await source.end({ timeout: 5 })
    throw error
  })
  try {
    await requireInstallation(source)
    await requireInstallation(target)
    if (values['from-url'] || values['to-url']) {
      const from = { sql: source, ...placeOf('from', values['from-url']) }
      const to = { sql: target, ...placeOf('to', values['to-url']) }
      const { copied, present } = await moveFiles(from, to, say)
      console.log(`${copied} files copied, ${present} were there.`)
    }
    const { logins, tables, rows, problems } = await moveRows(source, target, say)
    console.log(
      `${logins} logins and ${rows} rows of ${tables} tables moved. All counts are equal.`,
    )
    for (const problem of problems) console.log(`! ${problem}`)
    return problems.length > 0 ? 1 : 0
  } finally {
    await Promise.all([source.end({ timeout: 5 }), target.end({ timeout: 5 })])
  }
}

function placeOf(side: 'from' | 'to', url: string | undefined): Omit<Place, 'sql'> {
  const name = `${side.toUpperCase()}_SECRET_KEY`
  const key = process.env[name]
  if (!url) throw new Problem(`Pass the addresses of both projects. --${side}-url is missing.`)
  if (!key) throw new Problem(`Set ${name} to a secret key of the project.`)
  return { url: requireUrl(url), key }
}

export const moveCommand: Command = {
  summary: 'copy all people with their content into another project',
  help,
  run,
}
