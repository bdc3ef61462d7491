import { readCatalog } from '../prove/catalog.ts'
import { compareObjects, compareRights } from '../prove/rights.ts'
import { type Check, definitionCheck, fine, installationCheck, listOf, todo } from './check.ts'
import { comparePolicies, nameOf, readPolicies } from './policies.ts'

const REPAIR = 'select * from social_private.repair_grants()'

const rowSecurity = installationCheck('row-level security', async ({ link }, tx) => {
  const open = await tx<{ name: string }[]>`
    select relnamespace::regnamespace || '.' || relname as name from pg_catalog.pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('r', 'p') and not relrowsecurity
    order by 1`
  if (open.length === 0) return fine('It is on for every table of social and social_private.')
  return todo(
    `It is off on ${listOf(open.map(({ name }) => name))}. Run the SQL: ${REPAIR}`,
    link('auth/policies?schema=social'),
  )
})

const policies = definitionCheck('table policies', async ({ link }, tx) => {
  const isOurs = (table: string) => /^social(_private)?\./.test(table)
  const { missing, changed, foreign } = comparePolicies(await readPolicies(tx), isOurs)
  const wrong = [...missing.map((name) => `${name} is missing`), ...changed.map(isChanged)]
  const page = link('auth/policies?schema=social')
  // A restrictive policy of the app opens nothing.
  const opening = foreign.filter(({ isRestrictive }) => !isRestrictive)
  if (opening.length > 0) {
    return todo(
      `${listOf(opening.map(nameOf))} ${opening.length > 1 ? 'do' : 'does'} not belong to supabase-social, and may open its rows. Remove with: drop policy … on …`,
      page,
    )
  }
  if (wrong.length > 0) return todo(`${listOf(wrong)}. Run the SQL: ${REPAIR}`, page)
  return fine(
    foreign.length > 0
      ? `All policies are as the migrations created them. Your app adds restrictive policies: ${listOf(foreign.map(nameOf))}.`
      : 'All policies are as the migrations created them.',
  )
})

const isChanged = (policy: Parameters<typeof nameOf>[0]) => `${nameOf(policy)} is changed`

/**
 * An operator may close tables to clients with set_direct_table_access(), so a missing read grant on
 * a table of social is no fault.
 */
const rights = definitionCheck('rights', async ({ link }, tx) => {
  const catalog = await readCatalog(tx)
  const { findings } = compareRights(catalog, 'everybody')
  const wrong = findings.filter((text) => !/^social\.\w+: \w+ select is missing$/.test(text))
  if (wrong.length === 0) return fine('Clients have only the rights that the migrations give.')
  return todo(
    `${listOf(wrong)}. Run the SQL: ${REPAIR}. Name a column of your own in social_private.readable_tables if clients may read it.`,
    link('sql/new'),
  )
})

const objects = definitionCheck('objects', async ({ link }, tx) => {
  const catalog = await readCatalog(tx)
  const wrong = compareObjects(catalog).map((text) =>
    text.replace(/^no expectation for (.*)$/, '$1 does not belong to supabase-social'),
  )
  if (wrong.length === 0) return fine('Every table and function of the release is there.')
  return todo(
    `${listOf(wrong)}. Create what is missing from the migrations, and move your own objects to a schema of your own, because npx supabase-social uninstall deletes both schemas.`,
    link('sql/new'),
  )
})

export const tableChecks: Check[] = [rowSecurity, policies, rights, objects]
