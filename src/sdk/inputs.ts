import type { CommentPolicy, ListVisibility, Visibility } from './types.ts'

/** The data of a new login and its profile. */
export interface SignUpInput {
  email: string
  /**
   * A password of at most 72 bytes. The project's settings define how strong the password must be.
   */
  password: string
  /** A username of 3 to 30 characters: a-z, 0-9, dot and underscore. */
  username: string
  /** The name that apps show, at most 50 characters. */
  displayName?: string | undefined
  /**
   * The page to which the link of Auth's built-in mail leads. The templates of `init` name their own
   * page.
   */
  redirectTo?: string | undefined
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
}

/** The credentials of a login. */
export interface SignInInput {
  email: string
  password: string
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
}

/** A new password, and the current password as confirmation. */
export interface UpdatePasswordInput {
  currentPassword: string
  newPassword: string
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
}

/** Options for deleting an account. */
export interface DeleteAccountOptions {
  /** The current password. You may omit the password within 10 minutes after signing in. */
  password?: string | undefined
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
  /**
   * Whether to erase the account now instead of in 30 days. An erased account cannot be restored.
   */
  immediately?: boolean | undefined
}

/**
 * A new password, and the proof that the person got the reset mail. The proof is the code together
 * with the e-mail address, or the token hash from the link. Omit the proof if a link or code already
 * signed in this client.
 */
export type ResetPasswordInput = { newPassword: string } & (
  | { email: string; code: string; tokenHash?: undefined }
  | { email?: undefined; code?: undefined; tokenHash: string }
  | { email?: undefined; code?: undefined; tokenHash?: undefined }
)

/** Options for requesting a password reset mail. */
export interface RequestPasswordResetOptions {
  /**
   * The page to which the link of Auth's built-in mail leads. The page must be one of the project's
   * redirect URLs. The templates of `init` name their own page.
   */
  redirectTo?: string | undefined
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
}

/** Options for sending the confirmation mail again. */
export interface ResendConfirmationOptions {
  /**
   * The page that the link in the mail opens. The page must be one of the project's redirect URLs.
   */
  redirectTo?: string | undefined
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
}

/** Options for signing out. */
export interface SignOutOptions {
  /**
   * The sessions to end: `local` (the current session), `global` (all sessions) or `others` (all
   * sessions except the current session).
   * @default 'local'
   */
  scope?: 'local' | 'global' | 'others' | undefined
}

/** The new profile of a login that has no profile. */
export interface CreateProfileInput {
  /** A username of 3 to 30 characters: a-z, 0-9, dot and underscore. */
  username: string
  /** The name that apps show, at most 50 characters. */
  displayName?: string | null | undefined
}

/** Changes of your profile. Omitted fields stay unchanged, and null clears a field. */
export interface UpdateProfileInput {
  /** The name that apps show, at most 50 characters. */
  displayName?: string | null | undefined
  /** The text about the person, at most 300 characters. */
  bio?: string | null | undefined
  /** An https address of at most 200 characters. */
  website?: string | null | undefined
  /** The id that `social.media.upload` returned for an avatar. The previous avatar is deleted. */
  avatarId?: string | null | undefined
  /**
   * Whether only accepted followers see your posts. The value false also accepts all open follow
   * requests.
   */
  isPrivate?: boolean | undefined
  /** Who sees the list of your followers. */
  followersVisibility?: ListVisibility | undefined
  /** Who sees the list of people you follow. */
  followingVisibility?: ListVisibility | undefined
  /** Whether explore and the suggestions of people may show you to people who do not follow you. */
  isDiscoverable?: boolean | undefined
}

/** A photo or video of a post, and its alternative text. */
export interface MediaInput {
  /** The id that `social.media.upload` returned. Each upload can belong to only one post. */
  id: string
  /** A description for people who cannot see the picture, at most 1,500 characters. */
  altText?: string | null | undefined
}

/** A post to publish. */
export interface CreatePostInput {
  /** The text of the post, at most 2,200 characters. */
  caption?: string | null | undefined
  /**
   * The 1 to 10 photos and videos of the post, in order. An installation can allow posts without
   * media.
   */
  media?: MediaInput[] | undefined
  /** @default 'public' */
  visibility?: Visibility | undefined
  /** Whether apps should show a warning before they show the post. */
  isSensitive?: boolean | undefined
  /** The text of the warning, at most 300 characters. */
  sensitiveNote?: string | null | undefined
  /** @default 'everyone' */
  commentPolicy?: CommentPolicy | undefined
  /**
   * A key of 1 to 200 characters. A second call with the same key within 24 hours returns the post
   * of the first call.
   * @default a random key for each call
   */
  idempotencyKey?: string | undefined
}

/** Changes of a post. Omitted fields stay unchanged, and null clears a field. */
export interface UpdatePostInput {
  /** The text of the post, at most 2,200 characters. */
  caption?: string | null | undefined
  /**
   * The photos and videos whose alternative text changes. A post cannot gain, lose or reorder
   * media.
   */
  media?: MediaInput[] | undefined
  visibility?: Visibility | undefined
  isSensitive?: boolean | undefined
  /** The text of the warning, at most 300 characters. */
  sensitiveNote?: string | null | undefined
  /** Who may comment from now on. Existing comments stay visible. */
  commentPolicy?: CommentPolicy | undefined
}

/** Options of a new comment. */
export interface CreateCommentOptions {
  /** The id of the comment to reply to. The comment must belong to the same post. */
  parentId?: string | undefined
  /**
   * A key of 1 to 200 characters. A second call with the same key within 24 hours returns the
   * comment of the first call.
   */
  idempotencyKey?: string | undefined
}

/** Options for muting a person. */
export interface MuteOptions {
  /** The time when the mute ends. @default never */
  expiresAt?: Date | string | undefined
}
