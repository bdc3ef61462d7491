import type postgres from 'postgres'

/** What the catalog says about one table of Auth, as short lines. */
export interface AuthTable {
  columns: string[]
  keys: string[]
}

/** Reads the tables of schema `auth`. `ts` is timestamptz and `nn` is not null. */
export async function readAuthTables(sql: postgres.Sql): Promise<Record<string, AuthTable>> {
  const rows = await sql<{ name: string; columns: string[]; keys: string[] }[]>`
    select c.relname as name,
      (
        select array_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
            case when a.attnotnull then 'nn' end,
            case when a.attgenerated = '' then 'default ' || pg_get_expr(d.adbin, d.adrelid)
              else 'generated ' || pg_get_expr(d.adbin, d.adrelid) end) order by a.attnum)
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      ) as columns,
      (
        select array_agg(line order by line collate "C") from (
          select pg_get_constraintdef(k.oid) as line
          from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'
          union all
          select regexp_replace(pg_get_indexdef(i.indexrelid), ' INDEX .* USING btree', '')
          from pg_index i
          where i.indrelid = c.oid and i.indisunique
            and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
        ) as lines
      ) as keys
    from pg_class c
    where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r'`
  return Object.fromEntries(
    rows.map(({ name, columns, keys }) => [
      name,
      { columns: columns.map(shorten), keys: keys.map(shorten) },
    ]),
  )
}

function shorten(line: string): string {
  return line
    .replace('timestamp with time zone', 'ts')
    .replace('timestamp without time zone', 'timestamp')
    .replaceAll('character varying', 'varchar')
    .replaceAll(/::(varchar|text)(\(255\))?/g, '')
    .replaceAll('auth.', '')
}
