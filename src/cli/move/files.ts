import type postgres from 'postgres'
import { Problem } from '../problem.ts'

const BUCKETS = ['social-media', 'social-avatars', 'social-exports']
const AT_ONCE = 8

/** A project whose Storage holds files. */
export interface Place {
  sql: postgres.Sql
  url: string
  key: string
}

interface File {
  bucket: string
  path: string
  size: string | null
  type: string | null
}

/** Copies the files that the target lacks. Returns how many it copied, and how many were there. */
export async function moveFiles(
  from: Place,
  to: Place,
  onProgress: (line: string) => void,
): Promise<{ copied: number; present: number }> {
  const keyOf = ({ bucket, path, size }: File) => `${bucket}/${path} ${size}`
  const there = new Set((await filesOf(to.sql)).map(keyOf))
  const all = await filesOf(from.sql)
  const missing = all.filter((file) => !there.has(keyOf(file)))
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    if (start % 200 === 0) onProgress(`Files: ${start} of ${missing.length}`)
    await Promise.all(missing.slice(start, start + AT_ONCE).map((file) => moveFile(from, to, file)))
  }
  return { copied: missing.length, present: all.length - missing.length }
}

async function filesOf(sql: postgres.Sql): Promise<File[]> {
  return await sql<File[]>`
    select bucket_id as bucket, name as path, metadata ->> 'size' as size,
      metadata ->> 'mimetype' as type
    from storage.objects where bucket_id = any (${BUCKETS}) order by 1, 2`
}

async function moveFile(from: Place, to: Place, { bucket, path, type }: File): Promise<void> {
  const name = path.split('/').map(encodeURIComponent).join('/')
  const at = (place: Place) => `${place.url}/storage/v1/object/${bucket}/${name}`
  const found = await fetch(at(from), {
    headers: { authorization: `Bearer ${from.key}`, apikey: from.key },
  })
  // A person may delete the file meanwhile.
  if (found.status === 404 || found.status === 400) return
  if (!found.ok) throw new Problem(`The source did not give ${bucket}/${path}: ${found.status}`)
  const sent = await fetch(at(to), {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${to.key}`, apikey: to.key, 'x-upsert': 'true' },
      'content-type': type ?? 'application/octet-stream',
    },
    body: await found.arrayBuffer(),
  })
  if (!sent.ok) throw new Problem(`The target did not take ${bucket}/${path}: ${sent.status}`)
}
