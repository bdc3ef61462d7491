import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problems } from '../../src/cli/prove/print.ts'
import { prove } from '../../src/cli/prove/prove.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { proveFaults } from '../support/prove-faults.ts'

let sql: postgres.Sql
let stop: () => Promise<void>

beforeAll(async () => {
  const database = await startThrowAwayDatabase()
  await migrate(database.url)
  sql = postgres(database.url, { max: 1, onnotice() {} })
  stop = async () => {
    await sql.end({ timeout: 10 })
    await database.stop()
  }
}, 120_000)

afterAll(() => stop())

// One proof makes up to 20,000 attempts. A proof that ran out of time would block the next ones,
// because all of them share one connection.
describe('the command prove', { timeout: 180_000 }, () => {
  it.each(proveFaults)('reports %s', async (_, fault, only, found) => {
    const said = problems(await prove(sql, { fault, only }))
    expect(said.join('\n')).toContain(found)
  })

  it('accepts policies of the host app that let everybody listen and send', async () => {
    const fault = `create policy host_all on realtime.messages for all to public
      using (true) with check (true)`
    const proof = await prove(sql, { fault, only: 'realtime.messages' })
    expect(problems(proof)).toEqual([])
    expect(proof.cells).toBeGreaterThan(1000)
  })

  it('changes no row, no access right and no policy', async () => {
    const before = await everything()
    const proof = await prove(sql, { only: 'profile' })
    expect(problems(proof)).toEqual([])
    expect(proof.cells).toBeGreaterThan(1000)
    expect(await everything()).toEqual(before)
  })
})

/** Returns a digest of each table of social, Auth, Storage and Realtime, and of all rights and policies. */
async function everything(): Promise<unknown> {
  const tables = await sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class
    where relkind = 'r' and relnamespace::regnamespace::text
      in ('social', 'social_private', 'auth', 'storage', 'realtime')
      or oid in ('pg_policy'::regclass, 'pg_proc'::regclass)`
  const digests = tables.map(
    ({
      name,
    }) => `select '${name}' as name, md5(string_agg(t::text, '|' order by t::text)) as digest
      from ${name} as t`,
  )
  const rights =
    "select 'rights', md5(string_agg(concat(oid, relacl), '|' order by oid)) from pg_class"
  return sql.unsafe(`${[...digests, rights].join(' union all ')} order by name`)
}
