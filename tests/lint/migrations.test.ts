import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lint } from '../../tools/lint/bodies.ts'
import type { Catalog } from '../../tools/lint/names.ts'
import { parseSql } from '../../tools/lint/parser.ts'
import { migrationsFolder } from '../../tools/local-stack/paths.ts'
import { sql } from '../support/stack.ts'

const texts = readdirSync(migrationsFolder)
  .sort()
  .map((file) => readFileSync(join(migrationsFolder, file), 'utf8'))

/** The functions that may execute a text as SQL. A comment explains why each function is safe. */
const DYNAMIC: string[] = [
  // The block that gives the functions of people to the secret key, and the block that locks our
  // tables before the policies are created. Postgres gives the names.
  'DoStmt',
  'DoStmt',
  // The text is constant. pg_net and Vault may be missing when the migrations run.
  'social_private.call_worker',
  // The foreign keys of the catalog give the names of the tables and columns.
  'social_private.check_login_erased',
  // Only migrations call this function. Postgres gives the names of the functions and roles.
  'social_private.close_new_functions',
  // The text is constant. Old versions of Auth lack the column that it names.
  'social_private.erase_unfinished_sign_ins',
  // Constant texts about the extensions of the schedule.
  'social_private.forget_job_runs',
  'social_private.forget_secret_key',
  // Only the operator edits the table whose trigger calls this function. The function quotes the
  // names of tables and columns, and a check allows only the three roles of clients.
  'social_private.grant_columns',
  // Constant texts about the extensions of the schedule.
  'social_private.has_worker_key',
  'social_private.put_worker_job',
  'social_private.remove_worker_job',
  // Only the operator calls these functions. The names and conditions come from tables that only the
  // migrations write.
  'social_private.repair_grants',
  'social_private.repair_policies',
  'social_private.repair_rights',
  // Constant texts about the extensions of the schedule.
  'social_private.rotate_worker_key',
  'social_private.send_hint',
  // Only the operator calls this function. The catalog gives the names of the tables and columns.
  'social_private.stored_items',
  // Constant texts about the extensions of the schedule.
  'social_private.unschedule_worker',
  'social_private.wake_worker',
  'social_private.worker_schedule_check',
]

/**
 * The kinds of SQL statements that names.ts checks. Before you add a kind, make sure that names.ts
 * checks it.
 */
const KINDS = [
  ...['AlterTableStmt', 'CommentStmt', 'CompositeTypeStmt', 'CreateEnumStmt', 'CreatePolicyStmt'],
  ...['CreateFunctionStmt', 'CreateSchemaStmt', 'CreateSeqStmt', 'CreateStmt', 'CreateTrigStmt'],
  ...['GrantStmt', 'IndexStmt', 'InsertStmt', 'SelectStmt', 'UpdateStmt', 'ViewStmt', 'DoStmt'],
  ...['CreateExtensionStmt', 'VariableSetStmt', 'DeleteStmt', 'DropStmt', 'AlterFunctionStmt'],
]

async function names(table: string, column: string, schema: string): Promise<Set<string>> {
  const rows = await sql.unsafe(
    `select distinct ${column} as name from pg_catalog.${table}
    where ${schema} = 'pg_catalog'::regnamespace`,
  )
  return new Set(rows.map(({ name }) => name))
}

const catalog: Catalog = {
  functions: await names('pg_proc', 'proname', 'pronamespace'),
  operators: await names('pg_operator', 'oprname', 'oprnamespace'),
  types: await names('pg_type', 'typname', 'typnamespace'),
  collations: await names('pg_collation', 'collname', 'collnamespace'),
  operatorClasses: await names('pg_opclass', 'opcname', 'opcnamespace'),
}

test('SEC-46 every name in the migrations and their functions has a schema', () => {
  expect(texts.length).toBeGreaterThan(10)
  expect(lint(texts, catalog).filter(({ what }) => what !== 'dynamic SQL')).toEqual([])
})

test('SEC-46 only the listed functions execute a text as SQL', () => {
  const found = lint(texts, catalog).filter(({ what }) => what === 'dynamic SQL')
  expect(found.map(({ where }) => where).sort()).toEqual(DYNAMIC)
})

test('the linter checks every kind of SQL statement that the migrations contain', () => {
  const kinds = new Set(texts.flatMap(parseSql).map(({ kind }) => kind))
  expect([...kinds].filter((kind) => !KINDS.includes(kind))).toEqual([])
})

test('the linter reports an error if the schema in front of any name in the migrations is removed', () => {
  const missed: string[] = []
  let tried = 0
  for (const text of texts) {
    for (const { text: statement } of parseSql(text)) {
      const before = lint([statement], catalog).length
      for (const { index, name, schema } of qualified(statement)) {
        const broken = statement.slice(0, index) + statement.slice(index + schema.length + 1)
        tried++
        if (catalog.functions.has(name)) continue
        if (findings(broken) === before)
          missed.push(`${schema}.${name} in ${statement.trim().slice(0, 60)}`)
      }
    }
  }
  expect(tried).toBeGreaterThan(1000)
  expect(missed).toEqual([])
}, 120_000)

/**
 * Returns the number of errors that the linter finds in a statement, or infinity if the statement
 * does not parse.
 */
function findings(statement: string): number {
  try {
    return lint([statement], catalog).length
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/**
 * Returns the schema-qualified names in a statement. Ignores comments and quoted texts, also those
 * that a function executes as SQL.
 */
function qualified(statement: string): { index: number; schema: string; name: string }[] {
  const quoted = /--[^\n]*|'(?:[^']|'')*'|\$(query|sql)\$.*?\$\1\$/gs
  const code = statement.replace(quoted, (text) => ' '.repeat(text.length))
  return [...code.matchAll(/\b(social|social_private|auth|storage|extensions)\.(\w+)/g)].map(
    ({ index, 1: schema = '', 2: name = '' }) => ({ index, schema, name }),
  )
}
