import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { Archive } from './import/archive.ts'
import { importArchive, type Outcome } from './import/import.ts'
import { Project } from './import/project.ts'
import { Problem } from './problem.ts'

const help = `Usage: npx supabase-social import export-1.zip … --profile <username> --url https://…

Takes an export of supabase-social in, for a person of this project: posts with their files, dates and
alternative texts, comments, likes, saves, follows, blocks. What hangs on posts and people that are
not here, or not there for the person, is left out and counted.

It may be repeated, and goes on where it was interrupted: what is here already stays as it is.

  --profile  whose posts they become
  --url      the address of the project (or set SUPABASE_URL)

The secret key is read from SUPABASE_SECRET_KEY.

Exit code: 0 when it is done, 2 when it could not be.`

async function run(args: string[]): Promise<number> {
  const { values, positionals } = read(args)
  const url = values.url ?? process.env.SUPABASE_URL
  const key = process.env.SUPABASE_SECRET_KEY
  if (positionals.length === 0) throw new Problem(`Pass the zips of an export.\n\n${help}`)
  if (!values.profile) throw new Problem('Pass whose it is: --profile <username>')
  if (!url) throw new Problem("Pass the project's address: --url https://… (or set SUPABASE_URL)")
  if (!key) throw new Problem('Set SUPABASE_SECRET_KEY to the secret key of the project.')
  const archive = await Archive.open(positionals)
  const project = new Project(url, key)
  const profileId = await project.profileId(values.profile)
  const outcomes = await importArchive(project, archive, profileId, (line) => console.error(line))
  console.log(outcomes.map(print).join('\n'))
  return 0
}

function print({ name, taken, known, skipped }: Outcome): string {
  const left = Object.entries(skipped).map(([code, count]) => `, ${count} left out (${code})`)
  return `${name.padEnd(8)} ${taken} taken in, ${known} known${left.join('')}`
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
  summary: "take a person's export in",
  help,
  run,
}
