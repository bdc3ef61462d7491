/**
 * Returns a function that links to pages of the dashboard. Addresses of a hosted project contain
 * the reference of the project. For every other hosted address the link leads to a list of projects.
 * A project on this machine has no dashboard, so it has no links.
 */
export function dashboard(
  url: string | undefined,
  databaseUrl: string | undefined,
): (page: string) => string | undefined {
  const hosts = [url, databaseUrl].flatMap((address) => (address ? [new URL(address)] : []))
  const isLocal = hosts.some(({ hostname }) => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))
  const ref = hosts.map(refOf).find(Boolean) ?? '_'
  return (page) => (isLocal ? undefined : `https://supabase.com/dashboard/project/${ref}/${page}`)
}

function refOf({ hostname, username }: URL): string | undefined {
  return (
    /^(?:db\.)?([a-z0-9]{20})\.supabase\.(?:co|in)$/.exec(hostname)?.[1] ??
    /^postgres\.([a-z0-9]{20})$/.exec(username)?.[1]
  )
}
