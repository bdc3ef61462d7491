import { setTimeout as wait } from 'node:timers/promises'
import type { GivenProject } from './project.ts'

/** What a run deletes at its end. */
export interface CleanedUp {
  people: number
  files: number
  /** What could not be deleted, in sentences. */
  problems: string[]
}

/**
 * Deletes the people of this run, and what their deletion leaves: files, receipts, reserved names
 * and entries of Auth. The people are those with an address in the domain of this run, which no
 * address had before.
 */
export async function cleanUp(project: GivenProject): Promise<CleanedUp> {
  const { sql, domain, startedAt } = project
  const problems: string[] = []
  const attempt = (what: string, work: PromiseLike<unknown>) =>
    Promise.resolve(work).catch((error) => problems.push(`${what}: ${error.message}`))
  const people = await sql<{ id: string }[]>`
    select id from auth.users
    where created_at >= ${startedAt}::timestamptz - interval '1 minute'
      and split_part(coalesce(nullif(email, ''), email_change), '@', 2) = ${domain}`
  const ids = people.map(({ id }) => id)
  const hashes = await hashesOf(project, ids)
  const receipts = await sql<{ id: string }[]>`
    select id from social_private.erasures where profile_id = any (${ids})`

  const files = await deleteFiles(project, ids).catch((error) => {
    problems.push(`files: ${error.message}`)
    return 0
  })
  for (const batch of batches(ids, 50)) {
    await attempt('people', sql`delete from auth.users where id = any (${batch})`)
  }
  await attempt(
    'reports',
    sql`delete from social_private.reports
      where reporter_id = any (${ids}) or subject_id = any (${ids})`,
  )
  await attempt(
    'appeals',
    sql`delete from social_private.appeals where appellant_id = any (${ids})`,
  )
  await attempt(
    'receipts of deletions',
    sql`delete from social_private.erasures where id = any (${receipts.map(({ id }) => id)})`,
  )
  await attempt(
    'reserved usernames',
    sql`delete from social_private.username_reservations
      where encode(skeleton_hash, 'hex') = any (${hashes})`,
  )
  await attempt(
    'queue of files',
    sql`delete from social_private.file_deletions
      where split_part(path, '/', 1) = any (${ids})`,
  )
  await attempt(
    'audit log of Auth',
    sql`delete from auth.audit_log_entries
      where payload ->> 'actor_id' = any (${ids})
        or payload -> 'traits' ->> 'user_id' = any (${ids})
        or split_part(payload ->> 'actor_username', '@', 2) = ${domain}
        or split_part(payload -> 'traits' ->> 'user_email', '@', 2) = ${domain}`,
  )
  await attempt(
    'sign-in flows of Auth',
    sql`delete from auth.flow_state where user_id::text = any (${ids})`,
  )
  await attempt('the worker', callWorker(project))
  return { people: ids.length, files, problems }
}

/** The reserved names that the deletion of the people adds. */
async function hashesOf({ sql }: GivenProject, ids: string[]): Promise<string[]> {
  const rows = await sql<{ hash: string }[]>`
    select encode(hash, 'hex') as hash from (
      select sha256(convert_to(social_private.username_skeleton(username::text), 'UTF8')) as hash
      from (
        select username::text from social.profiles where id = any (${ids})
        union all
        select username::text from social_private.former_usernames where profile_id = any (${ids})
      ) as names
    ) as hashes
    where hash not in (select skeleton_hash from social_private.username_reservations)`
  return rows.map(({ hash }) => hash)
}

/** Deletes the files of people. The path of a file begins with the id of its owner. */
async function deleteFiles({ url, secretKey, sql }: GivenProject, ids: string[]): Promise<number> {
  const files = await sql<{ bucket: string; name: string }[]>`
    select bucket_id as bucket, name from storage.objects
    where split_part(name, '/', 1) = any (${ids})`
  for (const bucket of new Set(files.map((file) => file.bucket))) {
    const list = files.filter((file) => file.bucket === bucket)
    for (const batch of batches(list, 500)) {
      const response = await fetch(`${url}/storage/v1/object/${bucket}`, {
        method: 'DELETE',
        headers: {
          ...{ apikey: secretKey, authorization: `Bearer ${secretKey}` },
          'content-type': 'application/json',
        },
        body: JSON.stringify({ prefixes: batch.map(({ name }) => name) }),
      })
      if (!response.ok) throw new Error(`Storage answers ${response.status} for ${bucket}`)
    }
  }
  return files.length
}

/** Calls the worker until it has nothing to do, so that it counts what the deletion changed. */
async function callWorker({ url, secretKey }: GivenProject): Promise<void> {
  for (let calls = 0; calls < 200; calls++) {
    const response = await fetch(`${url}/functions/v1/social-worker`, {
      method: 'POST',
      headers: { apikey: secretKey },
    })
    if (!response.ok) throw new Error(`social-worker answers ${response.status}`)
    const { hasMore, busy } = (await response.json()) as { hasMore: boolean; busy?: boolean }
    // The run of a schedule may be under way.
    if (busy) await wait(1000)
    else if (!hasMore) return
  }
  throw new Error('social-worker has more work after 200 calls')
}

function batches<T>(list: T[], size: number): T[][] {
  const count = Math.ceil(list.length / size)
  return Array.from({ length: count }, (_, place) => list.slice(place * size, (place + 1) * size))
}
