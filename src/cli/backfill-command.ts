import { createProfiles } from './backfill/create.ts'
import { previewProfiles } from './backfill/preview.ts'
import { printCreated, printPreview } from './backfill/print.ts'
import { type Counts, checkExpressions, countUsers, type Expressions } from './backfill/users.ts'
import type { Command } from './command.ts'
import { connect, requireInstallation } from './database.ts'
import { databaseUrl, readOptions } from './options.ts'
import { Problem } from './problem.ts'
import { Progress } from './progress.ts'

const help = `Usage: npx supabase-social backfill --db-url postgresql://… [--dry-run]

Creates profiles for users who signed up before supabase-social was installed. Start with --dry-run:
it shows which usernames the users would get, and changes nothing.

  --db-url        the address of the database (or set SUPABASE_DB_URL)
  --username      the name that a user had: an SQL expression over a row of auth.users, which is
                  called users
  --display-name  the display name of a user: an SQL expression over the same row
  --dry-run       show the names and change nothing

Usernames and display names are public. By default, the username comes from the metadata of the user:
social_username, username, user_name or preferred_username. The display name comes from
social_display_name or display_name. The default reads neither the e-mail address nor the full name.
Choose other sources yourself:

  --username "(select handle from public.members where members.id = users.id)"
  --username "split_part(users.email, '@', 1)"  (shows a part of the address to everybody)
  --display-name "users.raw_user_meta_data ->> 'full_name'"

Rules for usernames:
  - Letters lose their accents and become lower case. Other characters become underscores. A name has
    at most 30 characters. An e-mail address is not used as a name.
  - The oldest account keeps a name that several users want. Everybody else gets digits at the end,
    for example maya47. The same happens to names that look alike, are too short, are taken or are
    reserved.
  - A user without a usable name is called user and eight digits. The digits depend only on the id of
    the user.

The command skips anonymous users, deleted users and users who have a profile. People can sign up
while it runs. You can stop the command at any time: if you repeat it, it continues.

Exit code: 0 if every user has a profile, 1 if some profiles could not be created, 2 if the command
cannot run.`

const options = {
  'db-url': { type: 'string' },
  username: { type: 'string' },
  'display-name': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const expressions = {
    username:
      values.username ?? metadata('social_username', 'username', 'user_name', 'preferred_username'),
    displayName: values['display-name'] ?? metadata('social_display_name', 'display_name'),
  }
  const sql = await connect(databaseUrl(values['db-url']))
  try {
    await requireInstallation(sql)
    await checkExpressions(sql, expressions)
    const counts = await countUsers(sql)
    return values['dry-run']
      ? await preview(sql, expressions, counts)
      : await create(sql, expressions, counts)
  } catch (error) {
    throw explained(error)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

type Sql = Awaited<ReturnType<typeof connect>>

async function preview(sql: Sql, expressions: Expressions, counts: Counts): Promise<number> {
  const progress = new Progress('Reading users', counts.missing)
  const names = await previewProfiles(sql, expressions, (done) => progress.update(done))
  progress.end()
  console.log(printPreview(counts, names))
  return names.failures.length > 0 ? 1 : 0
}

async function create(sql: Sql, expressions: Expressions, counts: Counts): Promise<number> {
  const progress = new Progress('Creating profiles', counts.missing)
  const start = performance.now()
  const created = await createProfiles(sql, expressions, (done) => progress.update(done))
  progress.end()
  console.log(printCreated(counts, created, (performance.now() - start) / 1000))
  return created.failures.length > 0 ? 1 : 0
}

/** Returns an SQL expression for the first of these keys that the metadata of a user has. */
function metadata(...keys: string[]): string {
  const values = keys.map((key) => `nullif(users.raw_user_meta_data ->> '${key}', '')`)
  return `coalesce(${values.join(', ')})`
}

function explained(error: unknown): unknown {
  const { code } = error as { code?: string }
  if (code === '42883' || code === '42704') {
    return new Problem(
      'The database has an older release of supabase-social, which has no backfill. Run npx supabase-social upgrade.',
    )
  }
  if (code && /^(CONNECTION_|ECONN|EPIPE|57P0)/.test(code)) {
    return new Problem(
      'The connection to the database ended. Repeat the command: it continues where it stopped.',
    )
  }
  return error
}

export const backfillCommand: Command = {
  summary: 'create profiles for existing users',
  help,
  run,
}
