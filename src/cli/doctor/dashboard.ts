import { dashboard, projectRef } from '../init/dashboard.ts'
import type { ProjectFolder } from '../project/folder.ts'

/**
 * Returns a function that links to pages of the dashboard of a project. A project on this machine
 * has no dashboard, so it has no links.
 */
export function linksOf(
  folder: ProjectFolder | undefined,
  url: string | undefined,
  databaseUrl: string | undefined,
): (page: string) => string | undefined {
  const addresses = [url, databaseUrl].flatMap((address) => (address ? [new URL(address)] : []))
  const isLocal = addresses.some(({ hostname }) =>
    /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname),
  )
  const ref = addresses.map(refOf).find(Boolean) ?? (folder && projectRef(folder, url))
  return (page) => (isLocal ? undefined : dashboard(ref, page))
}

function refOf({ hostname, username }: URL): string | undefined {
  return (
    /^(?:db\.)?([a-z0-9]{20})\.supabase\.(?:co|in|red)$/.exec(hostname)?.[1] ??
    /^postgres\.([a-z0-9]{20})$/.exec(username)?.[1]
  )
}
