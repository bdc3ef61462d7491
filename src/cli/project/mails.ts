import { type Table, tableAt } from './toml.ts'

/** The mails of Auth for which a release has a template. */
const MAILS = ['confirmation', 'email_change', 'invite', 'magic_link', 'recovery'] as const
type Mail = (typeof MAILS)[number]

/** The files of the templates, which have the same paths in a release and in a project. */
export const TEMPLATE_FILE = /^supabase\/templates\/social-[a-z-]+\.html$/

function fileOf(mail: Mail): string {
  return `supabase/templates/social-${mail.replace('_', '-')}.html`
}

function tableOf(mail: Mail): string[] {
  return ['auth', 'email', 'template', mail]
}

/** The Supabase CLI reads the path from the folder that contains the folder `supabase`. */
function contentPath(mail: Mail): string {
  return `./${fileOf(mail)}`
}

/** Whether `config.toml` gives a mail our template. */
function isOurs(config: Table, mail: Mail): boolean {
  return tableAt(config, ...tableOf(mail)).content_path === contentPath(mail)
}

/** Whether `config.toml` says anything about the template of a mail. */
function isSet(config: Table, mail: Mail): boolean {
  return Object.keys(tableAt(config, ...tableOf(mail))).length > 0
}

/** The setting of `config.toml` that gives a mail our template. */
function settingOf(mail: Mail) {
  return {
    path: tableOf(mail),
    keys: { content_path: contentPath(mail) },
    comment: 'supabase-social: the mail has a code, and a link that mail scanners do not use up.',
  }
}

/** The settings of all our templates. */
export const MAIL_SETTINGS = MAILS.map(settingOf)

/** The settings that `config.toml` lacks. `files` are the files of ours that the project has. */
export function missingMailSettings(config: Table, files: string[]) {
  return MAILS.filter((mail) => files.includes(fileOf(mail)) && !isSet(config, mail)).map(settingOf)
}

/** The mails to which the project gives a template of its own, although we have one too. */
export function mailsOfHost(config: Table, files: string[]): string[] {
  return MAILS.filter(
    (mail) => files.includes(fileOf(mail)) && isSet(config, mail) && !isOurs(config, mail),
  )
}

/** The tables of `config.toml` that give a mail our template. */
export function ourMailTables(config: Table): string[][] {
  return MAILS.filter((mail) => isOurs(config, mail)).map(tableOf)
}
