import type postgres from 'postgres'

type Row = Record<string, unknown>

const RAISED = '1000000'

/** The settings of a project before the tests change them. */
export interface Settings {
  /** The statement that puts the rate limits back, for a run that was killed. */
  statement: string
  /** Raises the rate limits, so that no ordinary test exceeds one. */
  raiseRateLimits(): Promise<void>
  /**
   * Puts all settings back that differ from those before. Returns the names of those that a test left
   * changed.
   */
  restore(): Promise<string[]>
}

export async function readSettings(sql: postgres.Sql): Promise<Settings> {
  const before = await read(sql)
  const factor = before.rate_limit_factor
  return {
    statement: `update social_private.config set rate_limit_factor = ${factor};`,
    async raiseRateLimits() {
      if (factor === RAISED) {
        console.log('The rate limits are raised already: perhaps an earlier run was killed.')
      }
      await sql`update social_private.config set rate_limit_factor = ${RAISED}`
    },
    async restore() {
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
