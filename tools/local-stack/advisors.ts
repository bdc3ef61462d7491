import { spawnSync } from 'node:child_process'
import { connect, databaseUrl } from './bootstrap.ts'
import { startThrowAwayDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { SUPERUSER } from './postgres.ts'

/**
 * `npm run db:advisors` prints what the advisors of the Supabase dashboard find in our schemas and
 * policies. It uses a throw-away database with the migrations, and downloads the Supabase CLI from
 * npm.
 */
interface Finding {
  name: string
  level: 'INFO' | 'WARN' | 'ERROR'
  detail: string
  remediation: string
  metadata: { schema?: string }
}

const database = await startThrowAwayDatabase()
try {
  await migrate(database.url)
  await exposeSchemas(databaseUrl(database.port, database.password, SUPERUSER))
  const findings = advise(databaseUrl(database.port, database.password, SUPERUSER)).filter(isOurs)
  for (const { level, name, detail, remediation } of findings) {
    console.log(`${level} ${name}: ${detail}\n  ${remediation}`)
  }
  console.log(`${findings.length} findings`)
  process.exitCode = findings.some(({ level }) => level !== 'INFO') ? 1 : 0
} finally {
  await database.stop()
}

/**
 * Adds our schema to the exposed schemas of the Data API, because the advisors check only exposed
 * schemas.
 */
async function exposeSchemas(url: string): Promise<void> {
  const sql = connect(url)
  await sql.unsafe(`alter database postgres set pgrst.db_schemas = 'public, social'`)
  await sql.end()
}

function advise(url: string): Finding[] {
  const cli = ['-y', 'supabase@3.1.0', 'db', 'advisors', `--remote=${url}`]
  const flags = ['--type=all', '--level=info', '--fail-on=none', '--output-format=json']
  const env = { ...process.env, PGSSLMODE: 'disable' }
  const { stdout, stderr, status } = spawnSync('npx', [...cli, ...flags], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The Supabase CLI failed:\n${stderr}`)
  return JSON.parse(stdout).results
}

/**
 * Returns whether a finding is about our schemas and not about a schema of the host project.
 * Returns false for unused indexes, because no index of a new database has been used.
 */
function isOurs({ name, detail, metadata }: Finding): boolean {
  const schema = metadata.schema ?? ''
  if (name === 'unused_index') return false
  return /^social/.test(schema) || (schema === 'storage' && /\bsocial_/.test(detail)) || !schema
}
