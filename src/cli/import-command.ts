import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { Archive } from './import/archive.ts'
import { importArchive, type Outcome } from './import/import.ts'
import { Project } from './import/project.ts'
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

async function run(args: string[]): Promise<number> {
  const { values, positionals } = read(args)
  const url = values.url ?? process.env.SUPABASE_URL
  const key = process.env.SUPABASE_SECRET_KEY
  if (positionals.length === 0) throw new Problem(`Pass the zip files of an export.\n\n${help}`)
  if (!values.profile) throw new Problem('Pass the username of the person: --profile <username>')
  if (!url)
    throw new Problem('Pass the address of the project: --url https://… (or set SUPABASE_URL)')
  if (!key) throw new Problem('Set SUPABASE_SECRET_KEY to the secret key of the project.')
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

function read(args: string[]) {
  try {
    const options = { profile: { type: 'string' }, url: { type: 'string' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n\n${help}`)
  }
}

export const importCommand: Command = {
  summary: 'import the export of a person',
  help,
  run,
}
