/**
 * Changes of config.toml, the line of the command `doctor` that must report the changed setting of
 * the project, and what the line must say.
 */
export const settingFaults: {
  name: string
  title: string
  change: (config: string) => string
  says: string
}[] = [
  {
    name: 'the Data API does not expose social',
    title: 'schema social',
    change: (config) => withSchemas(config, '"public", "graphql_public"'),
    says: 'does not expose it. Add social to the exposed schemas',
  },
  {
    name: 'the Data API exposes social_private',
    title: 'schema social_private',
    change: (config) => withSchemas(config, '"public", "social", "social_private"'),
    says: 'Remove social_private from the exposed schemas at once',
  },
  {
    name: 'the Data API returns at most 50 rows',
    title: 'max rows',
    change: (config) => config.replace('max_rows = 1000', 'max_rows = 50'),
    says: 'returns only 50 rows',
  },
  {
    name: 'the hook is off',
    title: 'sign-up hook',
    change: withoutHook,
    says: 'Choose the Postgres function social_private.before_user_created',
  },
  {
    name: 'the hook of the host does not ask ours',
    title: 'sign-up hook',
    change: (config) => withHook(config, 'public/own_hook'),
    says: 'Your own hook is on, and does not ask ours',
  },
  {
    name: 'nobody may sign up',
    title: 'sign-ups',
    change: (config) => config.replace('[auth]\n', '[auth]\nenable_signup = false\n'),
    says: 'Switch on "Allow new users to sign up"',
  },
  {
    name: 'every provider is off',
    title: 'sign-ups',
    change: (config) => config.replace('enable_signup = true', 'enable_signup = false'),
    says: 'every provider is off',
  },
  {
    name: 'addresses are not confirmed',
    title: 'confirm e-mail',
    change: (config) =>
      config.replace('enable_confirmations = true', 'enable_confirmations = false'),
    says: 'Switch on "Confirm email"',
  },
  {
    name: 'the gateway checks the JWT of the callers of a function',
    title: 'function social-worker',
    change: (config) =>
      config.replace(/(\[functions\.social-worker\][^[]*verify_jwt = )false/, '$1true'),
    says: 'It is deployed with the JWT check of Supabase',
  },
]

export function withSchemas(config: string, schemas: string): string {
  return config.replace(/^schemas = \[[^\]]*\]/m, `schemas = [${schemas}]`)
}

export function withoutHook(config: string): string {
  return config.replace(/(\[auth\.hook\.before_user_created\][^[]*enabled = )true/, '$1false')
}

export function withHook(config: string, name: string): string {
  return config.replace('social_private/before_user_created', name)
}
