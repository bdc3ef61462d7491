import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { databaseErrors } from '../../../src/sdk/database-errors.ts'
import { isDatabaseErrorCode, ownErrorCodes } from '../../../src/sdk/error-codes.ts'
import { SocialError } from '../../../src/sdk/errors.ts'
import { membersOf } from '../../support/generated.ts'
import { sql } from '../../support/stack.ts'

interface Entry {
  name: string
  members: string[]
}

function record(entries: Entry[]): Record<string, string[]> {
  return Object.fromEntries(entries.map(({ name, members }) => [name, members]))
}

const hint = 'run npm run db:types to update it'

describe('database.types.ts', () => {
  it('has the same functions and arguments as the database', async () => {
    const functions = await sql<Entry[]>`
      select proname as name, coalesce(array_agg(
        argument || case when place > pronargs - pronargdefaults then '?' else '' end
        order by argument collate "C"
      ) filter (where argument is not null), '{}') as members
      from pg_proc
      left join unnest(proargnames) with ordinality as arguments (argument, place) on true
      where pronamespace = 'social'::regnamespace
      group by proname`
    expect(membersOf('social', 'Functions'), hint).toEqual(record([...functions]))
  })

  it.each([
    ['Tables', 'r'],
    ['Views', 'v'],
    ['CompositeTypes', 'c'],
  ])('has the same %s as the database', async (part, kind) => {
    const relations = await sql<Entry[]>`
      select relname as name, array_agg(attname::text order by attname collate "C") as members
      from pg_class
      join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
      where relnamespace = 'social'::regnamespace and relkind = ${kind}
      group by relname`
    expect(membersOf('social', part), hint).toEqual(record([...relations]))
  })

  it('has the same enums as the database', async () => {
    const enums = await sql<Entry[]>`
      select typname as name, array_agg(enumlabel::text order by enumsortorder) as members
      from pg_type join pg_enum on enumtypid = pg_type.oid
      where typnamespace = 'social'::regnamespace
      group by typname`
    expect(membersOf('social', 'Enums'), hint).toEqual(record([...enums]))
  })
})

const errors = await sql<{ code: string; status: number; detail: string; hint: string | null }[]>`
  select code, status, detail, hint from social_private.errors`

describe('the error codes', () => {
  it('are the same in the SDK and in the database, except for the additional codes of the SDK', () => {
    const rows = errors.map(({ code, status, detail: message, hint }) => [
      code,
      hint ? { status, message, hint } : { status, message },
    ])
    expect(databaseErrors, hint).toEqual(Object.fromEntries(rows))
    for (const code of ownErrorCodes) expect(isDatabaseErrorCode(code)).toBe(false)
  })

  it('are all listed in docs/errors.md with their status and message', () => {
    const docs = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
    const rows = [...docs.matchAll(/^\| `(\w+)` \| (\d+|–) \| ([^|]+) \| ([^|]*) \|$/gm)]
    const documented = rows.map(([, code, status, sentence]) => [
      code,
      status === '–' ? 0 : Number(status),
      sentence?.trim(),
    ])
    const own = ownErrorCodes.map((code) => new SocialError(code))
    const known = [
      ...errors.map(({ code, status, detail }) => [code, status, detail]),
      ...own.map(({ code, status, message }) => [code, status, message]),
    ]
    expect(documented.sort()).toEqual(known.sort())
  })

  it('that are named in the comments of SQL functions all exist', async () => {
    const comments = await sql<{ text: string }[]>`
      select obj_description(oid, 'pg_proc') as text from pg_proc
      where pronamespace = 'social'::regnamespace`
    const named = comments.flatMap(({ text }) => {
      const list = /Errors?: ([\s\S]*?)\.(\s|$)/.exec(text ?? '')?.[1] ?? ''
      return list.replace(/\([^)]*\)/g, '').match(/[a-z]+_[a-z_]+/g) ?? []
    })
    expect(named.length).toBeGreaterThan(50)
    for (const code of named) expect(Object.keys(databaseErrors)).toContain(code)
  })
})
