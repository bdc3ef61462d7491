import type postgres from 'postgres'
import { release } from '../../sdk/release.ts'
import { connect } from '../database.ts'
import { Problem } from '../problem.ts'
import { findProject, type ProjectFolder } from '../project/folder.ts'
import { type Manifest, readManifest } from '../project/manifest.ts'
import { type Answer, Api, reasonOf } from './api.ts'
import { linksOf } from './dashboard.ts'

/** What a call of the command passes. */
export interface Access {
  url?: string | undefined
  /** The publishable key. */
  key?: string | undefined
  secretKey?: string | undefined
  databaseUrl?: string | undefined
  /** A folder in the project. The default is the working directory. */
  folder?: string | undefined
}

type Read = <T>(work: (tx: postgres.TransactionSql) => Promise<T>) => Promise<T>

/** Everything that the checks can read. A part that the call did not pass is undefined. */
export interface Project {
  api?: Api | undefined
  /** The HTTP interface with the secret key. */
  admin?: Api | undefined
  /** Runs queries in a read-only transaction with an empty search path. */
  read?: Read | undefined
  folder?: ProjectFolder | undefined
  manifest?: Manifest | undefined
  /** The release of this command. */
  release: string
  /** The release of the database. Undefined if the database has none, or if nothing shows it. */
  databaseRelease: string | undefined
  /** The response of the Data API to a call of social.version(). */
  version?: Answer | undefined
  link(page: string): string | undefined
}

/** Connects to a project, runs the work, and closes the connections. */
export async function withProject<T>(
  { url, key, secretKey, databaseUrl, folder: start }: Access,
  work: (project: Project) => Promise<T>,
): Promise<T> {
  const api = url && key ? new Api(url, key) : undefined
  const admin = url && secretKey ? new Api(url, secretKey) : undefined
  const version = await api?.send('/rest/v1/rpc/version', { schema: 'social' })
  if (version) refuseWrongAddress(version, url)
  if (admin) await refuseWrongSecretKey(admin)
  const sql = databaseUrl ? await connect(databaseUrl) : undefined
  try {
    const read: Read | undefined = sql && ((reading) => readOnly(sql, reading))
    const folder = findFolder(start)
    return await work({
      ...{ api, admin, read, folder, version },
      manifest: folder && readManifest(folder),
      release,
      databaseRelease: read ? await read(releaseIn) : releaseOf(version),
      link: linksOf(folder, url, databaseUrl),
    })
  } finally {
    await sql?.end({ timeout: 5 })
  }
}

function refuseWrongAddress(version: Answer, url: string | undefined): void {
  const target = version.headers.get('location') ?? ''
  if (version.status >= 300 && version.status < 400 && URL.canParse(target, url)) {
    throw new Problem(`The address leads to another one. Pass --url ${new URL(target, url).origin}`)
  }
  refuseWrongKey(version)
  const { status, body } = version
  const isOfSupabase =
    status === 200 ? typeof body.value === 'string' : reasonOf(version) !== `${status}`
  if (isOfSupabase || status >= 500) return
  throw new Problem(
    `${url} does not answer as a Supabase project does. Pass the address of the project, for example --url https://abc.supabase.co`,
  )
}

/**
 * The gateway of a project refuses an unknown key before the Data API reads the request. The Data
 * API has codes of its own, which start with PGRST, or are codes of Postgres.
 */
function isKeyRefused({ status, body }: Answer): boolean {
  return status === 401 && !/^(PGRST|[0-9A-Z]{5}$)/.test(`${body.code ?? ''}`)
}

function refuseWrongKey(version: Answer): void {
  if (!isKeyRefused(version)) return
  throw new Problem(
    `The project rejects the publishable key (${reasonOf(version)}). Copy it from Project Settings → API Keys.`,
  )
}

/** Storage lists no buckets for a key without rights, where other services return an error. */
async function refuseWrongSecretKey(admin: Api): Promise<void> {
  const answer = await admin.send('/rest/v1/rpc/version', { schema: 'social' })
  if (!isKeyRefused(answer)) return
  throw new Problem(
    `The project rejects SUPABASE_SECRET_KEY (${reasonOf(answer)}). Copy a secret key from Project Settings → API Keys, or unset the variable.`,
  )
}

async function readOnly<T>(
  sql: postgres.Sql,
  work: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  return (await sql.begin('read only', async (tx) => {
    await tx`set local search_path = ''`
    await tx`set local statement_timeout = '20s'`
    return work(tx)
  })) as T
}

/** Returns the installed release, or undefined if supabase-social is not installed. */
async function releaseIn(tx: postgres.TransactionSql): Promise<string | undefined> {
  const [found] = await tx`select to_regproc('social.version') is not null as is_there`
  if (!found?.is_there) return undefined
  const [row] = await tx`select social.version() as release`
  return row?.release
}

function releaseOf(version: Answer | undefined): string | undefined {
  return version?.status === 200 && typeof version.body.value === 'string'
    ? version.body.value
    : undefined
}

/** Returns the folder of the project, or undefined if the command runs elsewhere. */
function findFolder(start: string | undefined): ProjectFolder | undefined {
  try {
    return findProject(start)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
