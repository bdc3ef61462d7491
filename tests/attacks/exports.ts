import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import type { Answer, Attacker, AttackStack } from './attack-stack.ts'

const ZIP = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')

/** Creates a finished export for a person, as the worker does. */
async function exportOf(stack: AttackStack, name: string): Promise<string> {
  const { sql, ids } = stack
  const owner = String(ids[name])
  const [row] = await sql<{ id: string }[]>`
    insert into social_private.exports
      (profile_id, requested_at, started_at, finished_at, expires_at)
    values (${owner}, now() - interval '2 days', now(), now(), now() + interval '1 day')
    returning id`
  const path = `${owner}/${row?.id}/${randomUUID()}.zip`
  await sql`insert into social_private.export_parts
    (path, export_id, number, bytes, item_count)
    values (${path}, ${String(row?.id)}, 1, ${ZIP.length}, 1)`
  const upload = await stack.ask({
    ...{ method: 'POST', path: `/storage/v1/object/social-exports/${path}`, body: ZIP },
    headers: {
      ...{ apikey: stack.secretKey, authorization: `Bearer ${stack.secretKey}` },
      'content-type': 'application/zip',
    },
  })
  if (upload.status !== 200) throw new Error(`upload: ${upload.status} ${upload.text}`)
  ids[`${name}'s export`] = String(row?.id)
  stack.files[`${name}'s export`] = path
  return path
}

/** Attacks by people who try to read Otto's export or to call the functions of the worker. */
export async function exportAttacks(stack: AttackStack): Promise<Attack[]> {
  const path = await exportOf(stack, 'otto')
  const { people, ids } = stack
  const strangers = [
    undefined,
    ...['mallory', 'xaver', 'fred', 'bert', 'olga', 'susi'].map((name) => people[name]),
  ]
  return strangers.flatMap((as) => [...files(stack, as, path), ...calls(as, ids)])
}

const isNoZip = ({ headers, text }: Answer) =>
  headers.get('content-type')?.startsWith('application/zip') || text.startsWith('PK')
    ? 'it serves the export'
    : undefined

function files({ ids }: AttackStack, as: Attacker | undefined, path: string): Attack[] {
  const bucket = `/storage/v1/object`
  const who = as?.name ?? 'nobody'
  const ways: [method: string, path: string, body?: unknown][] = [
    ['GET', `${bucket}/social-exports/${path}`],
    ['GET', `${bucket}/authenticated/social-exports/${path}`],
    ['GET', `${bucket}/public/social-exports/${path}`],
    ['GET', `${bucket}/info/social-exports/${path}`],
    ['HEAD', `${bucket}/social-exports/${path}`],
    ['POST', `${bucket}/sign/social-exports/${path}`, { expiresIn: 60 }],
    ['GET', `${bucket}/sign/social-exports/${path}?token=x`],
    ['POST', `${bucket}/social-exports/${as?.id ?? ids.otto}/${randomUUID()}.zip`, 'PK'],
    ['PUT', `${bucket}/social-exports/${path}`, 'PK'],
    ['DELETE', `${bucket}/social-exports/${path}`],
    [
      'POST',
      `${bucket}/copy`,
      { bucketId: 'social-exports', sourceKey: path, destinationKey: 'x.zip' },
    ],
    [
      'POST',
      `${bucket}/move`,
      { bucketId: 'social-exports', sourceKey: path, destinationKey: 'x.zip' },
    ],
  ]
  return [
    ...ways.map(
      ([method, way, body]): Attack => ({
        ...{ name: `${method} ${way.slice(19, 50)} of otto's export as ${who}`, method, as },
        ...{ path: way, expects: 'refused', holds: isNoZip },
        ...(body !== undefined && { body }),
        ...(body === 'PK' && { headers: { 'content-type': 'application/zip' } }),
      }),
    ),
    {
      ...{ name: `list otto's exports as ${who}`, method: 'POST', as, expects: 'harmless' },
      ...{ path: `${bucket}/list/social-exports`, body: { prefix: `${ids.otto}/`, limit: 100 } },
      holds: ({ status, text }) =>
        status === 200 && text !== '[]' ? `it lists ${text.slice(0, 99)}` : undefined,
    },
  ]
}

function calls(as: Attacker | undefined, ids: AttackStack['ids']): Attack[] {
  const who = as?.name ?? 'nobody'
  const lease = { lease_id: ids["otto's export"] }
  const bodies: [string, object][] = [
    ['claim_export', { profile_id: ids.otto }],
    ['claim_export_page', lease],
    ['complete_export_part', { ...lease, bytes: 1, items: 1 }],
    ['imported_ids', { profile_id: ids.otto, ids: [ids["otto's post"]] }],
    ['import_items', { profile_id: ids.otto, kind: 'posts', items: [] }],
    ['import_items', { profile_id: as?.id ?? ids.otto, kind: 'profile', items: [{}] }],
  ]
  const id = ids["otto's export"] as string
  const nowhere = randomUUID()
  const path = (of: string) => `/rest/v1/rpc/my_export?export_id=${of}`
  return [
    ...bodies.map(
      ([name, body]): Attack => ({
        ...{ name: `${name} as ${who}`, method: 'POST', path: `/rest/v1/rpc/${name}`, as, body },
        expects: 'denied',
      }),
    ),
    {
      ...{ name: `my_export of otto as ${who}`, path: path(id), as, expects: 'refused' },
      like: { ask: { path: path(nowhere), as }, id: nowhere, insteadOf: id },
    },
  ]
}
