import { App } from '@supabase/lite'
import { coverAuth } from '../auth/service.ts'
import { databaseUrl } from '../bootstrap.ts'
import { SUPERUSER } from '../postgres.ts'
import { openConnection } from './connection.ts'
import type { Context, LiteOptions } from './context.ts'
import { readCatalog } from './introspect.ts'
import { quietenRefusals } from './quiet.ts'
import { withArguments } from './rpc-arguments.ts'

export interface Lite {
  fetch(request: Request): Promise<Response>
  /** Reads the schema of the database again. */
  reload(): Promise<void>
  /** Waits for the requests that have begun, and then closes the connections. */
  close(): Promise<void>
}

/**
 * Starts @supabase/lite 0.10.0 as Data API and Auth. The files of this folder work around
 * the defects of lite. Each comment "Defect of …" describes one defect.
 */
export async function startLite(options: LiteOptions): Promise<Lite> {
  quietenRefusals()
  const urlFor = (role: string) => databaseUrl(options.databasePort, options.password, role)
  const { project } = options
  const catalog = await readCatalog(urlFor(SUPERUSER), project.schemas)
  const { introspection, composites, roles } = catalog
  const shared = { introspection, composites, roles }
  const connection = openConnection({
    ...shared,
    url: urlFor('supabase_auth_admin'),
    max: 10,
    settings: Object.fromEntries(roles.get('authenticator') ?? []),
  })

  const app = new App({
    connection,
    api: { schemas: project.schemas, max_rows: project.maxRows },
    auth: {
      enabled: true,
      enable_signup: project.allowsSignUp,
      jwt_expiry: project.auth.jwt_expiry,
      minimum_password_length: project.auth.minimum_password_length,
      password_requirements: project.auth.password_requirements,
      email: {
        double_confirm_changes: project.auth.email.double_confirm_changes,
        otp_length: project.auth.email.otp_length,
        otp_expiry: project.auth.email.otp_expiry,
        enable_signup: project.allowsEmail,
        enable_confirmations: project.confirmsEmail,
      },
      jwt_secret: options.jwtSecret,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
      site_url: options.siteUrl,
      additional_redirect_urls: [`${options.siteUrl}/**`],
    },
    storage: { enabled: false },
    studio: { enabled: false },
    options: {
      server: {
        middlewares: [
          async (c: Context, next: () => Promise<void>) => {
            const { path } = c.req
            const answer = path.startsWith('/auth/v1/') ? await coverAuth(c, options) : undefined
            if (answer) return answer
            if (path.startsWith('/rest/v1/')) skipUserLookup(c)
            await withArguments(c.req.url, c.req.header('prefer'), next)
          },
        ],
      },
    },
  } as unknown as ConstructorParameters<typeof App>[0])
  await app.init()

  const begun = new Set<Promise<Response>>()
  return {
    async fetch(request) {
      const answer = Promise.resolve(app.fetch(request))
      begun.add(answer)
      return answer.finally(() => begun.delete(answer))
    },
    reload: () => catalog.reload(),
    async close() {
      await Promise.allSettled(begun)
      await Promise.all([connection.close(), catalog.close()])
    },
  }
}

/**
 * Skips the two queries that look up the user and the session. Defect of @supabase/lite 0.10.0:
 * lite runs both queries on every data request.
 */
function skipUserLookup(c: Context): void {
  c.set('userId', 'from the token')
  c.set('sessionId', 'from the token')
}
