import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'

const docs = readFileSync(new URL('../../docs/getting-started.md', import.meta.url), 'utf8')

test('the documented uninstall removes every object of supabase-social, and sign-ups still work', async () => {
  const database = await startThrowAwayDatabase()
  const sql = postgres(database.url, { max: 1, onnotice() {} })
  try {
    await migrate(database.url)
    await sql.unsafe(docs.split('## Uninstall')[1]?.match(/```sql\n([\s\S]*?)```/)?.[1] ?? '')
    const left = await sql`
      select nspname as name from pg_namespace where nspname like 'social%'
      union all select policyname from pg_policies where policyname like 'social%'
      union all select tgname from pg_trigger where tgname like 'social%'
      union all select name from supabase_migrations.schema_migrations where name like 'social%'`
    expect(left).toEqual([])
    const metadata = sql.json({ username: 'no' })
    await sql`insert into auth.users (id, raw_user_meta_data) values (gen_random_uuid(), ${metadata})`
  } finally {
    await sql.end()
    await database.stop()
  }
}, 60_000)
