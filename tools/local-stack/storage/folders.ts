import type { StoredObject } from './database.ts'

/** A row of storage.objects, as lists show it. A folder has only a name. */
export type Listed = Pick<StoredObject, 'name'> & {
  [Column in 'id' | 'metadata' | 'created_at' | 'updated_at' | 'last_accessed_at']:
    | StoredObject[Column]
    | null
}

export interface Order {
  column: 'name' | 'created_at' | 'updated_at' | 'last_accessed_at'
  order: 'asc' | 'desc'
}

export interface ListOptions {
  limit?: number | undefined
  offset?: number | undefined
  search?: string | undefined
  sortBy?: Order | undefined
}

/**
 * Lists the files and the subfolders of one folder, without regard to case. By name, a subfolder
 * stands where its files stand. By a time, the subfolders come first.
 */
export function foldIntoFolders(
  objects: Listed[],
  folder: string,
  { limit = 100, offset = 0, search = '', sortBy = { column: 'name', order: 'asc' } }: ListOptions,
): Listed[] {
  const entries = new Map<string, Listed>()
  for (const object of objects) {
    const [name = '', ...below] = object.name.slice(folder.length).split('/')
    if (!name.toLowerCase().startsWith(search.toLowerCase())) continue
    if (below.length === 0) entries.set(name, { ...object, name })
    else entries.set(`${name}/`, subfolder(name))
  }
  const sorted = [...entries].sort(([a, one], [b, other]) => {
    const direction = sortBy.order === 'desc' ? -1 : 1
    if (sortBy.column === 'name') return direction * compare(a.toLowerCase(), b.toLowerCase())
    if ((one.id === null) !== (other.id === null)) return one.id === null ? -1 : 1
    return direction * (compare(timeOf(one, sortBy), timeOf(other, sortBy)) || compare(a, b))
  })
  return sorted.slice(offset, offset + limit).map(([, entry]) => entry)
}

/** An entry with its name below the prefix, as list-v2 shows it with a delimiter. */
type Keyed = Listed & { key?: string }

interface PageOptions {
  prefix: string
  isFolded: boolean
  sortBy: Order
  /** The last entry of the page before. */
  after: { name: string; at: string | undefined } | undefined
}

/** Lists all files below a prefix, or the files and subfolders at the level of the prefix. */
export function foldPage(objects: Listed[], options: PageOptions): Keyed[] {
  const { isFolded, prefix, sortBy, after } = options
  const entries = isFolded ? fold(objects, prefix, sortBy) : objects
  const direction = sortBy.order === 'desc' ? -1 : 1
  const place = (entry: Listed): [string, string] => [timeOf(entry, sortBy), nameOf(entry)]
  const sorted = entries.toSorted((a, b) => direction * comparePlaces(place(a), place(b)))
  if (!after) return sorted
  const start: [string, string] = [after.at ?? '', after.name]
  return sorted.filter((entry) => {
    const isThis = entry.name === after.name
    return !isThis && direction * comparePlaces(place(entry), start) > 0
  })
}

function fold(objects: Listed[], prefix: string, { column }: Order): Keyed[] {
  const level = prefix.split('/').length
  const entries = new Map<string, Keyed>()
  for (const object of objects) {
    const parts = object.name.split('/')
    const key = parts[level - 1] ?? ''
    if (parts.length <= level) entries.set(object.name, { ...object, key })
    else {
      const name = parts.slice(0, level).join('/')
      // By a time, a folder has the times of its first file.
      const times = column === 'name' ? {} : timesOf(object)
      const known = entries.get(`${name}/`)
      if (!known) entries.set(`${name}/`, { ...subfolder(name), ...times, key })
    }
  }
  return [...entries.values()]
}

function timesOf({ created_at, updated_at }: Listed) {
  return { created_at, updated_at }
}

function subfolder(name: string): Listed {
  const none = { id: null, metadata: null }
  return { name, ...none, created_at: null, updated_at: null, last_accessed_at: null }
}

/** The text by which an entry is sorted, where a subfolder stands at the place of its files. */
function nameOf({ id, name }: Listed): string {
  return id === null ? `${name}/` : name
}

function timeOf(entry: Listed, { column }: Order): string {
  return column === 'name' ? '' : (entry[column]?.toISOString() ?? '')
}

function comparePlaces(a: [string, string], b: [string, string]): number {
  return compare(a[0], b[0]) || compare(a[1], b[1])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
