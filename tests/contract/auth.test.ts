import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { chosenAuth } from '../../tools/local-stack/chosen-auth.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import { admin } from './auth/admin.ts'
import { bans } from './auth/bans.ts'
import { differences } from './auth/differences.ts'
import {
  confirmedCodes,
  confirmedPkce,
  signUpAgain,
  singleChange,
  zeroLimit,
} from './auth/mails.ts'
import { anonymous, phone, secondFactor } from './auth/others.ts'
import { mailLimit, recovery } from './auth/recovery.ts'
import { AuthServer, type Entry } from './auth/server.ts'
import { reuse, sessions } from './auth/sessions.ts'
import { type AuthConfig, ContractProject } from './auth/settings.ts'
import { confirmedSignUp, refusedSignUp, signUp, withoutEmail } from './auth/sign-up.ts'
import { confirmedUpdates, strictUpdates, updates } from './auth/user.ts'
import { othersWithoutEmail, unconfirmed, variants } from './auth/variants.ts'
import { adminVariants, anonymousVariants } from './auth/variants-of-admin.ts'

/**
 * The contract of Auth: auth/answers.json contains what the real server answers to each call. `npm test`
 * compares the answers of @supabase/lite, and `npm test -- --auth PATH` those of a real server.
 * With SOCIAL_RECORD=1 the answers of the server replace auth/answers.json.
 */
interface Subject {
  title: string
  settings: AuthConfig
  run(auth: AuthServer): Promise<void>
}

const usual = {}
const confirms = {
  email: { enable_confirmations: true },
  // Otherwise a sign-up of a known address is refused, although addresses need a confirmation.
  sms: { enable_confirmations: true },
}
const subjects: Subject[] = [
  { title: 'sign-up', settings: usual, run: signUp },
  { title: 'sessions', settings: usual, run: sessions },
  { title: 'updates of a user', settings: usual, run: updates },
  { title: 'bans', settings: usual, run: bans },
  { title: 'variants', settings: usual, run: variants },
  { title: 'recovery and codes', settings: usual, run: recovery },
  { title: 'admin API', settings: usual, run: admin },
  { title: 'anonymous people', settings: usual, run: anonymous },
  { title: 'second factor', settings: usual, run: secondFactor },
  { title: 'sign-up with a confirmation', settings: confirms, run: confirmedSignUp },
  { title: 'change of the address with confirmations', settings: confirms, run: confirmedUpdates },
  { title: 'unconfirmed people', settings: confirms, run: unconfirmed },
  { title: 'phone numbers', settings: confirms, run: phone },
  { title: 'reuse of tokens', settings: { refresh_token_reuse_interval: 0 }, run: reuse },
  {
    title: 'strict passwords',
    settings: {
      email: { require_current_password: true },
      password_requirements: 'lower_upper_letters_digits',
      minimum_password_length: 8,
    },
    run: strictUpdates,
  },
  { title: 'limit of mails', settings: { email: { max_frequency: '60s' } }, run: mailLimit },
  {
    title: 'nobody may sign up',
    settings: { enable_signup: false, enable_anonymous_sign_ins: false },
    run: refusedSignUp,
  },
  {
    title: 'no e-mail provider',
    settings: { email: { enable_signup: false } },
    run: async (auth) => {
      await withoutEmail(auth)
      await othersWithoutEmail(auth)
    },
  },
  { title: 'sign-up of somebody unconfirmed', settings: usual, run: signUpAgain },
  { title: 'codes with a confirmation', settings: confirms, run: confirmedCodes },
  { title: 'mails for PKCE', settings: confirms, run: confirmedPkce },
  {
    title: 'change of the address with one confirmation',
    settings: { ...confirms, email: { ...confirms.email, double_confirm_changes: false } },
    run: singleChange,
  },
  {
    title: 'limit of mails with a confirmation',
    settings: { ...confirms, email: { ...confirms.email, max_frequency: '0s' } },
    run: zeroLimit,
  },
  { title: 'variants of the admin API', settings: usual, run: adminVariants },
  { title: 'anonymous people who confirm', settings: confirms, run: anonymousVariants },
]

const file = new URL('auth/answers.json', import.meta.url)
const isRecording = process.env.SOCIAL_RECORD === '1'
const recorded: Record<string, Entry[]> = JSON.parse(readFileSync(file, 'utf8'))

const known = new Set(differences.flatMap(({ calls }) => calls))

const project = new ContractProject()
let stack: Stack
let sql: ReturnType<typeof connect>

beforeAll(async () => {
  stack = await startStack({ purges: false, project: { supabase: project.supabase } })
  const superuser = new URL(stack.databaseUrl)
  superuser.username = SUPERUSER
  sql = connect(superuser.href, 2)
  await sql.unsafe(readFileSync(new URL('auth/hook.sql', import.meta.url), 'utf8'))
})
afterAll(async () => {
  if (isRecording) writeFileSync(file, format(recorded))
  await sql.end()
  await stack.stop()
  project.remove()
})

test('every difference names calls of the contract, and is a row of docs/local-stack.md', () => {
  const names = Object.values(recorded).flatMap((entries) => entries.map(({ name }) => name))
  expect([...known].filter((name) => !names.includes(name))).toEqual([])
  const page = readFileSync(`${root}docs/local-stack.md`, 'utf8')
  const rows = differences.map(
    ({ subject, local, hosted }) => `| ${subject} | ${local} | ${hosted} |`,
  )
  expect(rows.filter((row) => !page.includes(row))).toEqual([])
})

/** Applies the settings of a subject, if the subject before had others. */
let configured: AuthConfig = usual
async function configure(settings: AuthConfig): Promise<void> {
  if (settings === configured) return
  configured = settings
  project.write(settings)
  await stack.configure()
}

for (const { title, settings, run } of subjects) {
  describe(title, () => {
    let failure: unknown
    let found: Entry[] = []
    beforeAll(async () => {
      await configure(settings)
      const auth = new AuthServer(stack, sql)
      await run(auth).catch((error) => {
        failure = error
      })
      found = auth.entries
      if (isRecording) recorded[title] = found
    })

    test('every call of the subject is in the contract', () => {
      if (failure) throw failure
      const names = (recorded[title] ?? []).map(({ name }) => name)
      expect(found.map(({ name }) => name)).toEqual(names)
    })

    for (const expected of isRecording ? [] : (recorded[title] ?? [])) {
      const differs = !chosenAuth() && known.has(expected.name)
      test(`${expected.name}: ${differs ? 'lite differs' : 'alike'}`, () => {
        const entry = found.find(({ name }) => name === expected.name)
        if (differs)
          expect(entry, 'alike now: remove it from auth/differences.ts').not.toEqual(expected)
        else expect(entry).toEqual(expected)
      })
    }
  })
}

/** Writes one entry a line, so that a change of one answer is a change of one line. */
function format(subjects: Record<string, Entry[]>): string {
  const parts = Object.entries(subjects).map(([title, entries]) => {
    const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`)
    return `  ${JSON.stringify(title)}: [\n${lines.join(',\n')}\n  ]`
  })
  return `{\n${parts.join(',\n')}\n}\n`
}
