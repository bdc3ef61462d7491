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

/** A check of a trigger on auth.users that calls `social_private.tg_users__<effect>`. */
const effectCheck = (name: string, effect: string, works: string, harm: string) =>
  definitionCheck(name, async ({ link }, tx) => {
    const [found] = await tx`
      select from pg_catalog.pg_trigger
      where tgrelid = 'auth.users'::regclass and tgenabled in ('O', 'A')
        and tgfoid = to_regproc(${`social_private.tg_users__${effect}`})`
    return found
      ? fine(works)
      : todo(
          `It is missing or disabled, so ${harm}. Enable the trigger social_${effect} on auth.users, or create it again with the statement of the migration social_table_access.`,
          link('database/triggers?schema=auth'),
        )
  })

const softDeletes = effectCheck(
  'soft-delete trigger',
  'follow_soft_delete',
  'A soft delete in Auth deletes the account.',
  'a soft-deleted user keeps a visible profile',
)

const confirmations = effectCheck(
  'confirmation trigger',
  'sync_confirmation',
  'A confirmation in Auth makes the account visible.',
  'an account stays invisible after its e-mail address or phone number is confirmed',
)

export const signUpChecks: Check[] = [
  open,
  confirmed,
  currentPassword,
  trigger,
  softDeletes,
  confirmations,
]
