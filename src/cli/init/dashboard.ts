import { join } from 'node:path'
import { readFile } from '../project/files.ts'
import type { ProjectFolder } from '../project/folder.ts'

/** The id of the hosted project: from its address, or from `supabase link`. */
export function projectRef(project: ProjectFolder, url: string | undefined): string | undefined {
  const fromUrl = url && /^https:\/\/([a-z]{20})\.supabase\.(?:co|in|red)$/.exec(url)?.[1]
  const linked = readFile(join(project.supabase, '.temp/project-ref'))?.toString().trim()
  return fromUrl || (/^[a-z]{20}$/.test(linked ?? '') ? linked : undefined)
}

/** A page of the dashboard. Without a project id, the page asks for the project. */
export function dashboard(ref: string | undefined, page: string): string {
  return `https://supabase.com/dashboard/project/${ref ?? '_'}/${page}`
}
