import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { Progress } from '../progress.ts'
import { SCHEMAS } from './names.ts'
import type { Storage } from './storage.ts'

const ROWS = 500
const DOWNLOADS = 4

/**
 * Writes every table of our schemas as one file of JSON lines. All tables have the state of one
 * moment. Returns the number of tables.
 */
export async function exportTables(sql: postgres.Sql, folder: string): Promise<number> {
  let count = 0
  await sql.begin('isolation level repeatable read read only', async (transaction) => {
    await transaction`set local statement_timeout = 0`
    const tables = await transaction<{ name: string; quoted: string }[]>`
      select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as quoted
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p') and not c.relispartition
      order by 1`
    count = tables.length
    const progress = new Progress('Exporting tables', count)
    for (const [index, { name, quoted }] of tables.entries()) {
      const lines = linesOf(transaction, quoted)
      await write(Readable.from(lines), join(folder, 'tables', `${name}.jsonl`))
      progress.update(index + 1)
    }
    progress.end()
  })
  return count
}

async function* linesOf(sql: postgres.TransactionSql, table: string): AsyncGenerator<string> {
  const rows = sql.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${table} t`)
  for await (const batch of rows.cursor(ROWS)) yield batch.map(({ row }) => `${row}\n`).join('')
}

/**
 * Downloads the files of the buckets. A file that an earlier run downloaded is skipped. Returns the
 * number of files.
 */
export async function exportFiles(
  sql: postgres.Sql,
  storage: Storage,
  { folder, buckets }: { folder: string; buckets: string[] },
): Promise<number> {
  const files = await sql<{ bucket: string; name: string; size: string | null }[]>`
    select bucket_id as bucket, name, metadata ->> 'size' as size from storage.objects
    where bucket_id = any(${buckets}) order by 1, 2`
  const waiting = [...files]
  const progress = new Progress('Exporting files', files.length)
  let count = 0
  const download = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const path = pathOf(folder, file.bucket, file.name)
      if (sizeOf(path) !== Number(file.size ?? -1)) {
        const response = await storage.download(file.bucket, file.name)
        if (response?.body) await write(Readable.fromWeb(response.body as never), path)
      }
      count += 1
      progress.update(count)
    }
  }
  await Promise.all(Array.from({ length: DOWNLOADS }, download))
  progress.end()
  return count
}

/** The path of a downloaded file. A name such as `../x` must not lead out of the folder. */
function pathOf(folder: string, bucket: string, name: string): string {
  const home = resolve(folder, 'files', bucket)
  const path = resolve(home, name)
  if (path.startsWith(home + sep)) return path
  throw new Problem(`The file ${name} of the bucket ${bucket} has a name that cannot be exported.`)
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

/** Writes a file under another name first, so that an interrupted export leaves no half files. */
async function write(content: Readable, path: string): Promise<void> {
  const half = `${path}.writing`
  try {
    mkdirSync(dirname(path), { recursive: true })
    await pipeline(content, createWriteStream(half, { mode: 0o600 }))
    renameSync(half, path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code?.startsWith('E')) throw new Problem(`The export cannot write ${path}: ${message}`)
    throw error
  }
}
