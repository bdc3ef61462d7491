import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from '@decimalturn/toml-patch'
import { root } from './paths.ts'

/** Another Supabase project that the local stack serves. */
export interface Project {
  /** The folder `supabase`, which contains config.toml. */
  supabase: string
  /** The folder with the deployed edge functions. The default is `functions` in `supabase`. */
  functions?: string
}

/** The hook that Auth calls before it creates a user. */
export interface SignUpHook {
  schema: string
  name: string
  /** If true, a database without the function has no hook. Otherwise every sign-up then fails. */
  isOptional: boolean
}

/** The mails of Auth whose text a project can change. */
export const MAIL_TYPES = [
  'confirmation',
  'invite',
  'magic_link',
  'recovery',
  'email_change',
  'reauthentication',
] as const
export type MailType = (typeof MAIL_TYPES)[number]

/** A mail as a Go template. A project without a template sends the mail that Auth has built in. */
export interface MailTemplate {
  subject?: string | undefined
  html?: string | undefined
}

/** The settings of Auth under the names of config.toml, with the defaults of the Supabase CLI. */
export interface AuthSettings {
  jwt_expiry: number
  enable_refresh_token_rotation: boolean
  refresh_token_reuse_interval: number
  enable_anonymous_sign_ins: boolean
  enable_manual_linking: boolean
  minimum_password_length: number
  password_requirements: string
  email: {
    double_confirm_changes: boolean
    secure_password_change: boolean
    require_current_password: boolean
    /** The shortest time between two mails to one person, such as `1s`. */
    max_frequency: string
    otp_length: number
    otp_expiry: number
  }
  sms: {
    enable_signup: boolean
    enable_confirmations: boolean
    max_frequency: string
    /** The codes of phone numbers that get no message. */
    test_otp: Record<string, string>
  }
  mfa: {
    max_enrolled_factors: number
    totp: { enroll_enabled: boolean; verify_enabled: boolean }
  }
  templates: Partial<Record<MailType, MailTemplate>>
}

/** The settings of a Supabase project that the local stack follows. */
export interface ProjectSettings {
  /** The schemas of the Data API. */
  schemas: string[]
  maxRows: number | undefined
  hook: SignUpHook | undefined
  allowsSignUp: boolean
  allowsEmail: boolean
  confirmsEmail: boolean
  auth: AuthSettings
  /** Whether the gateway demands a JWT before it calls an edge function. */
  verifiesJwt(functionName: string): boolean
}

/** The settings of a project whose config.toml says nothing about Auth. */
const DEFAULTS: AuthSettings = {
  jwt_expiry: 3600,
  enable_refresh_token_rotation: true,
  refresh_token_reuse_interval: 10,
  enable_anonymous_sign_ins: false,
  enable_manual_linking: false,
  minimum_password_length: 6,
  password_requirements: '',
  email: {
    double_confirm_changes: true,
    secure_password_change: false,
    require_current_password: false,
    max_frequency: '1s',
    otp_length: 6,
    otp_expiry: 3600,
  },
  sms: { enable_signup: false, enable_confirmations: false, max_frequency: '5s', test_otp: {} },
  mfa: { max_enrolled_factors: 10, totp: { enroll_enabled: false, verify_enabled: false } },
  templates: {},
}

/** The settings of this repository's own project. Its config.toml names the templates of mails. */
export const ownSettings: ProjectSettings = {
  schemas: ['social', 'public'],
  maxRows: undefined,
  hook: { schema: 'social_private', name: 'before_user_created', isOptional: true },
  allowsSignUp: true,
  allowsEmail: true,
  confirmsEmail: false,
  auth: {
    ...DEFAULTS,
    // Tests send several mails to one person within a second.
    email: { ...DEFAULTS.email, max_frequency: '1ms' },
    // As on a new hosted project: a sign-up of a known address is answered with an invented person.
    sms: { ...DEFAULTS.sms, enable_confirmations: true },
    mfa: { ...DEFAULTS.mfa, totp: { enroll_enabled: true, verify_enabled: true } },
    templates: readSettings(`${root}supabase`).auth.templates,
  },
  verifiesJwt: () => false,
}

/** The part of config.toml that the local stack reads. The Supabase CLI has the same defaults. */
interface Config {
  api?: { schemas?: string[]; max_rows?: number }
  auth?: Partial<Omit<AuthSettings, 'email' | 'sms' | 'mfa' | 'templates'>> & {
    enable_signup?: boolean
    email?: Partial<AuthSettings['email']> & {
      enable_signup?: boolean
      enable_confirmations?: boolean
      template?: Partial<Record<MailType, { subject?: string; content_path?: string }>>
    }
    sms?: Partial<AuthSettings['sms']>
    mfa?: Partial<AuthSettings['mfa']>
    hook?: { before_user_created?: { enabled?: boolean; uri?: string } }
  }
  functions?: Record<string, { verify_jwt?: boolean }>
}

/** Reads the settings of another project from config.toml in its folder `supabase`. */
export function readSettings(supabase: string): ProjectSettings {
  const file = `${supabase}/config.toml`
  const config: Config = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {}
  const { api, auth, functions } = config
  const schemas = api?.schemas ?? ['public', 'graphql_public']
  return {
    // PostgREST serves public even if the list is empty.
    schemas: schemas.length > 0 ? schemas : ['public'],
    maxRows: api?.max_rows ?? 1000,
    hook: hookOf(auth?.hook?.before_user_created),
    allowsSignUp: auth?.enable_signup ?? true,
    allowsEmail: auth?.email?.enable_signup ?? true,
    confirmsEmail: auth?.email?.enable_confirmations ?? false,
    auth: authSettings(auth, dirname(supabase)),
    verifiesJwt: (name) => functions?.[name]?.verify_jwt ?? true,
  }
}

function authSettings(auth: Config['auth'], folder: string): AuthSettings {
  const { email, sms, mfa, hook, enable_signup, ...rest } = auth ?? {}
  const { template, enable_signup: _, enable_confirmations: __, ...mail } = email ?? {}
  return {
    ...{ ...DEFAULTS, ...rest },
    email: { ...DEFAULTS.email, ...mail },
    sms: { ...DEFAULTS.sms, ...sms },
    mfa: { ...DEFAULTS.mfa, ...mfa },
    templates: Object.fromEntries(
      Object.entries(template ?? {}).map(([type, { subject, content_path: path }]) => [
        type,
        { subject, html: path ? readFileSync(resolve(folder, path), 'utf8') : undefined },
      ]),
    ),
  }
}

function hookOf(hook: { enabled?: boolean; uri?: string } | undefined): SignUpHook | undefined {
  if (!hook?.enabled) return undefined
  const [, schema, name] = /^pg-functions:\/\/[^/]+\/([^/]+)\/([^/]+)$/.exec(hook.uri ?? '') ?? []
  if (!schema || !name) throw new Error(`config.toml: the local stack cannot call ${hook.uri}`)
  return { schema, name, isOptional: false }
}
