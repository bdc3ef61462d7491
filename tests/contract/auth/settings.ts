import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from '@decimalturn/toml-patch'

/** Changes to the part `[auth]` of config.toml. */
export interface AuthConfig {
  [name: string]: unknown
  email?: Record<string, unknown>
  sms?: Record<string, unknown>
}

const MAILS = [
  'confirmation',
  'invite',
  'magic_link',
  'recovery',
  'email_change',
  'reauthentication',
]

const DEFAULTS: AuthConfig = {
  enable_anonymous_sign_ins: true,
  hook: {
    before_user_created: { enabled: true, uri: 'pg-functions://postgres/public/contract_hook' },
  },
  mfa: { totp: { enroll_enabled: true, verify_enabled: true } },
}
const EMAIL = {
  max_frequency: '1ms',
  template: Object.fromEntries(MAILS.map((type) => [type, { content_path: 'mail.html' }])),
}
const SMS = { enable_signup: true, test_otp: { '15555550100': '123456', '15555550101': '123456' } }

/** A project in the temp folder whose config.toml sets up Auth. */
export class ContractProject {
  readonly #home = mkdtempSync(join(tmpdir(), 'supabase-social-contract-'))
  readonly supabase = join(this.#home, 'supabase')

  constructor() {
    mkdirSync(this.supabase)
    const mail = '<p><a href="{{ .ConfirmationURL }}">Continue</a></p><p>Code: {{ .Token }}</p>'
    writeFileSync(join(this.#home, 'mail.html'), mail)
    this.write({})
  }

  write({ email, sms, ...more }: AuthConfig): void {
    const auth = {
      ...{ ...DEFAULTS, ...more },
      email: { ...EMAIL, ...email },
      sms: { ...SMS, ...sms },
    }
    writeFileSync(join(this.supabase, 'config.toml'), stringify({ auth }))
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true })
  }
}
