import { readFileSync } from 'node:fs'
import { root } from '../../tools/local-stack/paths.ts'

const PLACEHOLDER = 'https://<project>.supabase.co'

/** The SQL that stands for pg_cron, pg_net and Vault. */
export const extensionStubs = readFileSync(`${root}tests/support/schedule-extensions.sql`, 'utf8')

/**
 * Returns the SQL of section 4 of docs/getting-started.md for the project with this address: the
 * statements that enable the extensions, and the statement that schedules the worker.
 */
export function guideSchedule(url: string): { enable: string[]; schedule: string } {
  const guide = readFileSync(`${root}docs/getting-started.md`, 'utf8')
  const [, section = ''] = guide.split(/^## 4\. .*$/m)
  const [, block = ''] = /```sql\n(.*?)```/s.exec(section) ?? []
  const statements = block.split(';').map((statement) => statement.trim())
  const [schedule, ...others] = statements.filter((text) => text.includes(PLACEHOLDER))
  if (!schedule || others.length > 0) throw new Error('The guide has no single schedule.')
  return {
    enable: statements.filter((text) => text.startsWith('create extension')),
    schedule: schedule.replace(PLACEHOLDER, url),
  }
}
