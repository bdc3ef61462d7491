import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'

/** The columns that Auth fills, and whose null makes a row unreadable for Auth. */
const REQUIRED: Record<string, string[]> = {
  users: [
    ...['instance_id', 'aud', 'role', 'created_at', 'updated_at', 'confirmation_token'],
    ...['recovery_token', 'email_change_token_new', 'email_change'],
  ],
  identities: ['created_at', 'updated_at'],
  sessions: ['created_at', 'updated_at'],
  refresh_tokens: ['instance_id', 'revoked', 'created_at', 'updated_at'],
  mfa_factors: ['friendly_name', 'secret'],
  mfa_amr_claims: ['created_at', 'updated_at'],
  mfa_challenges: [],
  one_time_tokens: [],
  flow_state: [],
  audit_log_entries: [],
  schema_migrations: [],
}

const isText = (file: string) => /\.(sql|ts|mjs|md)$/.test(file) && !file.includes('/fixtures/')
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => isText(file) && !file.endsWith('auth-inserts.test.ts'))

interface Insert {
  place: string
  table: string
  columns: string[] | undefined
}

/** Returns the statements of a file that insert into a table of Auth. */
function insertsOf(file: string): Insert[] {
  const text = readFileSync(`${root}${file}`, 'utf8')
  return [...text.matchAll(/insert into auth\.(\w+)\s*(?:\(([^)]*)\))?/g)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    table: match[1] ?? '',
    columns: match[2]?.split(',').map((column) => column.trim()),
  }))
}

it('every statement in this repository that inserts a row of Auth fills the columns that Auth fills', () => {
  const inserts = files.flatMap(insertsOf)
  expect(inserts.length).toBeGreaterThan(8)
  const incomplete = inserts.filter(
    ({ table, columns }) => !REQUIRED[table]?.every((column) => columns?.includes(column)),
  )
  expect(incomplete.map(({ place }) => place)).toEqual([])
})
