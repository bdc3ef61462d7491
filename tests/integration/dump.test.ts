import { relative } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseUrl } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { findTests, installPgtap, runTest } from '../../tools/test-runner/pgtap.ts'
import { dump } from '../support/pg-dump.ts'
import { restore, rowsOf } from '../support/restore.ts'
import { openWorld } from '../support/world.ts'

/** `SOCIAL_DUMP_SUITE=all` runs every pgTAP file in the restored databases. */
const runsAll = process.env.SOCIAL_DUMP_SUITE === 'all'

let original: Database
let rows: Awaited<ReturnType<typeof rowsOf>>
let schema: string

beforeAll(async () => {
  original = await startThrowAwayDatabase()
  await migrate(original.url)
  await populate(original.url)
  await recordAuthMigration(original, 'the original')
  rows = await rowsOf(original.url)
  schema = await schemaOf(original.url)
}, 120_000)
afterAll(() => original?.stop())

/**
 * Returns the schema as SQL without brackets. After a restoration, Postgres prints conditions with
 * fewer brackets than before, so the comparison must ignore brackets.
 */
async function schemaOf(url: string): Promise<string> {
  const text = await dump(url, '--schema-only', '-n', 'social', '-n', 'social_private')
  return text.replace(/[()]/g, '')
}

/**
 * Adds a row to the table in which Auth records its migrations. A real Auth server has created the
 * table, and the Auth of another project may have other versions.
 */
async function recordAuthMigration({ port, password }: Database, version: string): Promise<void> {
  const sql = postgres(databaseUrl(port, password, SUPERUSER), { max: 1, onnotice() {} })
  await sql.unsafe(`
    create table if not exists auth.schema_migrations (version varchar(14) primary key);
    grant select on auth.schema_migrations to postgres;
    insert into auth.schema_migrations values ('${version}')`)
  await sql.end()
}

/** Returns the rows that `recordAuthMigration` added. */
async function authMigrations({ url }: Database): Promise<string[]> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  const found = await sql<{ version: string }[]>`
    select version from auth.schema_migrations where version like 'the %'`
  await sql.end()
  return found.map(({ version }) => version)
}

/** Fills most tables with rows. */
async function populate(url: string): Promise<void> {
  const world = openWorld(url)
  const people = await Promise.all(['ann', 'bob', 'cat', 'dan'].map((name) => world.person(name)))
  const [ann, bob, cat, dan] = people as [(typeof people)[0], ...typeof people]
  for (const person of people) {
    const post_id = await world.post(person)
    for (const other of people) {
      if (other !== person) await other.call('follow_profile', { profile_id: person.id })
      await other.call('like_post', { post_id })
      await other.call('save_post', { post_id })
      const [comment] = await other.call<{ id: string }>('add_comment', { post_id, body: 'Ünï' })
      await person.call('like_comment', { comment_id: comment?.id })
    }
    await person.call('update_post', { post_id, caption: `It's "quoted"\n\\ and long` })
  }
  await dan?.call('block_profile', { profile_id: ann.id })
  await cat?.call('mute_profile', { profile_id: ann.id })
  await bob?.call('add_close_friend', { profile_id: cat?.id })
  await bob?.call('ring_bell', { profile_id: cat?.id })
  await bob?.call('watch_notifications')
  await bob?.call('set_notification_preference', { kind: 'post_like', from_whom: 'following' })
  await ann.call('update_profile', { is_private: true })
  await cat?.call('home_feed')
  await world.close()
}

// The role postgres can dump every row, because row-level security does not apply to this role.
test.each([
  ['supabase_admin', false, { part: 'supabase/tests/house', every: 1 }],
  ['postgres', true, { part: 'supabase/tests/security', every: 4 }],
])(
  'SEC-49 a dump that the role %s makes and restores is complete',
  async (role, isHosted, { part, every }) => {
    const flags = isHosted ? [] : ['--clean', '--if-exists']
    const text = await dump(databaseUrl(original.port, original.password, role), ...flags)
    const copy = await startThrowAwayDatabase()
    try {
      await recordAuthMigration(copy, 'the copy')
      await restore(databaseUrl(copy.port, copy.password, role), text, isHosted)
      expect(await authMigrations(copy)).toEqual([isHosted ? 'the copy' : 'the original'])
      expect(await rowsOf(copy.url)).toEqual(rows)
      expect(
        Object.values(rows).filter((digest) => !digest.startsWith('0 ')).length,
      ).toBeGreaterThan(20)
      expect(await schemaOf(copy.url)).toBe(schema)
      await empty(copy.url)
      await installPgtap(copy.url)
      const failures: string[] = []
      let passed = 0
      const files = runsAll ? findTests([]) : findTests([part]).filter((_, n) => n % every === 0)
      for (const file of files) {
        for (const { failure } of await runTest(copy.url, file)) {
          if (failure === undefined) passed++
          else failures.push(`${relative(root, file)}: ${failure}`)
        }
      }
      console.log(`${role}: ${passed} pgTAP tests passed in the restored database`)
      expect(failures).toEqual([])
      expect(passed).toBeGreaterThan(30)
    } finally {
      await copy.stop()
    }
  },
  600_000,
)

/** Deletes all people, because the pgTAP tests need an empty project. */
async function empty(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  await sql.unsafe(`
    begin;
    set local storage.allow_delete_query = 'true';
    delete from auth.users;
    delete from storage.objects;
    delete from social_private.file_deletions;
    delete from social_private.former_usernames;
    delete from social_private.username_reservations;
    commit`)
  await sql.end()
}
