import type postgres from 'postgres'
import { parseTextArray } from './types.ts'

/** A composite type of an exposed schema. */
export interface Composite {
  id: number
  arrayId: number
  fields: { name: string; typeId: number }[]
}

type Parsers = Record<number, (text: string) => unknown>

export async function readComposites(sql: postgres.Sql, schemas: string[]): Promise<Composite[]> {
  return sql<Composite[]>`
    select
      types.oid::integer as id, types.typarray::integer as "arrayId",
      json_agg(
        json_build_object('name', attname, 'typeId', atttypid::integer) order by attnum
      ) as fields
    from pg_type as types
    join pg_class as classes on classes.oid = types.typrelid and classes.relkind = 'c'
    join pg_attribute on attrelid = classes.oid and attnum > 0 and not attisdropped
    where types.typnamespace::regnamespace::text = any (${schemas})
    group by types.oid`
}

/**
 * Makes postgres.js return composite values, and arrays of them, as objects, as PostgREST does.
 * Defect of @supabase/lite 0.10.0: a composite value inside a row is returned as text.
 */
export function parseComposites(driver: postgres.Sql, composites: Composite[]): void {
  const parsers = driver.options.parsers as Parsers
  for (const { id, arrayId, fields } of composites) {
    const parse = (text: string) =>
      Object.fromEntries(
        parseFields(text).map((value, i) => [fields[i]?.name, parsed(parsers, value, fields[i])]),
      )
    parsers[id] = parse
    parsers[arrayId] = (text) =>
      parseTextArray(text).map((element) => (element === null ? null : parse(element)))
  }
}

function parsed(parsers: Parsers, value: string | null, field?: Composite['fields'][number]) {
  if (value === null || !field) return value
  return parsers[field.typeId]?.(value) ?? value
}

/** Parses the text of a composite value, such as `(1,"a ""b""",)`. */
export function parseFields(text: string): (string | null)[] {
  const fields = text.matchAll(/[(,](?:"((?:[^"\\]|""|\\.)*)"|([^(),"]*))(?=[,)])/gs)
  return [...fields].map(([, quoted, bare]) =>
    quoted !== undefined ? quoted.replace(/\\(.)|"(")/gs, '$1$2') : bare || null,
  )
}
