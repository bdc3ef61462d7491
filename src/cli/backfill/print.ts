import type { Created } from './create.ts'
import type { Preview } from './preview.ts'
import type { Counts, Failure } from './users.ts'

const MAX_FAILURES = 20

type Row = [count: number, text: string]

/** Returns the table of a dry run. */
export function printPreview(counts: Counts, preview: Preview): string {
  return [
    table([
      [counts.users, 'users'],
      [preview.kept, 'would get the username that they had'],
      [preview.changed, 'would get a changed username'],
      [preview.generated, 'have no usable name and would be called user and digits'],
      ...skipped(counts),
      [preview.failures.length, 'would fail'],
    ]),
    ...preview.samples.map(([before, after]) => `  ${JSON.stringify(before)} → ${after}`),
    ...failures(preview.failures),
    'Nothing was changed.',
  ].join('\n')
}

/** Returns the summary of a backfill. */
export function printCreated(counts: Counts, created: Created, seconds: number): string {
  const speed = Math.round(created.created / Math.max(seconds, 0.001)).toLocaleString('en')
  return [
    table([
      [created.created, `profiles created (${speed} a second)`],
      ...skipped(counts),
      [created.skipped, 'got a profile or were deleted in the meantime'],
      [created.failures.length, 'failed'],
    ]),
    ...failures(created.failures),
    ...(created.failures.length > 0
      ? ['Repeat the command to try again. It changes no existing profile.']
      : []),
  ].join('\n')
}

function skipped(counts: Counts): Row[] {
  return [
    [counts.existing, 'skipped: they have a profile'],
    [counts.anonymous, 'skipped: anonymous users'],
    [counts.deleted, 'skipped: deleted users'],
  ]
}

function table(rows: Row[]): string {
  const texts = rows.map(([count, text]) => [count.toLocaleString('en'), text] as const)
  const width = Math.max(...texts.map(([count]) => count.length))
  return texts.map(([count, text]) => `${count.padStart(width)} ${text}`).join('\n')
}

function failures(all: Failure[]): string[] {
  const more = all.length - MAX_FAILURES
  return [
    ...all.slice(0, MAX_FAILURES).map(({ id, reason }) => `  ${id}: ${reason}`),
    ...(more > 0 ? [`  and ${more.toLocaleString('en')} more`] : []),
  ]
}
