import { reasonOf } from './api.ts'
import { apiCheck, type Check, definitionCheck, fine, todo, unseen } from './check.ts'

/** The part of the public settings of Auth that the checks read. */
interface Settings {
  external?: Record<string, boolean>
  disable_signup?: boolean
  mailer_autoconfirm?: boolean
}

const PROVIDERS = 'auth/providers'

const open = apiCheck('sign-ups', async ({ link }, api) => {
  const answer = await api.send('/auth/v1/settings')
  if (answer.status !== 200) return unseen(`Auth answers with ${reasonOf(answer)}.`)
  const { external = {}, disable_signup } = answer.body as Settings
  const ways = Object.keys(external).filter((name) => external[name] && name !== 'anonymous_users')
  if (disable_signup) {
    return todo('Nobody can sign up. Switch on "Allow new users to sign up".', link(PROVIDERS))
  }
  if (ways.length === 0) {
    return todo('Nobody can sign up, because every provider is off.', link(PROVIDERS))
  }
  return external.email
    ? fine(`People can sign up (${ways.join(', ')}).`)
    : fine(
        `People can sign up with ${ways.join(', ')}. E-mail is off, so social.auth.signUp does not work.`,
      )
})

const confirmed = apiCheck('confirm e-mail', async ({ link }, api) => {
  const answer = await api.send('/auth/v1/settings')
  if (answer.status !== 200) return unseen(`Auth answers with ${reasonOf(answer)}.`)
  const { external, mailer_autoconfirm } = answer.body as Settings
  if (external?.email === false) return fine('Sign-ups with e-mail are off.')
  return mailer_autoconfirm
    ? todo(
        'It is off, so people can sign up with the address of somebody else. Switch on "Confirm email" before your app is public.',
        link(PROVIDERS),
      )
    : fine('It is on.')
})

/** Neither the public settings of Auth nor the database contain this setting. */
const currentPassword: Check = {
  title: 'current password',
  run: async ({ link }) =>
    unseen(
      'The command cannot see this setting. Switch on "Require current password" for the provider Email. Otherwise whoever steals a session can set a new password.',
      link(PROVIDERS),
    ),
}

const trigger = definitionCheck('sign-up trigger', async ({ link }, tx) => {
  const [found] = await tx<{ tgenabled: string }[]>`
    select tgenabled from pg_catalog.pg_trigger
    where tgrelid = 'auth.users'::regclass
      and tgfoid = to_regproc('social_private.tg_users__create_profile')`
  const [key] = await tx`
    select from pg_catalog.pg_constraint
    where conrelid = 'social.profiles'::regclass and confrelid = 'auth.users'::regclass
      and contype = 'f' and confdeltype = 'c' and convalidated`
  if (!found) {
    return todo(
      'It is missing, so a sign-up creates no profile. Run the statement "create trigger social_create_profile" of the migration social_table_access again.',
      link('sql/new'),
    )
  }
  if (!['O', 'A'].includes(found.tgenabled)) {
    return todo(
      'It is disabled, so a sign-up creates no profile. Enable the trigger social_create_profile on auth.users.',
      link('database/triggers?schema=auth'),
    )
  }
  if (!key) {
    return todo(
      'The foreign key of social.profiles to auth.users is missing, so a deleted user keeps a profile. Run the statement of the migration social_table_access again.',
      link('sql/new'),
    )
  }
  return fine('A sign-up with a username creates a profile.')
})

/** A check of a trigger of ours on a table of Auth. */
const effectCheck = (
  title: string,
  { on, name, works, harm }: Record<'on' | 'name' | 'works' | 'harm', string>,
) =>
  definitionCheck(title, async ({ link }, tx) => {
    const [found] = await tx`
      select from pg_catalog.pg_trigger
      join pg_catalog.pg_proc on pg_proc.oid = tgfoid
      where tgrelid = to_regclass(${on}) and tgname = ${name} and tgenabled in ('O', 'A')
        and pronamespace = 'social_private'::regnamespace`
    return found
      ? fine(works)
      : todo(
          `It is missing or disabled, so ${harm}. Enable the trigger ${name} on ${on}, or create it again with the statement of the migration social_table_access.`,
          link('database/triggers?schema=auth'),
        )
  })

const softDeletes = effectCheck('soft-delete trigger', {
  on: 'auth.users',
  name: 'social_follow_soft_delete',
  works: 'A soft delete in Auth deletes the account.',
  harm: 'a soft-deleted user keeps a visible profile',
})

const confirmations = effectCheck('confirmation trigger', {
  on: 'auth.users',
  name: 'social_sync_confirmation',
  works: 'A confirmation in Auth makes the account visible.',
  harm: 'an account stays invisible after its e-mail address or phone number is confirmed',
})

const sessions = effectCheck('session trigger', {
  on: 'auth.sessions',
  name: 'social_move_topics',
  works: 'The end of a session ends its Realtime messages.',
  harm: 'an app gets Realtime messages after its session has ended',
})

const bans = effectCheck('ban trigger', {
  on: 'auth.users',
  name: 'social_move_topic',
  works: 'A ban in Auth ends the Realtime messages of the user.',
  harm: 'the apps of a banned user get Realtime messages until their token expires',
})

export const signUpChecks: Check[] = [
  open,
  confirmed,
  currentPassword,
  trigger,
  softDeletes,
  confirmations,
  sessions,
  bans,
]
