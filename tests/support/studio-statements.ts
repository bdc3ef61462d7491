import fc from 'fast-check'
import type postgres from 'postgres'
import { type Table, valuesOf } from './studio-catalog.ts'

export const kinds = [
  ...(['cell', 'cells', 'insert', 'copy', 'upsert', 'delete', 'deletes', 'truncate'] as const),
]

/** The numbers choose a table, rows, columns and values from those that exist. */
export interface Edit {
  do: (typeof kinds)[number]
  table: number
  row: number
  other: number
  column: number
  value: number
}

export const edit: fc.Arbitrary<Edit> = fc.record({
  do: fc.oneof(
    ...kinds.map((kind) => ({
      weight: { cell: 12, cells: 4, copy: 4, delete: 3 }[kind as string] ?? 2,
      arbitrary: fc.constant(kind),
    })),
  ),
  table: fc.nat(9999),
  row: fc.nat(999),
  other: fc.nat(999),
  column: fc.nat(99),
  value: fc.nat(99),
})

type Cells = Record<string, string | null>

/** Writes the statement that Studio sends for an edit. Null if the table has no such row. */
export async function statementOf(
  sql: postgres.ISql,
  table: Table,
  { do: kind, row, other, column, value }: Edit,
): Promise<string | null> {
  if (kind === 'truncate') return `truncate ${table.name}${value % 2 ? ' cascade' : ''}`
  const old = await rowAt(sql, table, row)
  const second = await rowAt(sql, table, other)
  const changed: Cells = {}
  for (const place of kind === 'cells' ? [column, column + 1 + (value % 3)] : [column]) {
    const at = table.columns[place % table.columns.length]
    if (!at) return null
    const values = [...valuesOf(at), second?.[at.name] ?? null]
    if (at.target) values.push(await keyAt(sql, at.target, other), await keyAt(sql, at.target, row))
    changed[at.name] = values[(value + place - column) % values.length] ?? null
  }
  if (kind === 'insert')
    return inserted(table, { ...(await required(sql, table, row)), ...changed })
  if (!old) return null
  if (kind === 'cell' || kind === 'cells') return updated(table, old, changed)
  if (kind === 'delete') return `delete from ${table.name} where ${chosen(table, [old])}`
  if (kind === 'deletes')
    return `delete from ${table.name} where ${chosen(table, [old, second ?? old])}`
  if (kind === 'copy') {
    const copy = { ...old, ...(await newKey(sql, table, other)) }
    // Half of the copies follow the recipe for a new row: no id and no time.
    const left = value % 2 ? ['id', 'created_at'] : []
    for (const { name, hasDefault } of table.columns)
      if (hasDefault && left.includes(name)) delete copy[name]
    return inserted(table, { ...copy, ...changed })
  }
  const keys = table.key.map((name) => `"${name}"`).join(', ')
  const sets = Object.keys(changed).map((name) => `"${name}" = excluded."${name}"`)
  return `${inserted(table, { ...old, ...changed })} on conflict (${keys}) do update set ${sets}`
}

/** Writes the statement that inserts a copy of the first row, or a row of defaults. */
export async function copyOf(sql: postgres.ISql, table: Table): Promise<string> {
  const row = await rowAt(sql, table, 0)
  return row ? inserted(table, row) : `insert into ${table.name} default values`
}

function updated(table: Table, old: Cells, changed: Cells): string {
  const sets = Object.entries(changed).map(([name, value]) => `"${name}" = ${literal(value)}`)
  return `update ${table.name} set ${sets.join(', ')} where ${chosen(table, [old])}`
}

function inserted({ name, columns }: Table, cells: Cells): string {
  const names = columns.map(({ name }) => name).filter((each) => each in cells)
  const values = names.map((each) => literal(cells[each] ?? null))
  const list = names.map((each) => `"${each}"`).join(', ')
  return `insert into ${name} (${list}) overriding system value values (${values.join(', ')})`
}

function chosen({ key }: Table, rows: Cells[]): string {
  const tuples = rows.map((row) => `(${key.map((name) => literal(row[name] ?? null)).join(', ')})`)
  return `(${key.map((name) => `"${name}"`).join(', ')}) in (${tuples.join(', ')})`
}

function literal(value: string | null): string {
  return value === null ? 'null' : `'${value.replaceAll("'", "''")}'`
}

async function rowAt(sql: postgres.ISql, table: Table, place: number): Promise<Cells | null> {
  const list = table.columns.map(({ name }) => `"${name}"::text`).join(', ')
  const rows = await sql.unsafe(
    `with rows as (select ${list} from ${table.name})
    select * from rows order by 1, 2 nulls last offset ${place} % greatest(
      (select count(*) from rows), 1) limit 1`.replace('1, 2', table.columns[1] ? '1, 2' : '1'),
  )
  return (rows[0] as Cells | undefined) ?? null
}

async function keyAt(sql: postgres.ISql, target: string, place: number): Promise<string | null> {
  const [at] = [target.lastIndexOf('.')]
  const [table, column] = [target.slice(0, at), target.slice(at + 1)]
  const rows = await sql.unsafe(`select ${column}::text as key from ${table} order by 1
    offset ${place} % greatest((select count(*) from ${table}), 1) limit 1`)
  return (rows[0]?.key as string | undefined) ?? null
}

/** A copied row gets a new id, and other rows at the other ends of its foreign keys. */
async function newKey(sql: postgres.ISql, table: Table, place: number): Promise<Cells> {
  const cells: Cells = {}
  for (const { name, target, type } of table.columns)
    if (table.key.includes(name)) {
      if (target) cells[name] = await keyAt(sql, target, place)
      else if (type === 'uuid') cells[name] = crypto.randomUUID()
    }
  return cells
}

/** Studio's form for a new row demands the columns that have no default. */
async function required(sql: postgres.ISql, table: Table, place: number): Promise<Cells> {
  const like = await rowAt(sql, table, place)
  const names = await sql`select attname as name from pg_attribute
    where attrelid = ${table.name}::regclass and attnum > 0 and attnotnull and not atthasdef
      and attidentity = ''`
  const cells: Cells = {}
  for (const { name } of names) {
    const column = table.columns.find((each) => each.name === name)
    if (!column) continue
    if (column.target) cells[name] = await keyAt(sql, column.target, place + names.length)
    else cells[name] = like?.[name] ?? valuesOf(column)[1] ?? null
  }
  return cells
}
