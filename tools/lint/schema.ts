import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bodyOf } from './bodies.ts'
import { type Parsed, parseSql, walk, words } from './parser.ts'

type Node = { [key: string]: unknown }

export interface Migration {
  /** The short name of the file, such as `foundation` for 20260101000100_social_foundation.sql. */
  name: string
  text: string
}

/** A table that a function writes to, and the kind of the write. */
export interface Write {
  kind: 'insert' | 'update' | 'delete'
  table: string
  /** The columns that an update sets. The list is empty for inserts and deletes. */
  columns: string[]
}

export interface Routine {
  name: string
  /** The position of the routine's file among the migrations, and the name of that file. */
  place: number
  file: string
  lines: number
  calls: Set<string>
  writes: Write[]
  /** Every string constant in the body. Error codes are string constants. */
  constants: Set<string>
  /** The fields that the routine passes to clean_text or clean_line. */
  cleaned: Set<string>
}

export interface Trigger {
  table: string
  kinds: Write['kind'][]
  /**
   * The columns after `update of`. Only an update of one of these columns fires the trigger. An
   * empty list means every column.
   */
  columns: string[]
  runs: string
}

/** A foreign key that writes to the child table when a row of the parent table is deleted. */
export interface Cascade {
  parent: string
  write: Write
}

/** The contents of all migrations, in the form that the lint rules need. */
export interface Schema {
  migrations: Migration[]
  routines: Routine[]
  triggers: Trigger[]
  cascades: Cascade[]
  /** The codes that the migrations insert into the table of errors. */
  codes: Set<string>
  /** The text of each `comment on function`, by the name of the function. */
  comments: Map<string, string>
  /** The names of the files that contain `create policy`. */
  policyFiles: Set<string>
}

export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return files.sort().map((file) => ({
    name: file.replace(/^\d+_(social_)?|\.sql$/g, ''),
    text: readFileSync(join(folder, file), 'utf8'),
  }))
}

export function readSchema(migrations: Migration[]): Schema {
  const schema: Schema = {
    migrations,
    ...{ routines: [], triggers: [], cascades: [] },
    ...{ codes: new Set(), comments: new Map(), policyFiles: new Set() },
  }
  for (const [place, { name, text }] of migrations.entries()) {
    for (const statement of parseSql(text)) addStatement(schema, statement, place, name)
  }
  return schema
}

function addStatement(schema: Schema, statement: Parsed, place: number, file: string): void {
  const { kind, node } = statement
  if (kind === 'CreateFunctionStmt') schema.routines.push(routine(statement, place, file))
  if (kind === 'CreateTrigStmt') schema.triggers.push(trigger(node))
  if (kind === 'CreatePolicyStmt') schema.policyFiles.add(file)
  if (kind === 'InsertStmt' && tableOf(node.relation) === 'social_private.errors') {
    for (const code of firstColumn(node)) schema.codes.add(code)
  }
  if (kind === 'CommentStmt' && node.objtype === 'OBJECT_FUNCTION') {
    const name = words(((node.object as Node).ObjectWithArgs as Node).objname).join('.')
    schema.comments.set(name, String(node.comment ?? ''))
  }
  if (['CreateStmt', 'AlterTableStmt'].includes(kind)) schema.cascades.push(...cascades(node))
}

function routine(statement: Parsed, place: number, file: string): Routine {
  const text = statement.text.replace(/^(\s+|--.*\n)+/, '')
  const found: Routine = {
    ...{ name: words(statement.node.funcname).join('.'), place, file },
    lines: text.trimEnd().split('\n').length,
    ...{ calls: new Set(), writes: [], constants: new Set(), cleaned: new Set() },
  }
  walk([statement.node, ...bodyOf(statement)], (node) => {
    const constant = constantOf(node)
    if (constant !== undefined) found.constants.add(constant)
    found.writes.push(...writesOf(node))
    const call = (node.FuncCall ?? {}) as { funcname?: unknown; args?: Node[] }
    const name = words(call.funcname).join('.')
    if (name) found.calls.add(name)
    const field = /\.clean_(text|line)$/.test(name) && constantOf(call.args?.[1] ?? {})
    if (field) found.cleaned.add(field)
  })
  return found
}

function constantOf(node: Node): string | undefined {
  return (node.A_Const as { sval?: { sval?: string } } | undefined)?.sval?.sval
}

function writesOf({ InsertStmt, UpdateStmt, DeleteStmt }: Node): Write[] {
  const writes: Write[] = []
  const insert = InsertStmt as Node | undefined
  if (insert) {
    const table = tableOf(insert.relation)
    writes.push({ kind: 'insert', table, columns: [] })
    const set = (insert.onConflictClause as Node | undefined)?.targetList
    if (set) writes.push({ kind: 'update', table, columns: targets(set) })
  }
  const update = UpdateStmt as Node | undefined
  if (update) {
    const table = tableOf(update.relation)
    writes.push({ kind: 'update', table, columns: targets(update.targetList) })
  }
  const deletion = DeleteStmt as Node | undefined
  if (deletion) writes.push({ kind: 'delete', table: tableOf(deletion.relation), columns: [] })
  return writes
}

function targets(list: unknown): string[] {
  return (list as { ResTarget: { name: string } }[]).map(({ ResTarget }) => ResTarget.name)
}

function tableOf(relation: unknown): string {
  const { schemaname = '', relname = '' } = (relation ?? {}) as { [key: string]: string }
  return `${schemaname}.${relname}`
}

// The bits that stand for these events in pg_trigger.tgtype.
const EVENTS = { insert: 4, delete: 8, update: 16 } as const

function trigger(node: Node): Trigger {
  const kinds = Object.entries(EVENTS).filter(([, bit]) => Number(node.events) & bit)
  return {
    table: tableOf(node.relation),
    kinds: kinds.map(([kind]) => kind as Write['kind']),
    columns: words(node.columns),
    runs: words(node.funcname).join('.'),
  }
}

function cascades(node: Node): Cascade[] {
  const found: Cascade[] = []
  const table = tableOf(node.relation)
  walk(node, (part) => {
    const key = part.Constraint as Node | undefined
    if (key?.contype !== 'CONSTR_FOREIGN') return
    const columns = words(key.fk_attrs)
    const write: Write | undefined =
      key.fk_del_action === 'c'
        ? { kind: 'delete', table, columns: [] }
        : key.fk_del_action === 'n'
          ? { kind: 'update', table, columns }
          : undefined
    if (write) found.push({ parent: tableOf(key.pktable), write })
  })
  return found
}

/** Returns the first column of a `values (…), (…)` list. */
function firstColumn(node: Node): string[] {
  const select = (node.selectStmt as { SelectStmt?: Node })?.SelectStmt
  const lists = (select?.valuesLists ?? []) as { List: { items: Node[] } }[]
  return lists.flatMap(({ List }) => constantOf(List.items[0] ?? {}) ?? [])
}
