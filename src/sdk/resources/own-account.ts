import { attempt } from '../attempt.ts'
import { signInAgain } from '../auth-checks.ts'
import { fromAuth } from '../auth-errors.ts'
import { read, write } from '../call.ts'
import type { DeleteProfileOptions } from '../inputs.ts'
import { fail, type Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { AccountDeletion, ErasureReceipt, Profile } from '../types.ts'

/** Being away, leaving and coming back: a part of `social.profiles`. */
export class OwnAccount {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Is away: nobody finds you or what you posted, wrote and liked, until you reactivate. Until then
   * you read as nobody does, and may write nothing. Resolves to true. Errors: `not_signed_in`,
   * `profile_missing`.
   * @example const { error } = await social.profiles.deactivate()
   */
  deactivate(): Promise<Result<boolean>> {
    return write(this.#db, 'deactivate_profile', {})
  }

  /**
   * Comes back: everything is where it was. Again changes nothing. Errors: `not_signed_in`,
   * `profile_missing`.
   * @example
   * const { error } = await social.profiles.me()
   * if (error?.code === 'account_deactivated') await social.profiles.reactivate()
   */
  reactivate(): Promise<Result<Profile>> {
    return write(this.#db, 'reactivate_profile', {})
  }

  /**
   * Deletes your account: it is gone at once for everybody and all its sessions end. For 30 days
   * you may sign in and restore it; then everything is erased, login included. With `immediately`
   * that begins at once. Pass the password, or call it within 10 minutes of signing in (OAuth, a
   * mailed code). Keep the `receipt_id`. Signs this client out. Errors: `not_signed_in`,
   * `profile_missing`, `current_password_invalid`, `session_too_old`, `last_administrator`.
   * @example
   * const { data: deletion } = await social.profiles.delete({ password: 'a long password' })
   * console.log(deletion?.receipt_id, deletion?.erases_at)
   */
  async delete(options: DeleteProfileOptions = {}): Promise<Result<AccountDeletion>> {
    const { password, captchaToken, immediately } = options
    if (password !== undefined) {
      const wrong = await signInAgain(this.#db, password, captchaToken)
      if (wrong) return fail(wrong)
    }
    const result = await write(this.#db, 'delete_profile', {}, { immediately })
    if (result.data) await attempt(() => this.#db.auth.signOut({ scope: 'local' }), fromAuth)
    return result
  }

  /**
   * Takes the deletion of your account back: everything is where it was. Again changes nothing.
   * Errors: `not_signed_in`, `profile_missing`, `restore_expired`.
   * @example
   * const { error } = await social.profiles.me()
   * if (error?.code === 'account_deleted') await social.profiles.restore()
   */
  restore(): Promise<Result<Profile>> {
    return write(this.#db, 'restore_profile', {})
  }

  /**
   * What became of a deleted account, told to whoever has its receipt; needs no login.
   * Error: `receipt_not_found`.
   * @example
   * const { data: receipt } = await social.profiles.erasureReceipt('a-receipt-id')
   * if (receipt?.erased_at) console.log(receipt.post_count, receipt.file_count)
   */
  erasureReceipt(receiptId: string): Promise<Result<ErasureReceipt>> {
    return read(this.#db, 'erasure_receipt', { receipt_id: receiptId })
  }
}
