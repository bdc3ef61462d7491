import type postgres from 'postgres'

/** A column whose cells Studio lets an admin edit. */
export interface Column {
  name: string
  /** The name of the type, such as `uuid` or `text[]`. */
  type: string
  /** The values of an enum. Empty for other types. */
  labels: string[]
  /** The table and column to which a foreign key leads. */
  target: string | null
  hasDefault: boolean
}

/** A table with rows that Studio lets an admin edit. */
export interface Table {
  name: string
  key: string[]
  columns: Column[]
}

/** Reads all tables of both schemas, so that a new table or column is covered without a change. */
export async function editableTables(sql: postgres.Sql): Promise<Table[]> {
  return await sql<Table[]>`
    select
      format('%I.%I', nspname, relname) as name,
      array(
        select attname::text from pg_attribute
        where attrelid = pg_class.oid and attnum = any ((indkey::int2[])[0:indnkeyatts - 1]) order by attnum
      ) as key,
      (
        select jsonb_agg(jsonb_build_object(
          'name', attname,
          'type', format_type(atttypid, null),
          'labels', array(
            select enumlabel from pg_enum where enumtypid = atttypid order by enumsortorder),
          'hasDefault', atthasdef,
          'target', (
            select format('%s.%I', confrelid::regclass, target.attname)
            from pg_constraint
            join pg_attribute as target
              on target.attrelid = confrelid and target.attnum = confkey[1]
            where conrelid = pg_class.oid and contype = 'f' and conkey = array[pg_attribute.attnum]
            limit 1
          )) order by attnum)
        from pg_attribute
        where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
      ) as columns
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    join pg_index on indrelid = pg_class.oid and indisprimary
    where nspname in ('social', 'social_private') and relkind = 'r'
    order by 1`
}

const DAY = 86_400_000
const text = [
  '',
  'x',
  'Ünï #sea #Sea',
  'a'.repeat(501),
  'b'.repeat(1_000_000),
  'javascript:alert(1)',
]
const numbers = ['0', '1', '-1', '7', '32767', '2147483647']

/** Values of each type. Studio sends every value as text. */
const samples: Record<string, () => string[]> = {
  boolean: () => ['true', 'false'],
  uuid: () => [crypto.randomUUID()],
  'timestamp with time zone': () => [
    ...[0, -DAY, -400 * DAY, DAY].map((ago) => new Date(Date.now() + ago).toISOString()),
    'infinity',
    '-infinity',
  ],
  jsonb: () => ['{}', '[]', 'null', '"x"', '[{"hashtag": "sea", "start": 0, "end": 4}]'],
  'text[]': () => ['{}', '{x}', '{NULL}'],
  'uuid[]': () => ['{}', `{${crypto.randomUUID()}}`],
  interval: () => ['0', '-1 day', '1 day'],
  tsvector: () => ['', "'x':1"],
  xid8: () => ['0', '1'],
}

/** The values that a test writes into a column. Null is the SQL value null. */
export function valuesOf(column: Column): (string | null)[] {
  if (column.labels.length) return [null, ...column.labels]
  return [null, ...(samples[column.type]?.() ?? (isNumber(column.type) ? numbers : text))]
}

function isNumber(type: string): boolean {
  return /int|numeric|double|real/.test(type)
}
