import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from './folder.ts'

/** A migration file in the folder of a project. */
export interface LocalMigration {
  file: string
  version: string
  name: string
}

/** Lists the files in `supabase/migrations` that the Supabase CLI takes for migrations. */
export function listMigrations(project: ProjectFolder): LocalMigration[] {
  let names: string[] = []
  try {
    const entries = readdirSync(join(project.supabase, 'migrations'), { withFileTypes: true })
    names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR') throw new Problem('supabase/migrations is not a folder. Rename it.')
    if (code !== 'ENOENT') throw error
  }
  return names.sort().flatMap((file) => {
    const [, version, name] = /^(\d+)_(.*)\.sql$/.exec(file) ?? []
    return version !== undefined && name !== undefined ? [{ file, version, name }] : []
  })
}

/** The versions of the migrations among files of a project. */
export function versionsOf(files: { path: string }[]): string[] {
  return files.flatMap(({ path }) => /^supabase\/migrations\/(\d+)_/.exec(path)?.[1] ?? [])
}

/**
 * Returns new versions for migrations: timestamps that are later than now and later than every
 * existing version. The Supabase CLI compares versions as text and refuses a migration that comes
 * before an applied one.
 */
export function versionsAfter(existing: string[], count: number, now = new Date()): string[] {
  const newest = existing.toSorted().at(-1) ?? ''
  let time = Math.max(Math.floor(now.getTime() / 1000) * 1000, timeOf(newest))
  return Array.from({ length: count }, () => {
    time += 1000
    const version = format(time)
    if (version && version > newest) return version
    throw new Problem(
      `No timestamp comes after the migration version ${newest}. Rename this migration first (and repair the history with \`npx supabase migration repair\`).`,
    )
  })
}

/** The time of a version. A version may be shorter, longer, or no real time, such as `0001`. */
function timeOf(version: string): number {
  const digits = version.padEnd(14, '0').slice(0, 14)
  const [year, month, day, hour, minute, second] = [
    digits.slice(0, 4),
    ...(digits.slice(4).match(/../g) ?? []),
  ].map(Number) as [number, number, number, number, number, number]
  const date = new Date(0)
  // `setUTCFullYear` takes years below 100 literally.
  date.setUTCFullYear(year, Math.max(month, 1) - 1, Math.max(day, 1))
  return date.setUTCHours(hour, minute, second)
}

/** `20301231235959`, or `undefined` after the year 9999. */
function format(time: number): string | undefined {
  const text = new Date(time).toISOString() // +010000-… after the year 9999
  return text.startsWith('+') ? undefined : text.slice(0, 19).replace(/\D/g, '')
}
