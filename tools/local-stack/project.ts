import { existsSync, readFileSync } from 'node:fs'
import { parse } from '@decimalturn/toml-patch'

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

/** The settings of a Supabase project that the local stack follows. */
export interface ProjectSettings {
  /** The schemas of the Data API. */
  schemas: string[]
  maxRows: number | undefined
  hook: SignUpHook | undefined
  allowsSignUp: boolean
  allowsEmail: boolean
  confirmsEmail: boolean
  /** Whether the gateway demands a JWT before it calls an edge function. */
  verifiesJwt(functionName: string): boolean
}

/** The settings of this repository's own project. */
export const ownSettings: ProjectSettings = {
  schemas: ['social', 'public'],
  maxRows: undefined,
  hook: { schema: 'social_private', name: 'before_user_created', isOptional: true },
  allowsSignUp: true,
  allowsEmail: true,
  confirmsEmail: false,
  verifiesJwt: () => false,
}

/** The part of config.toml that the local stack reads. The Supabase CLI has the same defaults. */
interface Config {
  api?: { schemas?: string[]; max_rows?: number }
  auth?: {
    enable_signup?: boolean
    email?: { enable_signup?: boolean; enable_confirmations?: boolean }
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
    verifiesJwt: (name) => functions?.[name]?.verify_jwt ?? true,
  }
}

function hookOf(hook: { enabled?: boolean; uri?: string } | undefined): SignUpHook | undefined {
  if (!hook?.enabled) return undefined
  const [, schema, name] = /^pg-functions:\/\/[^/]+\/([^/]+)\/([^/]+)$/.exec(hook.uri ?? '') ?? []
  if (!schema || !name) throw new Error(`config.toml: the local stack cannot call ${hook.uri}`)
  return { schema, name, isOptional: false }
}
