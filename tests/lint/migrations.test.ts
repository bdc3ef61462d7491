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

/** The functions that may execute a text as SQL, each with the reason why it is safe. */
const DYNAMIC: string[] = [
  // Only the operator calls this function. It quotes the table names, and the role names are
  // constants.
  'social_private.set_direct_table_access',
]

/** The kinds of statement that names.ts handles. Check names.ts before you add a kind. */
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

test('the linter handles every kind of statement in the migrations', () => {
  const kinds = new Set(texts.flatMap(parseSql).map(({ kind }) => kind))
  expect([...kinds].filter((kind) => !KINDS.includes(kind))).toEqual([])
})

test('the linter finds each name in the migrations when the test removes the schema of the name', () => {
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

/** Counts the findings in a statement. If the statement does not parse, the count is infinite. */
function findings(statement: string): number {
  try {
    return lint([statement], catalog).length
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** Returns the names with a schema in a statement, outside of comments and quotes. */
function qualified(statement: string): { index: number; schema: string; name: string }[] {
  const code = statement.replace(/--.*|'(?:[^']|'')*'/g, (text) => ' '.repeat(text.length))
  return [...code.matchAll(/\b(social|social_private|auth|storage|extensions)\.(\w+)/g)].map(
    ({ index, 1: schema = '', 2: name = '' }) => ({ index, schema, name }),
  )
}
