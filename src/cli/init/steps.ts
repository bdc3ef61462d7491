import type { ConfigNote } from '../project/config.ts'
import { CONFIG } from '../project/config.ts'
import { type MailUse, mailSections } from '../project/mails.ts'
import { MANIFEST } from '../project/manifest.ts'
import { dashboard } from './dashboard.ts'
import { JOB } from './schedule.ts'

/** What is known about the project when `init` ends. */
export interface Situation {
  ref: string | undefined
  notes: ConfigNote[]
  mails: MailUse
  /** Whether a database was given, and has all migrations. */
  isPushed: boolean
  /** Whether the worker is scheduled. */
  isScheduled: boolean
  /** The extensions that could not be enabled, with the reasons. */
  missingExtensions: string[] | undefined
  /** The SQL that schedules the worker. */
  scheduleSql: string
}

/** The things that only the user can do, in their order. */
export function leftToDo(situation: Situation): string[] {
  const { ref, notes, isPushed } = situation
  return [
    `Commit the folder supabase, with ${MANIFEST}: upgrade and uninstall need this file.`,
    ...(isPushed ? [] : ['Apply the migrations: npx supabase db push']),
    `Deploy the edge functions: npx supabase functions deploy social-ingest social-files social-worker
${CONFIG} switches their JWT check off, so later deployments keep it off.`,
    `Expose the schema social, and never social_private: npx supabase config push
(This applies all of ${CONFIG}.) Or add social here: ${dashboard(ref, 'settings/api')}`,
    ...notes.flatMap(schemaStep),
    hookStep(situation),
    ...scheduleSteps(situation),
    ...notes.flatMap((note) => settingStep(note, ref)),
    ...mailSteps(situation),
    `Decide whether people must confirm their e-mail address: ${dashboard(ref, 'auth/providers')}
If they must, nobody can sign in before that.`,
    'Give the users who exist already their profiles: npx supabase-social backfill --help',
    'Check everything: npx supabase-social doctor --help',
  ]
}

function hookStep({ ref, notes }: Situation): string {
  const page = dashboard(ref, 'auth/hooks')
  const taken = notes.find((note) => note.kind === 'hook-taken')
  if (taken?.uri.startsWith('http')) {
    return `Your sign-up hook ${taken.uri} stays. Without ours, a sign-up with a taken username answers
"Database error saving new user". To have our messages, replace it by a Postgres function that
calls social_private.before_user_created(event): ${page}`
  }
  if (taken) {
    return `Your sign-up hook ${taken.uri} stays. Let your function ask ours, so that a sign-up with a
taken username says so. Begin the body of your function with:
  declare answer jsonb := social_private.before_user_created(event);
  begin
    if answer ? 'error' then return answer; end if;`
  }
  const off = notes.some((note) => note.kind === 'hook-off')
    ? `\n${CONFIG} has this hook switched off; \`init\` leaves it so.`
    : ''
  return `Switch on the sign-up hook, after the migrations: the same \`config push\` does it. Or choose the
function social_private.before_user_created under "Before User Created": ${page}${off}`
}

/**
 * The templates link to pages of the app. A setting that names them changes the mails at the next
 * `config push`, so only the user can say when the app has the pages.
 */
function mailSteps({ ref, mails: { own, unset } }: Situation): string[] {
  const sections = mailSections(unset).replaceAll('\n', '\n  ')
  return [
    ...(unset.length === 0
      ? []
      : [
          `Mails (recommended): programs that scan mails use up the links of the mails that Auth has built in.
First add the pages /reset-password and /confirm to your app, as
node_modules/supabase-social/docs/mails.md shows. Then add this to ${CONFIG}, and
repeat \`config push\`:
  ${sections}
Or paste the files of supabase/templates here: ${dashboard(ref, 'auth/templates')}`,
        ]),
    ...(own.length === 0
      ? []
      : [
          `Your own mail of config.toml stays (${own.join(', ')}). Compare it with supabase/templates:
programs that scan mails use up the link {{ .ConfirmationURL }}.`,
        ]),
  ]
}

function scheduleSteps({ ref, isScheduled, missingExtensions, scheduleSql }: Situation): string[] {
  if (isScheduled) return []
  const sql = scheduleSql.replaceAll('\n', '\n  ')
  if (!missingExtensions) {
    return [
      `Schedule the worker, after the migrations: repeat \`init\` with --db-url and --url, which creates
the job "${JOB}". Or run this SQL: ${dashboard(ref, 'sql/new')}\n  ${sql}`,
    ]
  }
  return [
    `Schedule the worker. \`init\` could not enable ${missingExtensions.join(', ')}.
Enable the extensions and repeat \`init\`: ${dashboard(ref, 'database/extensions')}
Or call the worker from any machine: npx supabase-social work --help`,
  ]
}

function schemaStep(note: ConfigNote): string[] {
  if (note.kind !== 'remote-schemas') return []
  return [`Add "social" to schemas in [remotes.${note.remote}.api] of ${CONFIG} too.`]
}

function settingStep(note: ConfigNote, ref: string | undefined): string[] {
  if (note.kind === 'max-rows') {
    return [
      `Raise max_rows from ${note.value} to 101 or more in ${CONFIG}: the SDK asks for up to 101 rows.
Or change "Max rows" here: ${dashboard(ref, 'settings/api')}`,
    ]
  }
  if (note.kind === 'by-hand') {
    const lines = note.section.replaceAll('\n', '\n  ')
    return [`Add to ${CONFIG}, which \`init\` could not edit safely:\n  ${lines}`]
  }
  return []
}

/** Prints a numbered list. The lines of an entry stand below each other. */
export function numbered(entries: string[]): string {
  return entries
    .map((entry, index) => `${`${index + 1}.`.padStart(3)} ${entry.replaceAll('\n', '\n    ')}`)
    .join('\n')
    .replace(/^ +$/gm, '')
}
