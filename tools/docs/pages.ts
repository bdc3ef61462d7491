import type postgres from 'postgres'
import { readMigrations, readSchema } from '../lint/schema.ts'
import { migrationsFolder } from '../local-stack/paths.ts'
import { readCatalog } from './catalog.ts'
import { configReference, errorReference, sqlReference } from './markdown.ts'

/**
 * Generates the reference pages from a database that has the migrations. Each key is the path of a
 * page, and each value is its text.
 */
export async function referencePages(sql: postgres.Sql): Promise<Record<string, string>> {
  const catalog = await readCatalog(sql)
  const { routines } = readSchema(readMigrations(migrationsFolder))
  const open = routines.filter(({ name }) => name.startsWith('social.'))
  const files = new Map(open.map(({ name, file }) => [name.replace('social.', ''), file]))
  return {
    'docs/reference/sql.md': sqlReference(catalog, files),
    'docs/reference/errors.md': errorReference(catalog),
    'docs/reference/config.md': configReference(catalog),
  }
}
