import { basename, dirname } from 'node:path'
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { ProjectFolder } from './folder.ts'
import { MANIFEST, readManifest } from './manifest.ts'
import { type Change, isRecorded, type Kept, type Plan } from './plan.ts'

/**
 * Describes the changes of a plan as a unified diff. New and removed files and the manifest are only
 * named.
 */
export function printDiff(project: ProjectFolder, plan: Plan): string {
  return [...plan.changes.map(printChange), ...manifestLine(project, plan)].join('\n')
}

function manifestLine(project: ProjectFolder, { manifest }: Plan): string[] {
  if (isRecorded(project, manifest)) return []
  return [`${readManifest(project) ? 'changed' : 'new    '}  ${MANIFEST}`]
}

function printChange({ path, before, after }: Change): string {
  if (!after) return `removed  ${path}`
  if (!before) return `new      ${path} (${lines(after)} lines)`
  return difference(path, before, after)
}

/** Names the changed files. Many files of one folder share a line. Call it before the changes. */
export function printChanges(project: ProjectFolder, plan: Plan): string {
  const groups = new Map<string, string[]>()
  for (const { path, before, after } of plan.changes) {
    const kind = after ? (before ? 'changed' : 'new') : 'removed'
    const group = `${kind.padEnd(8)} ${dirname(path)}/`
    groups.set(group, [...(groups.get(group) ?? []), basename(path)])
  }
  const lines = [...groups].flatMap(([group, names]) => printGroup(group, names))
  return [...lines, ...manifestLine(project, plan)].join('\n')
}

function printGroup(group: string, names: string[]): string[] {
  if (names.length < 4) return names.map((name) => `${group}${name}`)
  return [`${group} (${names.length} files: ${names[0]} to ${names.at(-1)})`]
}

/** Names the files that the user changed, and shows how they differ from ours. */
export function printKept({ kept }: Plan): string {
  return kept.map(printOne).join('\n')
}

function printOne({ path, theirs, ours }: Kept): string {
  const said = `${path} was changed in this project, and stays as it is.`
  if (!ours) return `${said} This release does not have the file.`
  return `${said} The difference to ours:\n${difference(path, theirs, ours)}`
}

function difference(path: string, before: Buffer, after: Buffer): string {
  return createTwoFilesPatch(
    `a/${path}`,
    `b/${path}`,
    before.toString(),
    after.toString(),
    undefined,
    undefined,
    { headerOptions: FILE_HEADERS_ONLY },
  ).trimEnd()
}

function lines(bytes: Buffer): number {
  return bytes.toString().split('\n').length - 1
}
