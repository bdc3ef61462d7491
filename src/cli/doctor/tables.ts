import { readCatalog } from '../prove/catalog.ts'
import { compareObjects, compareRights } from '../prove/rights.ts'
import { type Check, definitionCheck, fine, installationCheck, listOf, todo } from './check.ts'
import { comparePolicies, nameOf, readPolicies } from './policies.ts'

const rowSecurity = installationCheck('row-level security', async ({ link }, tx) => {
  const open = await tx<{ name: string }[]>`
    select relnamespace::regnamespace || '.' || relname as name from pg_catalog.pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('r', 'p') and not relrowsecurity
    order by 1`
  if (open.length === 0) return fine('It is on for every table of social and social_private.')
  return todo(
    `It is off on ${listOf(open.map(({ name }) => name))}. Run the SQL: alter table … enable row level security`,
    link('auth/policies?schema=social'),
  )
})

const policies = definitionCheck('table policies', async ({ link }, tx) => {
  const isOurs = (table: string) => /^social(_private)?\./.test(table)
  const { missing, changed, foreign } = comparePolicies(await readPolicies(tx), isOurs)
  const wrong = [...missing.map((name) => `${name} is missing`), ...changed.map(isChanged)]
  const page = link('auth/policies?schema=social')
  if (foreign.length > 0) {
    return todo(
      `${listOf(foreign.map(nameOf))} ${foreign.length > 1 ? 'do' : 'does'} not belong to supabase-social, and may open its rows. Remove with: drop policy … on …`,
      page,
    )
  }
  return wrong.length === 0
    ? fine('All policies are as the migrations created them.')
    : todo(
        `${listOf(wrong)}. Create again with the statements of the migration social_table_access.`,
        page,
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
    `${listOf(wrong)}. Revoke rights that are granted (revoke … on … from …), and grant rights that are missing.`,
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
