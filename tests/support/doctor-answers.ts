import { release } from '../../src/sdk/release.ts'
import type { Answer } from './proxy.ts'

/** The answer of /auth/v1/settings in a project with e-mail sign-ups and confirmations. */
export const authSettings = {
  external: { email: true, anonymous_users: true, google: false },
  disable_signup: false,
  mailer_autoconfirm: false,
}

const settings = (changes: object): Record<string, Answer> => ({
  '/auth/v1/settings': { status: 200, body: { ...authSettings, ...changes } },
})

const signUp = (status: number, body: object): Record<string, Answer> => ({
  '/auth/v1/signup': { status, body },
})

const schema = (status: number, body: object): Record<string, Answer> => ({
  '/rest/v1/rpc/version social': { status, body },
})

const worker = (status: number, body: object): Record<string, Answer> => ({
  '/functions/v1/social-worker': { status, body },
})

/**
 * Answers of hosted projects, by path and schema, the line of the command `doctor` that must report
 * them, and what the line must say.
 */
export const answerFaults: {
  name: string
  title: string
  answers: Record<string, Answer>
  state: 'todo' | 'unseen' | 'fine'
  says: string
}[] = [
  {
    name: 'the Data API does not know the functions yet',
    title: 'schema social',
    answers: schema(404, { code: 'PGRST202', message: 'Could not find the function' }),
    state: 'todo',
    says: "notify pgrst, 'reload schema'",
  },
  {
    name: 'the API roles may not use the schema',
    title: 'schema social',
    answers: schema(401, { code: '42501', message: 'permission denied for schema social' }),
    state: 'todo',
    says: 'grant usage on schema social',
  },
  {
    name: 'the Data API cannot load its schema cache',
    title: 'schema social',
    answers: schema(503, { code: 'PGRST002', message: 'Could not query the database' }),
    state: 'todo',
    says: '503 PGRST002 Could not query the database',
  },
  {
    name: 'social is the first of the exposed schemas',
    title: 'default schema',
    answers: {
      '/rest/v1/rpc/version none': { status: 200, body: `${release}` },
      '/rest/v1/rpc/limits none': { status: 200, body: {} },
    },
    state: 'todo',
    says: 'Put public first',
  },
  {
    name: 'the Data API returns only 100 rows',
    title: 'max rows',
    answers: {
      '/rest/v1/profiles social': {
        status: 206,
        body: Array(100).fill({}),
        headers: { 'content-range': '0-99/101' },
      },
    },
    state: 'todo',
    says: 'returns only 100 rows',
  },
  {
    name: 'the provider e-mail is off',
    title: 'sign-ups',
    answers: settings({ external: { email: false, google: true } }),
    state: 'fine',
    says: 'E-mail is off, so social.auth.signUp does not work',
  },
  {
    name: 'a hook is on whose source cannot be read',
    title: 'sign-up hook',
    answers: signUp(500, {
      code: 'unexpected_failure',
      message: 'Error running hook URI: pg-functions://postgres/public/unknown_hook',
    }),
    state: 'unseen',
    says: 'Your own hook is on: pg-functions://postgres/public/unknown_hook',
  },
  {
    name: 'a captcha protects sign-ups',
    title: 'sign-up hook',
    answers: signUp(400, { code: 'captcha_failed', message: 'captcha protection: request denied' }),
    state: 'unseen',
    says: '400 captcha_failed captcha protection',
  },
  {
    name: 'a function is not deployed',
    title: 'function social-worker',
    answers: worker(404, { code: 'NOT_FOUND', message: 'Requested function was not found' }),
    state: 'todo',
    says: 'It is not deployed. Run: npx supabase functions deploy',
  },
  {
    name: 'a function does not start',
    title: 'function social-worker',
    answers: worker(503, { code: 'BOOT_ERROR', message: 'Function failed to start' }),
    state: 'todo',
    says: 'It does not start (503 BOOT_ERROR Function failed to start)',
  },
  {
    name: 'a function has an older release',
    title: 'function social-worker',
    answers: worker(200, { function: 'social-worker', release: '0.0.9' }),
    state: 'todo',
    says: `It has release 0.0.9, and this command has ${release}. Run npx supabase-social upgrade`,
  },
  {
    name: 'a function has a newer release',
    title: 'function social-ingest',
    answers: {
      '/functions/v1/social-ingest': {
        status: 200,
        body: { function: 'social-ingest', release: '9.0.0' },
      },
    },
    state: 'todo',
    says: 'Install supabase-social 9.0.0',
  },
  {
    name: 'another function has the name',
    title: 'function social-worker',
    answers: worker(200, { hello: 'world' }),
    state: 'todo',
    says: 'Another function, or an old release, answers at this address',
  },
]
