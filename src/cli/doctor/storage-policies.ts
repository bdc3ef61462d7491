import type postgres from 'postgres'
import { type Check, definitionCheck, fine, todo } from './check.ts'
import { comparePolicies, nameOf, type Policy, readPolicies } from './policies.ts'

const isStorage = (table: string) => table.startsWith('storage.')

const REMEDY = 'Run the SQL: select * from social_private.repair_grants()'

/**
 * Permissive policies of the host are harmless while our restrictive policies stand, because a row
 * must pass all restrictive policies.
 */
const policies = definitionCheck('storage policies', async ({ link }, tx) => {
  const page = link('storage/policies')
  const open = await tx<{ name: string }[]>`
    select relname as name from pg_catalog.pg_class
    where relnamespace = 'storage'::regnamespace and relname in ('objects', 'buckets')
      and not relrowsecurity`
  if (open.length > 0) {
    const tables = open.map(({ name }) => `storage.${name}`).join(' and ')
    return todo(
      `Row-level security is off on ${tables}, so everybody can read all files. Switch it on.`,
      page,
    )
  }
  const { missing, changed, foreign } = comparePolicies(await readPolicies(tx), isStorage)
  const wrong = [
    ...missing.map((name) => `${name} is missing`),
    ...changed.map((policy) => `${nameOf(policy)} is changed`),
  ]
  const opening: Policy[] = []
  for (const policy of foreign) if (await mayOpen(tx, policy)) opening.push(policy)
  if (wrong.length > 0) {
    const effect =
      opening.length > 0
        ? ` These policies may then open files of supabase-social: ${opening.map(nameOf).join(', ')}.`
        : ''
    return todo(`${wrong.join(', ')}.${effect} ${REMEDY}`, page)
  }
  return fine(
    opening.length > 0
      ? `Restrictive policies close our buckets to ${opening.map(nameOf).join(', ')}.`
      : 'All policies are as the migrations created them.',
  )
})

/**
 * Returns whether a policy may give callers of the API a right to our buckets or files. The policy
 * does not if its conditions are false for them, as the condition `bucket_id = 'media'` is.
 */
async function mayOpen(tx: postgres.TransactionSql, policy: Policy): Promise<boolean> {
  const { isRestrictive, scope, table, conditions } = policy
  if (isRestrictive || !/\b(public|anon|authenticated)\b/.test(scope.split(' to ')[1] ?? '')) {
    return false
  }
  const [alias, key] = table === 'storage.buckets' ? ['buckets', 'id'] : ['objects', 'bucket_id']
  const accepts = conditions.map((condition) => `(${condition}) is not false`).join(' and ')
  const statement = `select
    from unnest(array['social-uploads', 'social-media', 'social-avatars', 'social-exports']) as ours,
      jsonb_populate_record(null::${table},
        jsonb_build_object('${key}', ours, 'name', 'folder/file.jpg')) as ${alias}
    where ${accepts || 'true'} limit 1`
  return tx
    .savepoint((inner) => inner.unsafe(statement))
    .then((rows) => rows.length > 0)
    .catch(() => true) // The condition needs more than a row, so it may accept some rows.
}

export const storagePolicyChecks: Check[] = [policies]
