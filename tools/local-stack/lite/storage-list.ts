/** A row of storage.objects. */
export interface StoredObject {
  id: string
  name: string
  metadata: object
  created_at: string
  updated_at: string
  last_accessed_at: string
}

export interface ListOptions {
  limit?: number
  offset?: number
  search?: string
  sortBy?: { column: string; order: string }
}

/** An entry in the list of a folder. The entry of a subfolder has only a name. */
type Entry = { [Column in keyof StoredObject]: StoredObject[Column] | null }

/**
 * Lists the files and the subfolders of one folder, as hosted Storage does. Defect of
 * @supabase/lite 0.10.0: `list(prefix)` returns every object below the prefix.
 */
export function foldIntoFolders(
  objects: StoredObject[],
  folder: string,
  { limit = 100, offset = 0, search = '', sortBy }: ListOptions,
): Entry[] {
  const entries = new Map<string, Entry>()
  for (const object of objects) {
    // @supabase/lite uses the prefix as a LIKE pattern, in which `_` matches any character.
    if (!object.name.startsWith(folder)) continue
    const [name = '', ...below] = object.name.slice(folder.length).split('/')
    if (name.toLowerCase().startsWith(search.toLowerCase())) {
      entries.set(name, below.length > 0 ? subfolder(name) : file(object, name))
    }
  }
  const column = (sortBy?.column ?? 'name') as keyof Entry
  const direction = sortBy?.order === 'desc' ? -1 : 1
  const sorted = [...entries.values()].sort(
    (a, b) => direction * compare(String(a[column] ?? ''), String(b[column] ?? '')),
  )
  return sorted.slice(offset, offset + limit)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function subfolder(name: string): Entry {
  const none = { id: null, metadata: null }
  return { name, ...none, created_at: null, updated_at: null, last_accessed_at: null }
}

function file(object: StoredObject, name: string): Entry {
  const { id, metadata, created_at, updated_at, last_accessed_at } = object
  return { name, id, metadata, created_at, updated_at, last_accessed_at }
}
