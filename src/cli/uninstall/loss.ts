import type postgres from 'postgres'
import type { Found } from './found.ts'

/** Counts what the uninstall removes for ever. */
export async function describeLoss(sql: postgres.Sql, found: Found): Promise<string[]> {
  const lines: string[] = []
  for (const [table, what] of [
    ['social.profiles', 'people'],
    ['social.posts', 'posts'],
    ['social.comments', 'comments'],
  ] as const) {
    const [exists] = await sql`select to_regclass(${table}) is not null as exists`
    if (!exists?.exists) continue
    const [row] = await sql.unsafe<{ count: string }[]>(`select count(*) from ${table}`)
    lines.push(`${what}: ${row?.count}`)
  }
  if (found.buckets.length === 0) return lines
  const buckets = await sql<{ id: string; files: string; bytes: string }[]>`
    select b.id, count(o.id) as files,
      coalesce(sum((o.metadata ->> 'size')::bigint), 0)::bigint as bytes
    from storage.buckets b left join storage.objects o on o.bucket_id = b.id
    where b.id = any(${found.buckets}) group by b.id order by b.id`
  for (const { id, files, bytes } of buckets) {
    lines.push(`files in the bucket ${id}: ${files} (${size(Number(bytes))})`)
  }
  return lines
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`
}
