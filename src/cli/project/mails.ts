import { isTable, sectionOf, type Table, tableAt } from './toml.ts'

/** The mails of Auth for which a release has a template. */
const MAILS = ['confirmation', 'email_change', 'invite', 'magic_link', 'recovery'] as const
export type Mail = (typeof MAILS)[number]

/** The files of the templates, which have the same paths in a release and in a project. */
export const TEMPLATE_FILE = /^supabase\/templates\/social-[a-z-]+\.html$/

function fileOf(mail: Mail): string {
  return `supabase/templates/social-${mail.replace('_', '-')}.html`
}

/** What `config.toml` says about the mails. */
export interface MailUse {
  /** The mails that have a setting of the app, which is not our template. */
  own: Mail[]
  /** The mails that have no setting, so that Auth sends its built-in mail. */
  unset: Mail[]
}

/** Reads `config.toml`. `files` are the files of ours that the project has. */
export function mailUse(config: Table, files: string[]): MailUse {
  const mails = MAILS.filter((mail) => files.includes(fileOf(mail)))
  const unset = mails.filter((mail) => Object.keys(settingOf(config, mail)).length === 0)
  const own = mails.filter(
    (mail) => !unset.includes(mail) && ourFile(contentPath(config, mail) ?? '') !== fileOf(mail),
  )
  return { own, unset }
}

/** The template that `config.toml` names for each mail, with a path from the root of the project. */
export function namedTemplates(config: Table): { mail: Mail; path: string | undefined }[] {
  return MAILS.map((mail) => ({ mail, path: contentPath(config, mail) }))
}

/** The sections of `config.toml` that give mails our templates. */
export function mailSections(mails: Mail[]): string {
  return mails
    .map((mail) => sectionOf(pathOf(mail), { content_path: `./${fileOf(mail)}` }))
    .join('\n')
}

/**
 * The templates of ours that `config.toml` names for any mail, also in the settings of a remote. The
 * Supabase CLI refuses the whole file if one of them is missing.
 */
export function templatesInUse(config: Table): string[] {
  const found = Object.entries(config).flatMap(([key, value]) => {
    if (isTable(value)) return templatesInUse(value)
    return key === 'content_path' ? (ourFile(`${value}`) ?? []) : []
  })
  return [...new Set(found)]
}

function pathOf(mail: Mail): string[] {
  return ['auth', 'email', 'template', mail]
}

function settingOf(config: Table, mail: Mail): Table {
  return tableAt(config, ...pathOf(mail))
}

/** The Supabase CLI reads the path from the folder that contains the folder `supabase`. */
function contentPath(config: Table, mail: Mail): string | undefined {
  const { content_path: path } = settingOf(config, mail)
  return typeof path === 'string' && path !== '' ? path : undefined
}

/** Returns the template of ours that a `content_path` names, however the path is written. */
function ourFile(path: string): string | undefined {
  const [, name] = /(?:^|[/\\])templates[/\\](social-[a-z-]+\.html)$/.exec(path) ?? []
  return name && `supabase/templates/${name}`
}
