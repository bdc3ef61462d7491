import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../problem.ts'
import type { ConfigNote } from './config.ts'
import { CONFIG, editConfig, hasOurSettings, undoPatch } from './config.ts'
import { readFile, removeFile, requireInside, requireWritable, writeFile } from './files.ts'
import type { ProjectFolder } from './folder.ts'
import {
  checksum,
  isAsWritten,
  MANIFEST,
  type Manifest,
  type ManifestFile,
  readManifest,
  writeManifest,
} from './manifest.ts'
import type { ReleaseFile } from './release.ts'

/** A file that a command writes, or removes if there is no `after`. */
export interface Change {
  path: string
  before: Buffer | undefined
  after: Buffer | undefined
}

/** A file that the user changed. The command leaves it alone. */
export interface Kept {
  path: string
  theirs: Buffer
  /** The content of the release, or `undefined` if the release does not have the file. */
  ours: Buffer | undefined
}

/** Everything that `init` or `upgrade` does in the folder of a project. */
export interface Plan {
  changes: Change[]
  kept: Kept[]
  notes: ConfigNote[]
  /** The manifest before the files are written: it names all files that may be ours. */
  draft: Manifest
  /** The manifest after the files are written. */
  manifest: Manifest
}

/** A file of a release and its place in the project. */
export interface Target {
  path: string
  file: ReleaseFile
  release: string
  /** Whether the file is replaced when another release has another content. Migrations are not. */
  isReplaceable: boolean
}

/** Compares the files of a release with the files of the project. */
export function planFiles(
  project: ProjectFolder,
  targets: Target[],
  before: Manifest | undefined,
): Pick<Plan, 'changes' | 'kept'> & { files: ManifestFile[] } {
  const known = new Map(before?.files.map((file) => [file.path, file]))
  const decisions = targets.map((target) => {
    const theirs = readFile(join(project.root, target.path))
    return decide(target, known.get(target.path), theirs)
  })
  const paths = new Set(targets.map(({ path }) => path))
  const dropped = [...known.values()].filter(({ path }) => !paths.has(path))
  decisions.push(...dropped.map((entry) => drop(project, entry)))
  return {
    changes: decisions.flatMap(({ change }) => change ?? []),
    kept: decisions.flatMap(({ kept }) => kept ?? []),
    files: decisions.flatMap(({ entry }) => entry ?? []),
  }
}

interface Decision {
  change?: Change
  kept?: Kept
  entry?: ManifestFile | undefined
}

function decide(
  { path, file, release, isReplaceable }: Target,
  entry: ManifestFile | undefined,
  theirs: Buffer | undefined,
): Decision {
  const ours = file.bytes
  const wanted = { path, source: file.source, release, sha256: checksum(ours) }
  if (theirs?.equals(ours)) return { entry: wanted }
  const isOther = entry !== undefined && entry.release !== release && !isReplaceable
  if (!theirs) {
    if (isOther) throw new Problem(missing(entry))
    return { change: { path, before: undefined, after: ours }, entry: wanted }
  }
  if (!entry || !isAsWritten(entry, theirs))
    return { kept: { path, theirs, ours: isOther ? undefined : ours }, entry }
  if (!isReplaceable) return { entry }
  return { change: { path, before: theirs, after: ours }, entry: wanted }
}

function missing({ path, release }: ManifestFile): string {
  return `${path} is missing. It belongs to release ${release}, which this project had before. Restore it from your version control.`
}

/** Removes a file that the release no longer has. Migrations stay. */
function drop(project: ProjectFolder, entry: ManifestFile): Decision {
  const { path } = entry
  const theirs = readFile(join(project.root, path))
  if (path.startsWith('supabase/migrations/')) return { entry }
  if (!theirs) return {}
  if (isAsWritten(entry, theirs)) return { change: { path, before: theirs, after: undefined } }
  return { kept: { path, theirs, ours: undefined }, entry }
}

/** Plans our settings in `config.toml`. */
export function planConfig(
  project: ProjectFolder,
  before: Manifest | undefined,
): { change: Change | undefined; notes: ConfigNote[]; undo: string[] } {
  const bytes = readFile(join(project.root, CONFIG)) ?? Buffer.alloc(0)
  const text = bytes.toString()
  if (!Buffer.from(text).equals(bytes)) {
    throw new Problem(`${CONFIG} is not UTF-8, as TOML must be. Save it as UTF-8 first.`)
  }
  const edit = editConfig(text)
  const undo = before?.config.undo ?? []
  if (edit.text === text) return { change: undefined, notes: edit.notes, undo }
  const patch = undoPatch(text, edit.text)
  return {
    change: { path: CONFIG, before: bytes, after: Buffer.from(edit.text) },
    notes: edit.notes,
    // Without any of our settings, an earlier edit never happened or was undone by the user.
    undo: hasOurSettings(text) ? added(undo, patch) : [patch],
  }
}

/** An interrupted command may have recorded the patch already. */
function added(undo: string[], patch: string): string[] {
  return undo.at(-1) === patch ? undo : [...undo, patch]
}

/** The folders that the changes create, parents first. */
export function newFolders(project: ProjectFolder, changes: Change[]): string[] {
  const folders = new Set<string>()
  for (const { path, after } of changes) {
    if (!after) continue
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
      if (!existsSync(join(project.root, folder))) folders.add(folder)
  }
  return [...folders].sort()
}

/**
 * Carries out a plan. The draft of the manifest comes first, so an interrupted command leaves no
 * file behind that the next run does not know.
 */
export function carryOut(project: ProjectFolder, { changes, draft, manifest }: Plan): void {
  requireInside(project, [MANIFEST, ...manifest.files.map(({ path }) => path)])
  requireInside(
    project,
    changes.map(({ path }) => path),
  )
  for (const { path } of changes) requireWritable(join(project.root, path))
  if (changes.length > 0) record(project, draft)
  for (const { path, after } of changes) {
    const file = join(project.root, path)
    if (after) writeFile(file, after)
    else removeFile(file)
  }
  record(project, manifest)
}

function record(project: ProjectFolder, manifest: Manifest): void {
  if (!isRecorded(project, manifest)) writeManifest(project, manifest)
}

/** Whether a plan changes no file, the manifest included. */
export function isNothing(project: ProjectFolder, { changes, manifest }: Plan): boolean {
  return changes.length === 0 && isRecorded(project, manifest)
}

/** Whether the manifest on disk says the same as the given one. */
export function isRecorded(project: ProjectFolder, manifest: Manifest): boolean {
  return isDeepStrictEqual(readManifest(project), manifest)
}
