import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import { connect } from '../../../src/cli/database.ts'
import { Problem } from '../../../src/cli/problem.ts'

/** The project that is given to `npm test -- --against URL`, and the people of this run in it. */
export interface GivenProject {
  url: string
  publishableKey: string
  secretKey: string
  databaseUrl: string
  /** The address of an inbox in the form of the local stack. */
  mailUrl: string | undefined
  sql: postgres.Sql
  /** The domain of the addresses of all people of this run, and of nobody else. */
  domain: string
  /** The time in the database before the first person of this run. */
  startedAt: Date
  /** Whether Auth demands that an address is confirmed before the first sign-in. */
  confirmsEmail: boolean
}

export interface Access {
  url: string
  publishableKey: string
  secretKey: string
  databaseUrl: string
  mailUrl: string | undefined
  /** The domain above the domain of this run. */
  mailDomain: string
}

/** Connects to a project. Throws a `Problem` if the parts of the access belong to two projects. */
export async function openProject(access: Access): Promise<GivenProject> {
  const { url, publishableKey, secretKey, databaseUrl, mailUrl } = access
  const version = await readVersion(url, publishableKey)
  const settings = await askAuth(url, publishableKey, 'settings')
  const sql = await connect(databaseUrl)
  const domain = `run-${randomBytes(6).toString('hex')}.${access.mailDomain}`
  const startedAt = new Date()
  const project: GivenProject = {
    ...{ url, publishableKey, secretKey, databaseUrl, mailUrl, sql, domain, startedAt },
    confirmsEmail: settings.mailer_autoconfirm !== true,
  }
  try {
    const [row] = await sql<{ version: string; now: Date }[]>`
      select social.version() as version, now() as now`.catch((error) => {
      throw new Problem(`The database of --db-url has no supabase-social: ${error.message}.`)
    })
    if (!row || row.version !== version) {
      throw new Problem('The database of --db-url belongs to another project than --against.')
    }
    project.startedAt = row.now
    return project
  } catch (error) {
    await sql.end()
    throw error
  }
}

async function readVersion(url: string, apikey: string): Promise<unknown> {
  const headers = { apikey, 'accept-profile': 'social' }
  const response = await fetch(`${url}/rest/v1/rpc/version`, { headers }).catch((error) => {
    throw new Problem(`No response from ${url}: ${error.cause?.message ?? error.message}.`)
  })
  if (response.ok) return response.json()
  throw new Problem(
    `${url} does not answer as a project with supabase-social and this publishable key: status ${response.status}. The command doctor says what is missing.`,
  )
}

async function askAuth(
  url: string,
  key: string,
  path: string,
  init: RequestInit = {},
  // biome-ignore lint/suspicious/noExplicitAny: an answer of Auth
): Promise<any> {
  const headers = {
    apikey: key,
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
  }
  const response = await fetch(`${url}/auth/v1/${path}`, { ...init, headers })
  if (response.ok) return response.json()
  throw new Problem(`Auth of ${url} answers ${response.status}: ${await response.text()}`)
}

/**
 * Makes a person by HTTP, and looks for the person in the database. Throws a `Problem` if the database
 * belongs to another project.
 */
export async function requireSameProject({
  url,
  secretKey,
  sql,
  domain,
}: GivenProject): Promise<void> {
  const body = JSON.stringify({ email: `first@${domain}`, email_confirm: true })
  const { id } = await askAuth(url, secretKey, 'admin/users', { method: 'POST', body })
  const found = await sql`delete from auth.users where id = ${id} and email = ${`first@${domain}`}`
  if (found.count === 1) return
  await askAuth(url, secretKey, `admin/users/${id}`, { method: 'DELETE' })
  throw new Problem('The database of --db-url belongs to another project than --against.')
}
