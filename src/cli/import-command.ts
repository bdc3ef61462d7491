import type { Command } from './command.ts'
import { Archive } from './import/archive.ts'
import { importArchive, type Outcome } from './import/import.ts'
import { Project } from './import/project.ts'
import { readOptions, requireSecretKey, requireUrl } from './options.ts'
import { Problem } from './problem.ts'

const help = `Usage: npx supabase-social import export-1.zip … --profile <username> --url https://…

Imports an export of supabase-social into the account of a person in this project: posts (with
files, dates and alternative texts), comments, likes, saves, follows and blocks. The command skips
and counts every item whose post or person does not exist in this project or is not visible to the
person who gets the data.

If you repeat the command, it resumes an interrupted import and leaves imported items unchanged.

  --profile  the username of the person who gets the data
  --url      the address of the project (or set SUPABASE_URL)

Reads the secret key from SUPABASE_SECRET_KEY.

Exit code: 0 if the import is complete, 2 if it failed.`

const options = { profile: { type: 'string' }, url: { type: 'string' } } as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, options, help, { positionals: true })
  if (positionals.length === 0) throw new Problem('Pass the zip files of an export.')
  if (!values.profile) throw new Problem('Pass the username of the person: --profile <username>')
  const url = requireUrl(values.url)
  const key = requireSecretKey()
  const archive = await Archive.open(positionals)
  const project = new Project(url, key)
  const profileId = await project.profileId(values.profile)
  const outcomes = await importArchive(project, archive, profileId, (line) => console.error(line))
  console.log(outcomes.map(print).join('\n'))
  return 0
}

function print({ name, imported, existing, skipped }: Outcome): string {
  const left = Object.entries(skipped).map(([code, count]) => `, ${count} skipped (${code})`)
  return `${name.padEnd(8)} ${imported} imported, ${existing} existed already${left.join('')}`
}

export const importCommand: Command = {
  summary: 'import the export of a person',
  help,
  run,
}
