import { MAIL_TYPES, type ProjectSettings } from './project.ts'

/** Returns the environment variables that name the database and the addresses. */
export function connectionEnv(options: {
  database: string
  port: number
  origin: string
  siteUrl: string
  jwtSecret?: string
}): NodeJS.ProcessEnv {
  const { origin, siteUrl } = options
  return {
    PATH: process.env.PATH,
    // No call of the server leaves this machine. Go connects to 127.0.0.1 without a proxy.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    DATABASE_URL: options.database,
    GOTRUE_DB_DRIVER: 'postgres',
    GOTRUE_DB_MAX_POOL_SIZE: '10',
    GOTRUE_API_HOST: '127.0.0.1',
    PORT: String(options.port),
    API_EXTERNAL_URL: origin,
    GOTRUE_SITE_URL: siteUrl || origin,
    GOTRUE_URI_ALLOW_LIST: `${siteUrl},${siteUrl}/**`,
    GOTRUE_JWT_SECRET: options.jwtSecret ?? 'not used by the migrations',
    GOTRUE_JWT_ISSUER: `${origin}/auth/v1`,
    GOTRUE_JWT_AUD: 'authenticated',
    GOTRUE_JWT_DEFAULT_GROUP_NAME: 'authenticated',
    GOTRUE_JWT_ADMIN_ROLES: 'service_role',
    GOTRUE_LOG_LEVEL: 'warn',
    ...Object.fromEntries(
      ['INVITE', 'CONFIRMATION', 'RECOVERY', 'EMAIL_CHANGE'].map((name) => [
        `GOTRUE_MAILER_URLPATHS_${name}`,
        `${origin}/auth/v1/verify`,
      ]),
    ),
  }
}

/**
 * Returns the environment variables for the settings of a project. Variables of this process whose
 * names begin with GOTRUE_ win, so that somebody can try a setting that config.toml does not have.
 */
export function projectEnv(
  project: ProjectSettings,
  addresses: { mailPort: number; templates: string },
): NodeJS.ProcessEnv {
  const { auth, hook } = project
  const { email, sms, mfa } = auth
  const own = Object.entries(process.env).filter(([name]) => name.startsWith('GOTRUE_'))
  return {
    ...asText({
      DISABLE_SIGNUP: !project.allowsSignUp,
      EXTERNAL_EMAIL_ENABLED: project.allowsEmail,
      EXTERNAL_PHONE_ENABLED: sms.enable_signup,
      EXTERNAL_ANONYMOUS_USERS_ENABLED: auth.enable_anonymous_sign_ins,
      MAILER_AUTOCONFIRM: !project.confirmsEmail,
      MAILER_SECURE_EMAIL_CHANGE_ENABLED: email.double_confirm_changes,
      MAILER_OTP_LENGTH: email.otp_length,
      MAILER_OTP_EXP: email.otp_expiry,
      JWT_EXP: auth.jwt_expiry,
      PASSWORD_MIN_LENGTH: auth.minimum_password_length,
      PASSWORD_REQUIRED_CHARACTERS: REQUIRED_CHARACTERS[auth.password_requirements] ?? '',
      SECURITY_REFRESH_TOKEN_ROTATION_ENABLED: auth.enable_refresh_token_rotation,
      SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: auth.refresh_token_reuse_interval,
      SECURITY_MANUAL_LINKING_ENABLED: auth.enable_manual_linking,
      SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: email.secure_password_change,
      SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD: email.require_current_password,
      SMS_AUTOCONFIRM: !sms.enable_confirmations,
      SMS_MAX_FREQUENCY: sms.max_frequency,
      SMS_TEST_OTP: Object.entries(sms.test_otp).map((pair) => pair.join(':')),
      SMS_TEST_OTP_VALID_UNTIL: '2100-01-01T00:00:00Z',
      // No message is sent: a number without a test code gets an error.
      SMS_PROVIDER: 'twilio',
      SMS_TWILIO_ACCOUNT_SID: 'none',
      SMS_TWILIO_AUTH_TOKEN: 'none',
      SMS_TWILIO_MESSAGE_SERVICE_SID: 'none',
      MFA_MAX_ENROLLED_FACTORS: mfa.max_enrolled_factors,
      MFA_TOTP_ENROLL_ENABLED: mfa.totp.enroll_enabled,
      MFA_TOTP_VERIFY_ENABLED: mfa.totp.verify_enabled,
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: addresses.mailPort,
      SMTP_ADMIN_EMAIL: 'noreply@mail.app.supabase.io',
      SMTP_MAX_FREQUENCY: email.max_frequency,
      RATE_LIMIT_EMAIL_SENT: 1_000_000,
      ...(hook && {
        HOOK_BEFORE_USER_CREATED_ENABLED: true,
        HOOK_BEFORE_USER_CREATED_URI: `pg-functions://postgres/${hook.schema}/${hook.name}`,
      }),
      ...templates(project, addresses.templates),
    }),
    ...Object.fromEntries(own),
  }
}

function templates(project: ProjectSettings, address: string): Record<string, string> {
  return Object.fromEntries(
    MAIL_TYPES.flatMap((type) => {
      const { subject, html } = project.auth.templates[type] ?? {}
      const name = type.toUpperCase()
      return [
        ...(subject ? [[`MAILER_SUBJECTS_${name}`, subject]] : []),
        ...(html ? [[`MAILER_TEMPLATES_${name}`, `${address}/${type}`]] : []),
      ]
    }),
  )
}

function asText(settings: Record<string, string | number | boolean | string[]>) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`GOTRUE_${name}`, String(value)]),
  )
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'
const SYMBOLS = '!@#$%^&*()_+-=[]{};\'\\:"|<>?,./`~'

/** The values of `password_requirements`. A password needs a character of each group. */
const REQUIRED_CHARACTERS: Record<string, string> = {
  letters_digits: `${LOWER}${UPPER}:${DIGITS}`,
  lower_upper_letters_digits: `${LOWER}:${UPPER}:${DIGITS}`,
  lower_upper_letters_digits_symbols: `${LOWER}:${UPPER}:${DIGITS}:${SYMBOLS.replace(':', '\\:')}`,
}
