import { orEmpty } from '../arguments.ts'
import { attempt } from '../attempt.ts'
import { withPassword } from '../auth-checks.ts'
import { fromAuth } from '../auth-errors.ts'
import { list, read, write } from '../call.ts'
import type { CreateProfileInput, DeleteAccountOptions, UpdateProfileInput } from '../inputs.ts'
import type { PageOptions, Pages } from '../pages.ts'
import { fail, type Result } from '../result.ts'
import { retrying } from '../retry.ts'
import { signOut } from '../sign-out.ts'
import type { Client } from '../supabase.ts'
import type {
  AccountDeactivation,
  AccountDeletion,
  ErasureReceipt,
  Profile,
  ProfileCard,
  Session,
  SessionEnd,
  UsernameStatus,
} from '../types.ts'

/** Your own account: its profile, username and deletion, and the lists that only you can read. */
export class Account {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Gets your own profile.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: me } = await social.account.get()
   */
  get(): Promise<Result<Profile>> {
    return read(this.#db, 'my_profile', {})
  }

  /**
   * Creates a profile for a login that has no profile, for example after an OAuth sign-in. A second
   * call with the same values returns the same profile. An anonymous user first links an e-mail
   * address or phone number. Retries when the network fails.
   * Errors: `profile_exists`, `username_invalid`, `username_taken`, `display_name_too_long`,
   * `text_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example await social.account.create({ username: 'anna', displayName: 'Anna' })
   */
  create({ username, displayName }: CreateProfileInput): Promise<Result<Profile>> {
    const optional = { display_name: displayName ?? undefined }
    return retrying(() => write(this.#db, 'create_profile', { username }, optional))
  }

  /**
   * Changes your profile.
   * Errors: `display_name_too_long`, `bio_too_long`, `website_too_long`, `website_invalid`,
   * `avatar_not_found`, `text_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example await social.account.update({ bio: 'Photographs bridges', website: null })
   */
  update(changes: UpdateProfileInput): Promise<Result<Profile>> {
    const optional = {
      display_name: orEmpty(changes.displayName),
      bio: orEmpty(changes.bio),
      website: orEmpty(changes.website),
      avatar_id: orEmpty(changes.avatarId),
      is_private: changes.isPrivate,
      followers_visibility: changes.followersVisibility,
      following_visibility: changes.followingVisibility,
      is_discoverable: changes.isDiscoverable,
    }
    return write(this.#db, 'update_profile', {}, optional)
  }

  /**
   * Changes your username, at most once in 30 days. For 30 days, the old username stays reserved
   * and still leads to your profile.
   * Errors: `username_invalid`, `username_taken`, `username_changed_recently`.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { error } = await social.account.changeUsername('anna.b')
   */
  changeUsername(username: string): Promise<Result<Profile>> {
    return write(this.#db, 'change_username', { username })
  }

  /**
   * Checks whether a username is available to you. You need not sign in. A signed-in person may
   * check 30 usernames per hour.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: status } = await social.account.checkUsername('anna')
   * if (status === 'available') console.log('This username is available')
   */
  checkUsername(username: string): Promise<Result<UsernameStatus>> {
    return write(this.#db, 'check_username', { username }) as Promise<Result<UsernameStatus>>
  }

  /**
   * Deactivates your account. Your profile, posts, comments and likes are hidden from everybody
   * until you reactivate the account. While the account is deactivated, you cannot write, and you
   * can read only public content.
   * Error: `last_administrator`. Common errors: see docs/errors.md#common-errors.
   * @example const { data } = await social.account.deactivate()
   */
  deactivate(): Promise<Result<AccountDeactivation>> {
    return write(this.#db, 'deactivate_profile', {})
  }

  /**
   * Reactivates your account with all of its content. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { error } = await social.account.get()
   * if (error?.code === 'account_deactivated') await social.account.reactivate()
   */
  reactivate(): Promise<Result<Profile>> {
    return write(this.#db, 'reactivate_profile', {})
  }

  /**
   * Deletes your account. Nobody sees the account any more, all of its sessions end, and this
   * client is signed out. For 30 days, you can sign in and restore the account. After 30 days, the
   * account and its login are permanently erased. With the option `immediately`, the erasure starts
   * now.
   *
   * Requires the password, or a sign-in within the last 10 minutes. Somebody who has a second factor
   * must have signed in with it, or have used it again, within the last 10 minutes. Keep
   * `receipt_id`, because `getErasureReceipt` needs it.
   * Errors: `current_password_invalid`, `insufficient_aal`, `session_too_old`,
   * `last_administrator`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: deletion } = await social.account.delete({ password: 'a long password' })
   * console.log(deletion?.receipt_id, deletion?.erases_at)
   */
  async delete(options: DeleteAccountOptions = {}): Promise<Result<AccountDeletion>> {
    const result = await this.#delete(options)
    if (result.data) await signOut(this.#db, 'local')
    return result
  }

  async #delete(options: DeleteAccountOptions): Promise<Result<AccountDeletion>> {
    const { password, captchaToken, immediately } = options
    const send = (token?: string) => write(this.#db, 'delete_profile', {}, { immediately }, token)
    if (password === undefined) return send()
    const { data, error } = await attempt(() => this.#db.auth.getUser(), fromAuth)
    if (error) return fail(error)
    const result = await withPassword(this.#db, data.user, password, captchaToken, send)
    // The session that proved the password has no second factor. If the person has one, then the
    // session of this client must have used it.
    return result.error?.code === 'insufficient_aal' ? send() : result
  }

  /**
   * Restores your deleted account with all of its content. Idempotent.
   * Error: `restore_expired`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const { error } = await social.account.get()
   * if (error?.code === 'account_deleted') await social.account.restore()
   */
  restore(): Promise<Result<Profile>> {
    return write(this.#db, 'restore_profile', {})
  }

  /**
   * Gets the erasure status of a deleted account by the id of its receipt. You need not sign in.
   * Error: `receipt_not_found`.
   * @example
   * const { data: receipt } = await social.account.getErasureReceipt('a-receipt-id')
   * if (receipt?.erased_at) console.log(receipt.post_count, receipt.file_count)
   */
  getErasureReceipt(receiptId: string): Promise<Result<ErasureReceipt>> {
    return read(this.#db, 'erasure_receipt', { receipt_id: receiptId })
  }

  /**
   * Lists your sessions: the one of this client first, then the others, latest seen first. Each has
   * the device, if its user agent names one, and the network address, if Auth keeps it.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: sessions } = await social.account.listSessions()
   * for (const session of sessions ?? []) console.log(session.device, session.last_seen_at)
   */
  listSessions(): Promise<Result<Session[]>> {
    return read(this.#db, 'my_sessions', {})
  }

  /**
   * Ends one of your sessions. Its device is signed out at once, and cannot renew the session. To
   * sign out this client, call `social.auth.signOut`. Idempotent for a day.
   * Error: `session_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: sessions } = await social.account.listSessions()
   * for (const { id, is_current } of sessions ?? []) {
   *   if (!is_current) await social.account.endSession(id)
   * }
   */
  endSession(sessionId: string): Promise<Result<SessionEnd>> {
    return write(this.#db, 'end_session', { session_id: sessionId })
  }

  /**
   * Lists the people whom you block, latest block first. No other list shows these people to you.
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const person of social.account.listBlocked()) console.log(person.username)
   */
  listBlocked(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'blocked_profiles', {}, options)
  }

  /**
   * Lists the people whom you mute, latest mute first. Expired mutes are left out.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.account.listMuted()
   */
  listMuted(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'muted_profiles', {}, options)
  }

  /**
   * Lists your close friends. The person whom you added last comes first.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const friend of social.account.listCloseFriends()) console.log(friend.username)
   */
  listCloseFriends(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'close_friends', {}, options)
  }

  /**
   * Lists the people whose every new post notifies you, latest bell first.
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const person of social.account.listBells()) console.log(person.username)
   */
  listBells(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'bells', {}, options)
  }
}
