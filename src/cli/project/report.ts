import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { Change, Kept, Plan } from './plan.ts'

/** Describes the changes of a plan as a unified diff. New and removed files are only named. */
export function printDiff({ changes }: Plan): string {
  return changes.map(printChange).join('\n')
}

function printChange({ path, before, after }: Change): string {
  if (!after) return `removed  ${path}`
  if (!before) return `new      ${path} (${lines(after)} lines)`
  return difference(path, before, after)
}

/** Names the changed files. */
export function printChanges({ changes }: Plan): string {
  return changes
    .map(({ path, before, after }) => {
      const kind = after ? (before ? 'changed' : 'new') : 'removed'
      return `${kind.padEnd(8)} ${path}`
    })
    .join('\n')
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
