import type { Session, User, WeakPassword } from '@supabase/supabase-js'
import { attempt } from '../attempt.ts'
import { checkPassword, problemOfProof, signedInOtherwise } from '../auth-checks.ts'
import { fromAuth } from '../auth-errors.ts'
import type {
  RequestPasswordResetOptions,
  ResendConfirmationOptions,
  ResetPasswordInput,
  SignInInput,
  SignOutOptions,
  SignUpInput,
  UpdatePasswordInput,
} from '../inputs.ts'
import { loaded } from '../on-first-use.ts'
import { fail, type Result, succeed } from '../result.ts'
import { sendMailTo } from '../same-answer.ts'
import { signOut } from '../sign-out.ts'
import type { SignedUp } from '../sign-up.ts'
import { SocialError } from '../social-error.ts'
import type { Client } from '../supabase.ts'
import { isReadable } from '../text.ts'

/** The result of signing in. */
export interface SignedIn {
  user: User
  session: Session
  /** Why the password no longer meets the rules of the project. Missing if it does. */
  weakPassword?: WeakPassword
}

/** Sign-up, sign-in, sign-out and passwords: a thin layer over `supabase.auth`. */
export class Auth {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Creates a login and its profile in one step. First asks the database whether it accepts the
   * username and the display name. If the project confirms addresses, the answer for an address that
   * has an account is the same as for an unknown address, except if the password is right.
   * Errors: `username_taken`, `username_invalid`, `display_name_too_long`, `text_invalid`,
   * `user_already_exists`, `sign_up_pending`, `email_address_invalid`,
   * `email_address_not_authorized`, `weak_password`, `signup_disabled`, `email_provider_disabled`,
   * `refused_by_hook`, `captcha_failed`, `over_email_send_rate_limit`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const anna = { email: 'anna@example.com', password, username: 'anna' }
   * const { data, error } = await social.auth.signUp(anna)
   */
  async signUp(input: SignUpInput): Promise<Result<SignedUp>> {
    const { data: modules, error } = await loaded(() => import('../sign-up.ts'))
    return error ? fail(error) : modules.signUp(this.#db, input)
  }

  /**
   * Sends the confirmation mail of a sign-up again. Returns true even if no account has this e-mail
   * address, if the address is confirmed already, or if the mail could not be sent.
   * Errors: `email_address_invalid`, `email_provider_disabled`, `captcha_failed`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.auth.resendConfirmation('anna@example.com')
   */
  async resendConfirmation(
    email: string,
    { redirectTo, captchaToken }: ResendConfirmationOptions = {},
  ): Promise<Result<true>> {
    const options = { emailRedirectTo: redirectTo, captchaToken }
    return sendMailTo(email, (address) =>
      attempt(() => this.#db.auth.resend({ type: 'signup', email: address, options }), fromAuth),
    )
  }

  /**
   * Signs in with an e-mail address and a password.
   * Errors: `invalid_credentials` (also for an unknown address), `email_not_confirmed`,
   * `email_provider_disabled`, `user_banned`, `refused_by_hook`, `captcha_failed`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.auth.signIn({ email: 'anna@example.com', password })
   */
  async signIn({ email, password, captchaToken }: SignInInput): Promise<Result<SignedIn>> {
    // No account has such an address, and Auth answers with status 500.
    if (typeof email === 'string' && !isReadable(email))
      return fail(new SocialError('invalid_credentials'))
    const credentials = { email, password, options: { captchaToken } }
    return attempt(() => this.#db.auth.signInWithPassword(credentials), fromAuth)
  }

  /**
   * Signs out. Returns true, even if nobody is signed in. First leaves the Realtime channels of your
   * subscriptions, which would otherwise get messages until the access token expires.
   * Error: `network`.
   * @example await social.auth.signOut({ scope: 'global' })
   */
  signOut({ scope = 'local' }: SignOutOptions = {}): Promise<Result<true>> {
    return signOut(this.#db, scope)
  }

  /**
   * Gets the user who is signed in on this client. Sends a request to Supabase Auth.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: user } = await social.auth.getUser()
   */
  async getUser(): Promise<Result<User>> {
    const { data, error } = await attempt(() => this.#db.auth.getUser(), fromAuth)
    return error ? fail(error) : succeed(data.user)
  }

  /**
   * Calls `onUser` with the user who is signed in, or null: once at the start, and whenever somebody
   * signs in or out. Returns a function that ends the watch. Sends no request.
   * @example
   * const unwatch = social.auth.watchUser((user) => console.log(user?.email ?? 'Signed out'))
   * unwatch()
   */
  watchUser(onUser: (user: User | null) => void): () => void {
    const { data } = this.#db.auth.onAuthStateChange((_event, session) => {
      // A call of Auth inside of this callback would wait for the callback, and so for ever.
      setTimeout(() => onUser(session?.user ?? null))
    })
    return () => data.subscription.unsubscribe()
  }

  /**
   * Changes your password, and ends all other sessions. Requires the current password.
   * Errors: `current_password_invalid`, `weak_password`, `same_password`, `insufficient_aal`,
   * `reauthentication_needed`, `user_banned`, `captcha_failed`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { error } = await social.auth.updatePassword({ currentPassword, newPassword })
   */
  async updatePassword(input: UpdatePasswordInput): Promise<Result<true>> {
    const { currentPassword, newPassword, captchaToken } = input
    const { data: user, error } = await this.getUser()
    if (error) return fail(error)
    const wrong = await checkPassword(this.#db, user, currentPassword, captchaToken)
    return wrong ? fail(wrong) : this.#setPassword(newPassword, currentPassword)
  }

  /**
   * Sends a mail to set a new password. The template of the mail decides whether the mail contains a
   * link, a code or both: see docs/mails.md. Returns true even if no account has this e-mail
   * address, or if the mail could not be sent.
   * Errors: `email_address_invalid`, `captcha_failed`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const redirectTo = 'https://example.com/new-password'
   * await social.auth.requestPasswordReset('anna@example.com', { redirectTo })
   */
  async requestPasswordReset(
    email: string,
    options: RequestPasswordResetOptions = {},
  ): Promise<Result<true>> {
    return sendMailTo(email, (address) =>
      attempt(() => this.#db.auth.resetPasswordForEmail(address, options), fromAuth),
    )
  }

  /**
   * Sets a new password with the token hash or the code of a reset mail. Signs this client in, and
   * ends all other sessions. Each works only once. After `weak_password`, `same_password` or
   * `insufficient_aal`, call this method again with the new password alone.
   * Errors: `otp_expired`, `link_invalid` (without a code or token hash, on a client that no link
   * signed in), `email_address_invalid`, `weak_password`, `same_password`, `insufficient_aal` (the
   * account has a second factor), `user_banned`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const tokenHash = new URLSearchParams(location.search).get('token_hash') ?? ''
   * await social.auth.resetPassword({ tokenHash, newPassword })
   * // or with the code that the person types
   * await social.auth.resetPassword({ email: 'anna@example.com', code: '123456', newPassword })
   */
  async resetPassword(input: ResetPasswordInput): Promise<Result<true>> {
    const { email, code, tokenHash, newPassword } = input
    const problem = problemOfProof(input)
    if (problem) return fail(new SocialError(problem))
    if (code !== undefined || tokenHash !== undefined) {
      const token = code === undefined ? { token_hash: tokenHash } : { email, token: code }
      const { error } = await attempt(
        () => this.#db.auth.verifyOtp({ type: 'recovery', ...token }),
        fromAuth,
      )
      if (error) return fail(error)
    } else {
      const { data, error } = await attempt(() => this.#db.auth.getSession(), fromAuth)
      if (error) return fail(error)
      // auth-js ignores the code in a link whose other half another device keeps.
      if (!data.session) return fail(new SocialError('link_invalid'))
      if (await signedInOtherwise(this.#db)) return fail(new SocialError('otp_expired'))
    }
    const result = await this.#setPassword(newPassword)
    if (result.error?.code !== 'insufficient_aal') return result
    // The token hash or code is used up, so the hint of this error would mislead.
    const hint = 'Verify a second factor, then call resetPassword with newPassword alone.'
    return fail(new SocialError('insufficient_aal', { hint, cause: result.error.cause }))
  }

  async #setPassword(password: string, current_password?: string): Promise<Result<true>> {
    if (!password) return fail(new SocialError('weak_password'))
    const update = await attempt(
      () => this.#db.auth.updateUser({ password, current_password }),
      fromAuth,
    )
    if (update.error) return fail(update.error)
    const { error } = await this.signOut({ scope: 'others' })
    if (!error) return succeed(true)
    const hint = "The password is changed. End the other sessions: signOut({ scope: 'others' })."
    return fail(new SocialError(error.code, { hint, cause: error }))
  }
}
