import { readFile } from 'node:fs/promises'
import type { Sql } from 'postgres'
import { root } from './paths.ts'
import { FileStore } from './storage/file-store.ts'

interface DemoFile {
  bucket: string
  path: string
  file: string
  mime_type: string
  created_at: Date
}

/**
 * Copies the files of the demo posts and the avatars into the Storage of the local stack, as uploads
 * would do. The session must have the view demo_files of supabase/seed/posts.sql.
 */
export async function copyFiles(sql: Sql, filesFolder: string): Promise<void> {
  const store = new FileStore(filesFolder)
  const files = await sql<DemoFile[]>`select * from demo_files`
  const contents = new Map<string, Promise<Buffer>>()
  const objects = await Promise.all(
    files.map(async ({ bucket, path, file, mime_type, created_at }) => {
      // Several posts may show the same photograph.
      const content = contents.get(file) ?? readFile(`${root}supabase/seed/${file}`)
      contents.set(file, content)
      const types = { mimetype: mime_type, cacheControl: 'max-age=300' }
      const metadata = await store.write(bucket, path, await content, types)
      return { bucket, path, created_at, metadata }
    }),
  )
  await sql`
    insert into storage.objects (
      bucket_id, name, metadata, user_metadata, version, created_at, updated_at
    )
    select bucket, path, metadata, '{}', gen_random_uuid()::text, created_at, created_at
    from jsonb_to_recordset(${sql.json(objects as never)})
      as objects (bucket text, path text, metadata jsonb, created_at timestamptz)`
}
