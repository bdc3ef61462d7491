import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { beforeEach, expect, test } from 'vitest'
import { skipGiven } from '../support/given.ts'

beforeEach(() => skipGiven('queues files, which the schedule of a project would claim first'))

/** Starts a worker that claims files in a transaction and leaves the transaction open. */
async function worker(url: string): Promise<postgres.Sql> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  await sql`begin`
  await sql`set local lock_timeout = '5s'`
  await sql`set local role service_role`
  return sql
}

test('two parallel workers claim different files without waiting for each other', async () => {
  const url = process.env.SOCIAL_DATABASE_URL ?? ''
  const operator = postgres(url, { max: 1, onnotice() {} })
  const paths = [1, 2].map((n) => `${randomUUID()}/${n}.jpg`)
  for (const path of paths) {
    await operator`insert into social_private.file_deletions (bucket_id, path, due_at)
      values ('social-media', ${path}, '-infinity')`
  }
  const workers = [await worker(url), await worker(url)]
  try {
    const claimed: string[] = []
    for (const sql of workers) {
      const rows = await sql<{ path: string }[]>`select path from social.claim_file_deletions(1)`
      claimed.push(...rows.map(({ path }) => path))
    }
    expect(claimed.sort()).toEqual(paths.sort())
  } finally {
    for (const sql of workers) await sql`rollback`
    await operator`delete from social_private.file_deletions where path = any (${paths})`
    await Promise.all([...workers, operator].map((sql) => sql.end()))
  }
})
