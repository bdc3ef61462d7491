import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { applyPatch, createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { readFile } from './files.ts'
import type { ProjectFolder } from './folder.ts'
import {
  isTable,
  parseToml,
  sectionOf,
  setKeys,
  type Table,
  tableAt,
  withoutSection,
} from './toml.ts'

/** The path of the settings file in a project. */
export const CONFIG = 'supabase/config.toml'

/** The address of the sign-up hook. */
export const HOOK = 'pg-functions://postgres/social_private/before_user_created'

/** The schemas that Supabase exposes when `config.toml` does not list any. */
const DEFAULT_SCHEMAS = ['public', 'graphql_public']

export const FUNCTIONS = ['social-ingest', 'social-files', 'social-worker'] as const

/** A setting that `init` does not change, and what the user must do. */
export type ConfigNote =
  | { kind: 'hook-taken'; uri: string }
  | { kind: 'hook-off' }
  | { kind: 'max-rows'; value: number }
  | { kind: 'remote-schemas'; remote: string }
  | { kind: 'by-hand'; section: string }

export interface ConfigEdit {
  text: string
  notes: ConfigNote[]
}

interface Setting {
  path: string[]
  keys: Table
  comment: string
}

/** Adds our settings to the text of `config.toml`, and changes nothing else. */
export function editConfig(text: string): ConfigEdit {
  const config = parseToml(text, CONFIG)
  const notes: ConfigNote[] = [...rowNotes(config), ...remoteNotes(config), ...hookNotes(config)]
  let edited = text
  for (const { path, keys, comment } of missingSettings(config)) {
    const isOpaque = path[0] === 'api' && hasOpaqueSchemas(config)
    const next = isOpaque ? undefined : setKeys(edited, path, keys, comment)
    if (next !== undefined) edited = next
    else notes.push({ kind: 'by-hand', section: sectionOf(path, keys) })
  }
  return { text: edited, notes }
}

/** Reads the settings of a project. A missing file has no settings. */
export function readConfig(project: ProjectFolder): Table {
  return parseToml(`${readFile(join(project.root, CONFIG)) ?? ''}`, CONFIG)
}

/** Whether `config.toml` contains any of our settings. */
export function hasOurSettings(text: string): boolean {
  const config = parseToml(text, CONFIG)
  return (
    schemasOf(config).includes('social') ||
    FUNCTIONS.some((name) => isOpen(config, name)) ||
    hookOf(config).uri === HOOK
  )
}

function missingSettings(config: Table): Setting[] {
  const schemas = schemasOf(config)
  return [
    ...(schemas.includes('social') ? [] : [schemaSetting(schemas)]),
    ...FUNCTIONS.filter((name) => !isOpen(config, name)).map(functionSetting),
    ...(hookOf(config).uri ? [] : [HOOK_SETTING]),
  ]
}

function schemaSetting(schemas: string[]): Setting {
  return {
    path: ['api'],
    keys: { schemas: [...schemas, 'social'] },
    comment: 'supabase-social: apps call the schema social.',
  }
}

function functionSetting(name: string): Setting {
  return {
    path: ['functions', name],
    keys: { verify_jwt: false },
    comment: `supabase-social: ${name} checks its callers itself, also those whose key is not a JWT.`,
  }
}

const HOOK_SETTING: Setting = {
  path: ['auth', 'hook', 'before_user_created'],
  keys: { enabled: true, uri: HOOK },
  comment: 'supabase-social: a sign-up with a bad or taken username says what is wrong.',
}

/** Whether Supabase lets callers without a JWT reach the edge function. */
function isOpen(config: Table, name: string): boolean {
  return tableAt(config, 'functions', name).verify_jwt === false
}

function schemasOf(config: Table): string[] {
  const { schemas } = tableAt(config, 'api')
  return Array.isArray(schemas) ? schemas.map(String) : DEFAULT_SCHEMAS
}

/** Whether the schemas are not a list of names: a variable `env(…)` and one text have other content. */
function hasOpaqueSchemas(config: Table): boolean {
  const { schemas } = tableAt(config, 'api')
  if (schemas === undefined) return false
  return !Array.isArray(schemas) || !schemas.every((schema) => typeof schema === 'string')
}

function hookOf(config: Table): Table {
  return tableAt(config, 'auth', 'hook', 'before_user_created')
}

function hookNotes(config: Table): ConfigNote[] {
  const hook = hookOf(config)
  if (!hook.uri) return [] // also the section that names no function: `init` fills it in
  if (hook.uri !== HOOK) return [{ kind: 'hook-taken', uri: String(hook.uri ?? '') }]
  return hook.enabled === true ? [] : [{ kind: 'hook-off' }]
}

/** The SDK asks for 101 rows: a page has at most 100, and one more says whether a next page exists. */
function rowNotes(config: Table): ConfigNote[] {
  const value = tableAt(config, 'api').max_rows
  return typeof value === 'number' && value < 101 ? [{ kind: 'max-rows', value }] : []
}

/** A remote has its own settings, which replace those of `[api]` in this one project. */
function remoteNotes(config: Table): ConfigNote[] {
  return Object.keys(tableAt(config, 'remotes'))
    .filter((remote) => {
      const { schemas } = tableAt(config, 'remotes', remote, 'api')
      return Array.isArray(schemas) && !schemas.includes('social')
    })
    .map((remote) => ({ kind: 'remote-schemas', remote }))
}

/**
 * Returns a patch that turns `after` into `before`. It holds only our lines and no lines beside them,
 * because a setting beside them may be a secret.
 */
export function undoPatch(before: string, after: string): string {
  return createTwoFilesPatch(CONFIG, CONFIG, after, before, undefined, undefined, {
    context: 0,
    headerOptions: FILE_HEADERS_ONLY,
  })
}

/**
 * Takes our settings out of `config.toml`. If the user changed nothing, the result has the same
 * bytes as before `init`. `left` names the settings that the user must remove.
 */
export function undoConfig(text: string, undo: string[]): { text: string; left: string[] } {
  let undone = text
  for (const patch of undo.toReversed()) {
    const applied = applyPatch(undone, patch)
    // A patch does not fit if its edit was interrupted, or if the user changed lines beside ours.
    const fits =
      applied !== false && isDeepStrictEqual(settingsOfHost(undone), settingsOfHost(applied))
    if (fits) undone = applied
  }
  // What is left is looked for where it is now.
  if (settingsLeft(undone).length > 0) undone = withoutOurSettings(undone)
  return { text: undone, left: settingsLeft(undone) }
}

/** The settings of the file without ours. A patch that changes them met the wrong line. */
function settingsOfHost(text: string): Table {
  const config = parseToml(text, CONFIG)
  const ours: [string[], string][] = [
    [['api'], 'schemas'],
    ...FUNCTIONS.map((name): [string[], string] => [['functions', name], 'verify_jwt']),
    ...FUNCTIONS.map((name): [string[], string] => [['functions'], name]),
    [['auth', 'hook', 'before_user_created'], 'enabled'],
    [['auth', 'hook', 'before_user_created'], 'uri'],
    [['auth', 'hook'], 'before_user_created'],
    [['auth'], 'hook'],
    ...['api', 'functions', 'auth'].map((name): [string[], string] => [[], name]),
  ]
  for (const [path, key] of ours) {
    const table = tableAt(config, ...path)
    const value = table[key]
    if (!isTable(value) || Object.keys(value).length === 0) delete table[key]
  }
  return config
}

function withoutOurSettings(text: string): string {
  let rest = withoutSchema(text)
  const hookOff = { ...HOOK_SETTING, keys: { enabled: false, uri: HOOK } }
  for (const { path, keys, comment } of [...FUNCTIONS.map(functionSetting), HOOK_SETTING, hookOff])
    rest = withoutSection(rest, path, keys, comment) ?? rest
  return rest
}

function withoutSchema(text: string): string {
  const schemas = schemasOf(parseToml(text, CONFIG))
  if (!schemas.includes('social')) return text
  const others = schemas.filter((schema) => schema !== 'social')
  return setKeys(text, ['api'], { schemas: others }, '') ?? text
}

function settingsLeft(text: string): string[] {
  const config = parseToml(text, CONFIG)
  const open = FUNCTIONS.filter((name) => isOpen(config, name))
  return [
    ...(schemasOf(config).includes('social') ? ['"social" in api.schemas'] : []),
    ...open.map((name) => `[functions.${name}]`),
    ...(hookOf(config).uri === HOOK ? ['[auth.hook.before_user_created]'] : []),
  ]
}
