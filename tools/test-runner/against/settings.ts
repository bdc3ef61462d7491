import type postgres from 'postgres'

type Row = Record<string, unknown>

/** The statement that puts the rate limits back, for a run that was killed. */
export function statementOf(factor: string): string {
  return `update social_private.config set rate_limit_factor = ${factor};`
}

/**
 * Raises the rate limits, so that no ordinary test exceeds one. `restore` puts all settings back that
 * differ from those before, and returns the names of those that a test left changed.
 */
export async function raiseRateLimits(sql: postgres.Sql) {
  const before = await read(sql)
  await sql`update social_private.config set rate_limit_factor = 1000000`
  return {
    statement: statementOf(String(before.rate_limit_factor)),
    async restore(): Promise<string[]> {
      const after = await read(sql)
      const changed = Object.keys(before).filter((name) => after[name] !== before[name])
      for (const name of changed) {
        await sql`update social_private.config set ${sql({ [name]: before[name] as string })}`
      }
      return changed.filter((name) => name !== 'rate_limit_factor')
    },
  }
}

/** Reads the settings as texts, because a text of a value can be written back into its column. */
async function read(sql: postgres.Sql): Promise<Row> {
  const [row] = await sql<{ settings: Row }[]>`
    select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(config))) as settings
    from social_private.config`
  if (!row) throw new Error('social_private.config has no row')
  return row.settings
}
