import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { Progress } from '../progress.ts'
import type { Found } from './found.ts'
import { alreadyDone, done, left, type Outcome } from './steps.ts'
import type { Storage } from './storage.ts'

const BATCH = 500

/**
 * Refuses a Storage API that belongs to another project than the database. The command would
 * otherwise remove the files of the other project.
 */
export async function requireSameProject(
  sql: postgres.Sql,
  storage: Storage,
  bucket: string,
): Promise<void> {
  const [row] = await sql`
    select extract(epoch from created_at) * 1000 as time from storage.buckets where id = ${bucket}`
  const time = await storage.createdAt(bucket)
  if (row && (time === undefined || Math.abs(Number(row.time) - time) > 1)) {
    throw new Problem(
      `The address in --url and the database in --db-url are not one project: they have different buckets ${bucket}.`,
    )
  }
}

/** Removes the files of the buckets through the Storage API, and then the buckets. */
export async function removeFiles(
  sql: postgres.Sql,
  storage: Storage | undefined,
  { buckets, unclearBuckets }: Found,
): Promise<Outcome> {
  if (unclearBuckets.length > 0) {
    return left(
      `nothing shows whether the buckets ${unclearBuckets.join(', ')} are yours or were left by supabase-social. If they are not yours, remove them in the dashboard.`,
    )
  }
  if (buckets.length === 0) return alreadyDone()
  if (!storage) {
    return left(
      `the buckets ${buckets.join(', ')} keep their files. SQL cannot delete files: set SUPABASE_SECRET_KEY, pass --url, and repeat the command.`,
    )
  }
  let removed = 0
  const progress = new Progress('Removing files', await countFiles(sql, buckets))
  for (const bucket of buckets) {
    // People may upload while the command runs, so the bucket may fill again.
    for (let attempt = 1; ; attempt++) {
      await emptyBucket(sql, storage, bucket, (count) => {
        removed += count
        progress.update(removed)
      })
      if (await storage.removeBucket(bucket)) break
      if (attempt === 5) {
        throw new Problem(
          `Storage says that the bucket ${bucket} is not empty. Repeat the command.`,
        )
      }
    }
  }
  progress.end()
  return done(`removed ${removed} files and ${buckets.length} buckets`)
}

async function countFiles(sql: postgres.Sql, buckets: string[]): Promise<number> {
  const [row] = await sql`
    select count(*)::integer as count from storage.objects where bucket_id = any(${buckets})`
  return row?.count ?? 0
}

async function emptyBucket(
  sql: postgres.Sql,
  storage: Storage,
  bucket: string,
  onRemoved: (count: number) => void,
): Promise<void> {
  let last = ''
  for (;;) {
    const rows = await sql<{ name: string }[]>`
      select name from storage.objects
      where bucket_id = ${bucket} order by name limit ${BATCH}`
    if (rows.length === 0) return
    const names = rows.map(({ name }) => name)
    if (names.join('\n') === last) {
      throw new Problem(
        `Storage did not remove ${names.length} files of ${bucket}. Repeat the command.`,
      )
    }
    last = names.join('\n')
    await storage.remove(bucket, names)
    onRemoved(names.length)
  }
}
