import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { BUCKETS } from './conflicts.ts'

/** What a database says about an installation. */
export interface DatabaseState {
  /** Whether supabase-social is installed. */
  isInstalled: boolean
  /** The versions of the applied migrations. */
  versions: string[]
  /** The applied migrations. Old histories have no names. */
  migrations: { version: string; name: string | null }[]
  /** Schemas with our names. */
  schemas: string[]
  /** Buckets with our names. */
  buckets: string[]
  /** Triggers and policies with our names, for example `trigger a on auth.users`. */
  others: string[]
}

/** Reads the state of a database. The database is not changed. */
export async function readDatabase(sql: postgres.Sql): Promise<DatabaseState> {
  const [found] = await sql<
    { isInstalled: boolean; hasHistory: boolean; hasBuckets: boolean; schemas: string[] }[]
  >`
    select to_regclass('social_private.config') is not null as "isInstalled",
      to_regclass('supabase_migrations.schema_migrations') is not null as "hasHistory",
      to_regclass('storage.buckets') is not null as "hasBuckets",
      array(
        select nspname::text from pg_namespace where nspname in ('social', 'social_private')
        order by 1
      ) as schemas`
  const { isInstalled = false, hasHistory, hasBuckets, schemas = [] } = found ?? {}
  const history = hasHistory
    ? await sql<{ version: string; name: string | null }[]>`
        select version, to_jsonb(m) ->> 'name' as name
        from supabase_migrations.schema_migrations m order by version`
    : []
  const buckets = hasBuckets
    ? await sql<{ id: string }[]>`
        select id from storage.buckets where array[id, name] && ${BUCKETS} order by 1`
    : []
  const others = await sql<{ name: string }[]>`
    select 'trigger ' || tgname || ' on ' || tgrelid::regclass as name from pg_trigger
    where tgrelid = to_regclass('auth.users')
        and tgname in (
          'social_create_profile', 'social_follow_soft_delete', 'social_move_topic',
          'social_sync_confirmation')
      or tgrelid = to_regclass('auth.sessions') and tgname = 'social_move_topics'
    union all
    select 'policy ' || polname || ' on ' || polrelid::regclass from pg_policy
    where polrelid in (
        to_regclass('storage.objects'), to_regclass('storage.buckets'),
        to_regclass('realtime.messages'))
      and polname ~ '^social_(limit|open)_'
    order by 1`
  return {
    isInstalled,
    schemas,
    migrations: [...history],
    versions: history.map(({ version }) => version),
    buckets: buckets.map(({ id }) => id),
    others: others.map(({ name }) => name),
  }
}

/** Throws a `Problem` if a database uses one of our names for something else. */
export function refuseDatabaseConflicts(state: DatabaseState): void {
  if (state.isInstalled) return
  const [name] = [
    ...state.schemas.map((schema) => `schema ${schema}`),
    ...state.buckets.map((bucket) => `bucket ${bucket}`),
    ...state.others,
  ]
  if (!name) return
  throw new Problem(
    `The database has a ${name} that does not belong to supabase-social, and supabase-social needs this name. Rename yours. If an earlier installation left it behind, \`npx supabase-social uninstall\` removes it. Nothing was changed.`,
  )
}

/**
 * Throws a `Problem` if supabase-social is installed in the database, but not by the migrations of
 * this folder. New copies of the migrations would fail there.
 */
export function refuseOtherInstallation(state: DatabaseState, ourVersions: string[]): void {
  if (!state.isInstalled) return
  const applied = new Set(state.versions)
  if (ourVersions.some((version) => applied.has(version))) return
  throw new Problem(
    'supabase-social is already installed in this database, and this folder does not contain the migrations that installed it. Restore them and supabase/supabase-social.json from your version control. Nothing was changed.',
  )
}
