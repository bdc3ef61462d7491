import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  CONFIG,
  FUNCTIONS,
  HOOK,
  hasOurSettings,
  readConfig,
  undoConfig,
  undoPatch,
} from '../project/config.ts'
import { halfOf, readFile, requireInside, writeFile } from '../project/files.ts'
import type { ProjectFolder } from '../project/folder.ts'
import { templatesInUse } from '../project/mails.ts'
import {
  checksum,
  isAsWritten,
  MANIFEST,
  type Manifest,
  type ManifestFile,
  readManifest,
  writeManifest,
} from '../project/manifest.ts'
import type { Release } from '../project/release.ts'
import { parseToml, setKeys, tableAt } from '../project/toml.ts'
import { migration } from './names.ts'
import { alreadyDone, done, left, type Outcome } from './steps.ts'

/**
 * Removes our files and settings from the folder of the project. A file that the user changed
 * stays, unless `removeChanged` is set. The manifest goes last, because it says what is ours.
 */
export function removeFromFolder(
  project: ProjectFolder,
  release: Release,
  { removeChanged = false } = {},
): Outcome {
  const recorded = readManifest(project) ?? copied(project, release)
  if (!recorded) return alreadyDone()
  for (const path of [CONFIG, MANIFEST]) rmSync(halfOf(join(project.root, path)), { force: true }) // of an interrupted init
  const settings = removeSettings(project, recorded)
  const used = templatesInUse(readConfig(project))
  const isUsed = ({ path }: ManifestFile) =>
    used.includes(path) && existsSync(join(project.root, path))
  const files = recorded.files.filter((file) => !isUsed(file))
  // The settings are undone. If the command is interrupted now, the next run must not undo them
  // once more.
  const manifest = { ...recorded, files, config: { undo: [] } }
  if (existsSync(join(project.root, MANIFEST))) writeManifest(project, manifest)
  const changed = removeRecorded(project, manifest, removeChanged)
  for (const folder of manifest.folders.toReversed()) removeEmpty(join(project.root, folder))
  const todo = []
  if (changed.length > 0) {
    const stay = files.filter(({ path }) => changed.includes(path))
    writeManifest(project, { ...manifest, files: stay })
    todo.push(
      `you changed these files, so they stay: ${changed.join(', ')}. \`supabase db push\` would apply migrations among them again. Remove the files, or repeat the command with --remove-changed.`,
    )
  } else {
    rmSync(join(project.root, MANIFEST), { force: true })
  }
  if (settings.length > 0) todo.push(`remove from ${CONFIG}: ${settings.join(', ')}.`)
  const kept = keptForMails(recorded.files.filter(isUsed))
  return todo.length > 0 ? left([...todo, ...kept].join(' ')) : done(kept[0])
}

/** The Supabase CLI refuses a `config.toml` that names a missing template. */
function keptForMails(files: ManifestFile[]): string[] {
  if (files.length === 0) return []
  const paths = files.map(({ path }) => path).join(', ')
  return [
    `these templates stay, because ${CONFIG} names them for mails: ${paths}. To remove them, remove their sections and repeat the command.`,
  ]
}

/** Throws a `Problem` if a link leads out of the project, before anything is removed. */
export function refuseLinks(project: ProjectFolder): void {
  const { files = [], folders = [] } = readManifest(project) ?? {}
  requireInside(project, [CONFIG, MANIFEST, ...files.map(({ path }) => path), ...folders])
}

/** Whether the folder contains files of ours. */
export function hasFiles(project: ProjectFolder, release: Release): boolean {
  return (readManifest(project) ?? copied(project, release)) !== undefined
}

/**
 * Switches our settings off in `config.toml`, for `supabase config push`. Removing the section of
 * the hook would not switch the hook off. Returns whether the file says so now.
 */
export function switchOffSettings(project: ProjectFolder): boolean {
  const manifest = readManifest(project)
  const before = readFile(join(project.root, CONFIG))?.toString('utf8')
  if (!manifest || before === undefined) return false
  const after = switchedOff(before)
  if (after === undefined) return false
  if (after === before) return true
  // The manifest goes first. A patch that does not fit does nothing.
  const undo = [...manifest.config.undo, undoPatch(before, after)]
  writeManifest(project, { ...manifest, config: { undo } })
  writeFile(join(project.root, CONFIG), after)
  return true
}

function switchedOff(text: string): string | undefined {
  const config = parseToml(text, CONFIG)
  const hookPath = ['auth', 'hook', 'before_user_created']
  const isOurs = tableAt(config, ...hookPath).uri === HOOK
  const withoutHook = isOurs ? setKeys(text, hookPath, { enabled: false }, '') : text
  const { schemas } = tableAt(config, 'api')
  if (withoutHook === undefined || !Array.isArray(schemas)) return withoutHook
  if (!schemas.includes('social')) return withoutHook
  return setKeys(withoutHook, ['api'], { schemas: schemas.filter((name) => name !== 'social') }, '')
}

function removeSettings(project: ProjectFolder, { config }: Manifest): string[] {
  const path = join(project.root, CONFIG)
  const before = readFile(path)?.toString('utf8')
  if (before === undefined || (config.undo.length === 0 && !hasOurSettings(before))) return []
  const { text, left: settings } = undoConfig(before, config.undo)
  if (text !== before) writeFile(path, text)
  return settings
}

/** Removes the files of the manifest, and returns those that stay because the user changed them. */
function removeRecorded(
  project: ProjectFolder,
  { files }: Manifest,
  removeChanged: boolean,
): string[] {
  const changed: string[] = []
  for (const entry of files) {
    const { path } = entry
    const file = join(project.root, path)
    rmSync(halfOf(file), { force: true }) // of an interrupted init
    const bytes = readFile(file)
    if (bytes === undefined) continue
    if (isAsWritten(entry, bytes) || removeChanged) rmSync(file)
    else changed.push(path)
  }
  return changed
}

function removeEmpty(folder: string): void {
  const isFolder = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()
  if (isFolder && readdirSync(folder).length === 0) rmdirSync(folder)
}

/**
 * Finds files that somebody copied from the release by hand, so that no manifest records them. Only
 * files with the same bytes count.
 */
function copied(project: ProjectFolder, release: Release): Manifest | undefined {
  const { functions, templates } = release
  const paths = [...functions, ...templates].map(({ source }) => [source, source] as const)
  const migrations = join(project.supabase, 'migrations')
  for (const file of existsSync(migrations) ? readdirSync(migrations) : []) {
    const path = `supabase/migrations/${file}`
    const name = migration(path)?.name
    const original = release.migrations.find(({ source }) => migration(source)?.name === name)
    if (original) paths.push([path, original.source])
  }
  const originals = new Map(
    [...release.migrations, ...functions, ...templates].map(({ source, bytes }) => [source, bytes]),
  )
  const files = paths.flatMap(([path, source]) => {
    const bytes = readFile(join(project.root, path))
    const original = originals.get(source)
    if (!bytes || !original?.equals(bytes)) return []
    return [{ path, source, release: release.version, sha256: checksum(bytes) }]
  })
  const folders = [...FUNCTIONS.map((name) => `supabase/functions/${name}`), 'supabase/templates']
  if (files.length === 0) return undefined
  return { release: release.version, files, folders, config: { undo: [] } }
}
