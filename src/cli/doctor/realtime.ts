import type postgres from 'postgres'
import { type Check, definitionCheck, fine, installationCheck, listOf, todo } from './check.ts'
import { comparePolicies, nameOf, type Policy, readPolicies } from './policies.ts'

const TABLE = 'realtime.messages'

const CREATE =
  'Run the statement of the migration social_table_access again that creates policies on realtime.messages.'

const REPAIR = 'Run the SQL: select * from social_private.repair_grants()'

interface Realtime {
  /** Undefined if the project has no Realtime. */
  isRowSecurityOn: boolean | undefined
  canSend: boolean
}

async function realtimeIn(tx: postgres.TransactionSql): Promise<Realtime> {
  const [row] = await tx<[Realtime]>`
    select to_regprocedure('realtime.send(jsonb,text,text,boolean)') is not null as "canSend", (
      select relrowsecurity from pg_catalog.pg_class
      where pg_class.oid = to_regclass('realtime.messages')
    ) as "isRowSecurityOn"`
  return row
}

/**
 * Policies of the host that let everybody listen and send are harmless while our restrictive
 * policies stand. Without our policies, social.watch_notifications() returns no topic.
 */
const policies = definitionCheck('realtime policies', async ({ link }, tx) => {
  const page = link('realtime/policies')
  const { isRowSecurityOn, canSend } = await realtimeIn(tx)
  if (typeof isRowSecurityOn !== 'boolean' || !canSend) {
    return fine('This project has no Realtime, so apps look for notifications from time to time.')
  }
  if (!isRowSecurityOn) {
    return todo(
      `Row-level security is off on ${TABLE}, so everybody can listen on every topic and send. Switch it on.`,
      page,
    )
  }
  const found = await readPolicies(tx)
  const { missing, changed, foreign } = comparePolicies(found, (table) => table === TABLE)
  if (missing.length > 0 && !found.some(({ table, name }) => table === TABLE && isOurs(name))) {
    return todo(
      `The policies of supabase-social on ${TABLE} are missing, so apps look for notifications from time to time. If the project got Realtime after supabase-social, that is the cause. ${CREATE}`,
      page,
    )
  }
  const wrong = [
    ...missing.map((name) => `${name} is missing`),
    ...changed.map((policy) => `${nameOf(policy)} is changed`),
  ]
  const opening = foreign.filter((policy) => !policy.isRestrictive && isForClients(policy))
  if (wrong.length > 0) {
    const effect =
      opening.length > 0
        ? ` These policies may then open topics of supabase-social: ${opening.map(nameOf).join(', ')}.`
        : ''
    return todo(`${wrong.join(', ')}.${effect} ${REPAIR}`, page)
  }
  return fine(sentencesAbout(opening, foreign))
})

const isOurs = (name: string) => /^social_(limit|open)_/.test(name)

const isForClients = ({ scope }: Policy) =>
  /\b(public|anon|authenticated)\b/.test(scope.split(' to ')[1] ?? '')

function sentencesAbout(opening: Policy[], foreign: Policy[]): string {
  const closing = foreign.filter(({ isRestrictive }) => isRestrictive)
  return [
    opening.length > 0
      ? `Restrictive policies close our topics to ${opening.map(nameOf).join(', ')}.`
      : 'All policies are as the migrations created them.',
    ...(closing.length > 0
      ? [
          `These restrictive policies of your app hold for our topics, too: ${closing.map(nameOf).join(', ')}.`,
        ]
      : []),
  ].join(' ')
}

/** Realtime serves the tables of the publication supabase_realtime to clients. */
const publication = installationCheck('realtime', async ({ link }, tx) => {
  const published = await tx<{ publication: string; name: string }[]>`
    select pubname as publication, schemaname || '.' || tablename as name
    from pg_catalog.pg_publication_tables where schemaname in ('social', 'social_private')
    order by 1, 2`
  const live = published.filter(({ publication }) => publication === 'supabase_realtime')
  if (live.length > 0) {
    return todo(
      `Realtime sends changes of ${listOf(live.map(({ name }) => name))} to clients, the ids of deleted rows even to everybody. Run the SQL: alter publication supabase_realtime drop table …`,
      link('database/publications'),
    )
  }
  const others = [...new Set(published.map(({ publication }) => publication))]
  return others.length === 0
    ? fine('No table of supabase-social is published.')
    : fine(
        `Realtime publishes no table of supabase-social. These publications do: ${listOf(others)}.`,
      )
})

export const realtimeChecks: Check[] = [publication, policies]
