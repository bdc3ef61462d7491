import { type Call, jsonOf } from './call.ts'
import { json, StorageError } from './errors.ts'
import { integer, oneOf, readFields, text, truth } from './fields.ts'
import { foldIntoFolders, foldPage, type Listed, type Order } from './folders.ts'

const COLUMNS = ['name', 'updated_at', 'created_at'] as const
const order = oneOf('asc', 'desc')

/** Lists one folder. */
export async function list(call: Call): Promise<Response> {
  const body = readFields(
    jsonOf(call),
    { prefix: text, limit: integer(1), offset: integer(0), search: text, sortBy: sortOf(true) },
    ['prefix'],
  )
  const folder = body.prefix && !body.prefix.endsWith('/') ? `${body.prefix}/` : body.prefix
  return json(foldIntoFolders(await below(call, folder), folder, body))
}

const MOST_ENTRIES = 1000

/** Lists a page of files, with a cursor for the next page. */
export async function listPage(call: Call): Promise<Response> {
  const body = readFields(
    jsonOf(call) ?? {},
    {
      ...{ prefix: text, limit: integer(1), cursor: text, with_delimiter: truth },
      sortBy: sortOf(false),
    },
    [],
  )
  const { prefix = '', cursor, with_delimiter: isFolded = false } = body
  const after = cursor ? readCursor(cursor) : undefined
  const sortBy = after?.sortBy ?? body.sortBy ?? { column: 'name', order: 'asc' }
  const limit = Math.min(body.limit ?? MOST_ENTRIES, MOST_ENTRIES)
  const objects = (await below(call, prefix)).filter(({ name }) => name.startsWith(prefix))
  const entries = foldPage(objects, { prefix, isFolded, sortBy, after })
  const page = entries.slice(0, limit)
  const last = page.at(-1)
  const hasNext = entries.length > limit
  const named = page.map((entry) => (entry.id ? entry : { ...entry, name: `${entry.name}/` }))
  return json({
    hasNext,
    ...(hasNext && last && { nextCursor: cursorOf(last, sortBy), nextCursorKey: last.name }),
    folders: named.filter(({ id }) => id === null),
    objects: named.filter(({ id }) => id !== null),
  })
}

/** Returns what the caller may see below a prefix, without regard to case. */
function below({ database, scope, bucket }: Call, prefix: string): Promise<Listed[]> {
  return database.asCaller(
    scope,
    (sql) => sql<Listed[]>`
      select id, name, metadata, created_at, updated_at, last_accessed_at
      from storage.objects
      where bucket_id = ${bucket} and starts_with(lower(name), lower(${prefix}))
      order by name collate "C"`,
  )
}

function sortOf(withAccess: boolean) {
  const columns = withAccess ? [...COLUMNS, 'last_accessed_at' as const] : COLUMNS
  return (value: unknown, name: string): Order => {
    const fields = readFields(value, { column: text, order }, ['column'], name)
    return {
      column: oneOf(...columns)(fields.column, `${name}/column`),
      order: fields.order ?? 'asc',
    }
  }
}

/** Writes the entry after which the next page begins, in the form of the real server. */
function cursorOf({ name, ...entry }: Listed, { column, order }: Order): string {
  const at = column === 'name' ? null : entry[column]
  const parts = [`l:${name}`, `o:${order}`, `c:${column}`, ...(at ? [`a:${at.toISOString()}`] : [])]
  return Buffer.from(parts.join('\n')).toString('base64')
}

function readCursor(cursor: string): { name: string; at: string | undefined; sortBy: Order } {
  const parts = Buffer.from(cursor, 'base64').toString().split('\n')
  const read = parts.map((part) => /^([loca]):(.*)$/s.exec(part))
  if (read.includes(null)) {
    throw new StorageError('InvalidParameter', { message: 'Invalid Parameter continuation token' })
  }
  const {
    l: name = '',
    o,
    c,
    a: at,
  } = Object.fromEntries(read.map((found) => [found?.[1], found?.[2]]))
  const column = COLUMNS.find((one) => one === c) ?? 'name'
  return { name, at, sortBy: { column, order: o === 'desc' ? 'desc' : 'asc' } }
}
