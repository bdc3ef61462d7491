import type postgres from 'postgres'

interface Definition {
  table: string
  name: string
  definition: string
  isConstraint: boolean
}

/**
 * Selects the indexes of our tables that no foreign key needs. Loading data is faster without these
 * indexes.
 */
const DISPENSABLE = `
  select
    index.indrelid::regclass::text as table, relation.relname as name,
    own.oid is not null as "isConstraint",
    coalesce(pg_get_constraintdef(own.oid), pg_get_indexdef(relation.oid)) as definition
  from pg_index as index
  join pg_class as relation on relation.oid = index.indexrelid
  left join pg_constraint as own
    on own.conindid = relation.oid and own.contype in ('p', 'u', 'x')
  where relation.relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
    and not exists (
      select from pg_constraint as foreign_key
      where foreign_key.contype = 'f' and foreign_key.conindid = relation.oid
    )
    and index.indrelid in (
      select c.oid from pg_class as c
      where not exists (select from pg_inherits where inhrelid = c.oid or inhparent = c.oid)
    )
    -- Keep the keys of tables that the migrations fill. The generator needs these keys to insert
    -- people.
    and pg_relation_size(index.indrelid) = 0
  order by 1, 2`

const ALL = `
  select string_agg(definition, e'\\n' order by definition) as all from (
    select pg_get_indexdef(indexrelid) from pg_index
    where indrelid in (
      select oid from pg_class
      where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
    )
    union all
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint
    where connamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  ) as definitions (definition)`

/**
 * Drops the indexes that no foreign key needs. The returned function creates the same indexes
 * again.
 */
export async function dropIndexes(sql: postgres.Sql): Promise<() => Promise<number>> {
  const before = await definitions(sql)
  const dropped = await sql.unsafe<Definition[]>(DISPENSABLE)
  for (const { table, name, isConstraint } of dropped) {
    const schema = table.split('.')[0]
    await sql.unsafe(
      isConstraint
        ? `alter table ${table} drop constraint "${name}"`
        : `drop index ${schema}."${name}"`,
    )
  }
  return async () => {
    for (const { table, name, definition, isConstraint } of dropped) {
      await sql.unsafe(
        isConstraint ? `alter table ${table} add constraint "${name}" ${definition}` : definition,
      )
    }
    if ((await definitions(sql)) !== before) throw new Error('An index was not restored.')
    return dropped.length
  }
}

async function definitions(sql: postgres.Sql): Promise<string> {
  const [row] = await sql.unsafe<{ all: string }[]>(ALL)
  return row?.all ?? ''
}
