import { randomUUID } from 'node:crypto'
import { HOOK } from '../project/config.ts'
import { type Answer, type Api, reasonOf } from './api.ts'
import { apiCheck, type Check, type Finding, fine, todo, unseen } from './check.ts'
import type { Project } from './project.ts'

const PAGE = 'auth/hooks'

/**
 * Tries a sign-up that can never succeed: its metadata contains the character NUL, which Postgres
 * cannot store. If a hook of Postgres is on, the call of the hook fails, and Auth names the hook. If
 * no hook is on, Auth fails later, when it stores the user. No case creates a user or sends a mail.
 */
function trySignUp(api: Api): Promise<Answer> {
  return api.send('/auth/v1/signup', {
    // Without this header, Auth passes some errors of Postgres on instead of its own message.
    headers: { 'x-supabase-api-version': '2024-01-01' },
    body: {
      email: `supabase-social-doctor-${randomUUID()}@example.com`,
      password: `Aa1!${randomUUID()}`,
      data: { supabase_social_doctor: '\u0000' },
    },
  })
}

const hook = apiCheck('sign-up hook', async (project, api) => {
  if (project.databaseRelease === undefined) return unseen('The schema social does not answer.')
  const answer = await trySignUp(api)
  const message = `${answer.body.message ?? answer.body.msg ?? ''}`
  const [, uri] = /^Error running hook URI: (.*)$/.exec(message) ?? []
  if (uri === HOOK) return working(project)
  if (uri) return ofHost(project, uri)
  if (message !== 'Database error saving new user') {
    return unseen(`Auth refuses the sign-up that tests the hook: ${reasonOf(answer)}.`)
  }
  return todo(
    'It is off, so a sign-up with a taken username fails with "Database error saving new user". Choose the Postgres function social_private.before_user_created as the hook "Before user created".',
    project.link(PAGE),
  )
})

/** The hook is on. If the database is readable, tests that Auth may run it and that it refuses. */
async function working({ read, link }: Project): Promise<Finding> {
  if (!read) return fine('It is on.')
  const [row] = await read(
    (tx) => tx`select
      has_function_privilege('supabase_auth_admin', hook, 'execute')
        and has_schema_privilege('supabase_auth_admin', 'social_private', 'usage') as may_run,
      social_private.before_user_created('{"user": {"user_metadata": {"social_username": "!"}}}')
        #>> '{error,message}' as refusal
      from (select 'social_private.before_user_created(jsonb)'::text as hook) as hooks`,
  )
  if (!row?.may_run) {
    return todo(
      'It is on, but Auth may not run it, so nobody can sign up. Run the SQL: grant usage on schema social_private to supabase_auth_admin; grant execute on function social_private.before_user_created(jsonb) to supabase_auth_admin',
      link('sql/new'),
    )
  }
  return row.refusal === 'username_invalid'
    ? fine('It is on, and refuses an invalid username.')
    : todo(
        'It is on, but accepts an invalid username. Restore the function social_private.before_user_created from the migration social_sign_up.',
        link('sql/new'),
      )
}

/** Another hook is on. If it is a function of this database, its source shows whether it asks ours. */
async function ofHost({ read, link }: Project, uri: string): Promise<Finding> {
  const [, schema, name] = /^pg-functions:\/\/[^/]+\/([^/]+)\/([^/]+)$/.exec(uri) ?? []
  const [source] =
    read && schema && name
      ? await read(
          (tx) => tx`select prosrc like '%social_private.before_user_created%' as asks_ours
            from pg_catalog.pg_proc join pg_catalog.pg_namespace on pg_namespace.oid = pronamespace
            where nspname = ${schema} and proname = ${name}`,
        )
      : []
  if (source?.asks_ours) return fine(`Your own hook is on, and asks ours: ${uri}`)
  const remedy = 'return the answer of social_private.before_user_created(event) if it has an error'
  return source
    ? todo(`Your own hook is on, and does not ask ours: ${uri}. Let it ${remedy}.`, link(PAGE))
    : unseen(`Your own hook is on: ${uri}. Check that it does this: ${remedy}.`)
}

export const hookChecks: Check[] = [hook]
