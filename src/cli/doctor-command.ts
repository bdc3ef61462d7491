import type { Command } from './command.ts'
import { examine } from './doctor/doctor.ts'
import { print } from './doctor/print.ts'
import { withProject } from './doctor/project.ts'
import { databaseUrl, projectUrl, publishableKey, readOptions, secretKey } from './options.ts'
import { Problem } from './problem.ts'

const help = `Usage: npx supabase-social doctor --url https://… --key sb_publishable_… [--db-url postgresql://…] [--json]

Checks the installation of supabase-social in a project, and prints one line for each check:
✓ is fine, ! needs to be done, ? could not be seen, and says what to pass to see it.

The command changes nothing. To test the sign-up hook, it sends one sign-up that Auth and Postgres
always refuse.

  --url     the address of the project (or set SUPABASE_URL)
  --key     the publishable key (or set SUPABASE_PUBLISHABLE_KEY)
  --db-url  the address of the database, as role postgres (or set SUPABASE_DB_URL)
  --json    print the lines as JSON
  --package the folder of another release of supabase-social (default: the release of this command)

Reads the secret key from SUPABASE_SECRET_KEY, if it is set. In the folder of the project, the
command also checks the files that npx supabase-social init wrote.

Exit code: 0 if nothing needs to be done, 1 if something does, 2 if the command could not run.`

const options = {
  url: { type: 'string' },
  key: { type: 'string' },
  'db-url': { type: 'string' },
  json: { type: 'boolean', default: false },
  package: { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const access = {
    url: projectUrl(values.url),
    key: publishableKey(values.key),
    secretKey: secretKey(),
    databaseUrl: databaseUrl(values['db-url']),
    package: values.package,
  }
  if (!access.databaseUrl && !(access.url && access.key)) {
    throw new Problem(
      'Pass the address and the publishable key of the project: --url https://… --key sb_publishable_… (or the address of the database: --db-url postgresql://…)',
    )
  }
  const lines = await withProject(access, (project) => examine(project, showProgress))
  clearProgress()
  console.log(values.json ? JSON.stringify(lines, null, 2) : print(lines))
  return lines.some(({ state }) => state === 'todo') ? 1 : 0
}

/** Shows the current check. The next check overwrites the text. */
function showProgress(title: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[KChecking: ${title} …`)
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}

export const doctorCommand: Command = {
  summary: 'check the installation of a project',
  help,
  run,
}
