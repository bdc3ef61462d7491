import type postgres from 'postgres'
import { attempt, type Cell, isAsExpected, prepareAttempts, type Result } from './attempt.ts'
import { build } from './build.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { sight } from './expected/rows.ts'
import { exportCells } from './exports.ts'
import { fileCells } from './files.ts'
import { functionCells } from './function-calls.ts'
import type { Ids } from './ids.ts'
import { compareObjects, compareRights } from './rights.ts'
import { type Access, accesses, tableReads } from './tables.ts'
import { openTopics, topicCells } from './topics.ts'
import { writeCells } from './writes.ts'

/**
 * The results of all attempts with one privacy setting of the owner's account and one setting of
 * direct table access.
 */
export interface Pass {
  name: string
  results: Result[]
}

export interface Proof {
  access: Access
  passes: Pass[]
  findings: string[]
  /** The number of attempts, plus the number of compared rights in the system catalog. */
  cells: number
  mismatches: Result[]
}

export interface ProveOptions {
  onProgress?: (line: string) => void
  /** If this text is set, `prove` tries only the objects whose name contains the text. */
  only?: string
  /**
   * SQL that tests use for fault injection. The SQL runs in the same transaction, before the
   * attempts.
   */
  fault?: string
}

class Undo extends Error {}

/** Runs all attempts as every role, in one transaction that is always rolled back. */
export async function prove(sql: postgres.Sql, options: ProveOptions = {}): Promise<Proof> {
  let proof: Proof | undefined
  await sql
    .begin(async (transaction) => {
      proof = await run(transaction, options)
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  if (!proof) throw new Error('The transaction ended before the proof')
  return proof
}

async function run(sql: postgres.TransactionSql, options: ProveOptions): Promise<Proof> {
  const { onProgress = () => {}, only = '', fault } = options
  // The timeouts stop statements that take too long, because other transactions may wait for this
  // transaction.
  await sql.unsafe("set local lock_timeout = '10s'; set local statement_timeout = '120s'")
  if (fault) await sql.unsafe(fault)
  const catalog = await readCatalog(sql)
  const access = await accessNow(sql)
  const rights = compareRights(catalog, access)
  onProgress('Create the test data')
  const ids = await build(sql)
  await prepareAttempts(sql)
  const passes: Pass[] = []
  const pass = async (name: string, all: Cell[]) => {
    const cells = all.filter(({ object }) => object.includes(only))
    onProgress(`${name}: ${cells.length} attempts`)
    passes.push({ name, results: await attempt(sql, ids, cells) })
  }

  await pass(`public account, table access ${access}`, everything(catalog, ids, access))
  await undone(sql, async () => {
    await sql`update social_private.accounts set is_private = true where profile_id = ${ids.person.owner ?? ''}`
    await openTopics(sql, ids)
    await pass(`private account, table access ${access}`, reading(catalog, ids, access, true))
  })
  for (const other of accesses.filter((one) => one !== access)) {
    await undone(sql, async () => {
      await sql`select social_private.set_direct_table_access(${other})`
      await pass(`public account, table access ${other}`, reading(catalog, ids, other, false, true))
    })
  }

  const results = passes.flatMap((one) => one.results)
  return {
    access,
    passes,
    findings: [...compareObjects(catalog), ...rights.findings],
    cells: results.length + rights.cells,
    mismatches: results.filter((result) => !isAsExpected(result)),
  }
}

function everything(catalog: Catalog, ids: Ids, access: Access): Cell[] {
  return [...reading(catalog, ids, access, false), ...writeCells(catalog)]
}

/**
 * Returns the attempts whose outcome depends on the privacy of the owner's account or on direct
 * table access.
 */
function reading(
  catalog: Catalog,
  ids: Ids,
  access: Access,
  isPrivate: boolean,
  onSome = false,
): Cell[] {
  const there = new Set(
    [...catalog.relations, ...catalog.routines]
      .filter(({ schema }) => schema === 'social')
      .map(({ name }) => name),
  )
  const sees = sight(isPrivate)
  const isThere = (name: string) => there.has(name)
  return [
    ...tableReads(ids, sees, access, isThere),
    ...functionCells(ids, sees, isThere, onSome),
    ...fileCells(ids, sees),
    ...exportCells(ids),
    ...topicCells(ids, sees),
  ]
}

/** Reads the current setting of direct table access from the grants on social.posts. */
async function accessNow(sql: postgres.TransactionSql): Promise<Access> {
  const [row] = await sql<{ access: Access }[]>`
    select case
      when has_any_column_privilege('anon', 'social.posts', 'select') then 'everybody'
      when has_any_column_privilege('authenticated', 'social.posts', 'select') then 'signed_in'
      else 'closed'
    end as access`
  return row?.access ?? 'closed'
}

async function undone(sql: postgres.TransactionSql, then: () => Promise<void>): Promise<void> {
  await sql.unsafe('savepoint social_prove')
  await then()
  await sql.unsafe('rollback to savepoint social_prove')
}
