import { sql } from './stack.ts'

/** The ids of Bob's running export and of its lease. */
export const leased = { export: '', lease: '' }

/** Creates a running export with a lease of one hour, so that no other worker claims the export. */
export async function leaseExport(profileId: string): Promise<void> {
  const [row] = await sql<{ id: string; lease_id: string }[]>`
    insert into social_private.exports
      (profile_id, started_at, total_count, lease_id, lease_ends_at)
    values (${profileId}, now(), 2, gen_random_uuid(), now() + interval '1 hour')
    returning id, lease_id`
  leased.export = String(row?.id)
  leased.lease = String(row?.lease_id)
}
