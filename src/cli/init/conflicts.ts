import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import { CONFIG, FUNCTIONS } from '../project/config.ts'
import { readFile } from '../project/files.ts'
import type { ProjectFolder } from '../project/folder.ts'
import type { Target } from '../project/plan.ts'
import { parseToml, tableAt } from '../project/toml.ts'
import { listMigrations } from '../project/versions.ts'

export const BUCKETS = ['social-uploads', 'social-media', 'social-avatars', 'social-exports']

/**
 * Throws a `Problem` if the folder of a project already uses one of our names for something else.
 * `targets` are the files that `init` would write.
 */
export function refuseFolderConflicts(project: ProjectFolder, targets: Target[]): void {
  refuseFunctions(project, targets)
  refuseBuckets(project)
  refuseMigrations(project, targets)
}

/** A copy of our function with the same bytes, made by hand, is not a conflict. */
function refuseFunctions(project: ProjectFolder, targets: Target[]): void {
  for (const name of FUNCTIONS) {
    const folder = `supabase/functions/${name}`
    if (!existsSync(join(project.root, folder))) continue
    const files = targets.filter(({ path }) => path.startsWith(`${folder}/`))
    const isCopy = files.every(({ path, file }) =>
      readFile(join(project.root, path))?.equals(file.bytes),
    )
    if (isCopy && files.length > 0) continue
    throw new Problem(
      `${folder} exists, and \`init\` did not write it. Rename your function, or delete the folder if it is an old copy of supabase-social. Nothing was changed.`,
    )
  }
}

function refuseBuckets(project: ProjectFolder): void {
  const text = readFile(join(project.root, CONFIG))?.toString() ?? ''
  const buckets = tableAt(parseToml(text, CONFIG), 'storage', 'buckets')
  const taken = BUCKETS.find((bucket) => buckets[bucket] !== undefined)
  if (!taken) return
  throw new Problem(
    `${CONFIG} has a bucket ${taken}, and supabase-social needs this name. Rename your bucket. Nothing was changed.`,
  )
}

function refuseMigrations(project: ProjectFolder, targets: Target[]): void {
  const ours = new Set(targets.map(({ path }) => path))
  for (const { file } of listMigrations(project)) {
    const path = `supabase/migrations/${file}`
    const created = ours.has(path) ? undefined : createdName(readFileSync(join(project.root, path)))
    if (!created) continue
    throw new Problem(
      `${path} creates ${created}, and supabase-social needs this name. Rename yours, or remove the file if it is an old copy of supabase-social. Nothing was changed.`,
    )
  }
}

/** Finds one of our names in a migration. Comments do not count. */
function createdName(migration: Buffer): string | undefined {
  const text = migration
    .toString()
    .replace(/--.*$/gm, '')
    .replace(/\/\*.*?\*\//gs, '')
  const schema = /\bcreate\s+schema\s+(?:if\s+not\s+exists\s+)?"?(social(?:_private)?)"?(?![\w"])/i
  const [, name] = schema.exec(text) ?? []
  if (name) return `the schema ${name}`
  const inserted = /\binsert\s+into\s+"?storage"?\s*\.\s*"?buckets"?\b.*?(?:;|$)/gis
  for (const [statement] of text.matchAll(inserted)) {
    const bucket = BUCKETS.find((candidate) => statement.includes(`'${candidate}'`))
    if (bucket) return `the bucket ${bucket}`
  }
  return undefined
}
