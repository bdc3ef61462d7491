import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Problem } from '../problem.ts'
import type { ProjectFolder } from '../project/folder.ts'

/** The places that the user passed. */
export interface Places {
  databaseUrl: string | undefined
  url: string | undefined
  project: ProjectFolder | undefined
}

/**
 * The name that the user types to confirm. A hosted project has its reference. Other projects have
 * the name in their config.toml, the name of their folder, or the host of their database.
 */
export function projectName({ databaseUrl, url, project }: Places): string {
  const [ofDatabase, ofUrl] = [refOfDatabase(databaseUrl), refOfUrl(url)]
  if (ofDatabase && ofUrl && ofDatabase !== ofUrl) {
    throw new Problem(
      `--db-url is the project ${ofDatabase}, but --url is the project ${ofUrl}. Pass both addresses of one project.`,
    )
  }
  const ref = ofDatabase ?? ofUrl
  if (ref) return ref
  if (project) return linkedRef(project) ?? configuredName(project) ?? basename(project.root)
  return new URL(databaseUrl ?? url ?? 'x:').hostname
}

/** The link of a page in the dashboard. Without a reference, the dashboard asks for the project. */
export function dashboard(places: Places, page: string): string {
  const linked = places.project && linkedRef(places.project)
  const ref = refOfDatabase(places.databaseUrl) ?? refOfUrl(places.url) ?? linked ?? '_'
  return `https://supabase.com/dashboard/project/${ref}/${page}`
}

function refOfUrl(url: string | undefined): string | undefined {
  return url && /^https:\/\/([a-z0-9]{20})\.supabase\.\w+$/.exec(new URL(url).origin)?.[1]
}

function refOfDatabase(databaseUrl: string | undefined): string | undefined {
  if (!databaseUrl || !URL.canParse(databaseUrl)) return undefined
  const { hostname, username } = new URL(databaseUrl)
  if (!/\.supabase\.\w+$/.test(hostname)) return undefined
  const pattern = /^(?:db|postgres)\.([a-z0-9]{20})(?:\.|$)/
  return pattern.exec(hostname)?.[1] ?? pattern.exec(decodeURIComponent(username))?.[1]
}

function linkedRef(project: ProjectFolder): string | undefined {
  return read(join(project.supabase, '.temp', 'project-ref'))?.trim() || undefined
}

function configuredName(project: ProjectFolder): string | undefined {
  const config = read(join(project.supabase, 'config.toml')) ?? ''
  return /^\s*project_id\s*=\s*["']([^"']+)["']/m.exec(config)?.[1]
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
