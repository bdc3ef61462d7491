import type { CommentPolicy, ListVisibility, Visibility } from './types.ts'

/** A new login and its profile. */
export interface SignUpInput {
  email: string
  /** At most 72 bytes; the project's settings define how strong it must be. */
  password: string
  /** 3 to 30 of a-z, 0-9, dot and underscore. */
  username: string
  /** At most 50 characters. */
  displayName?: string | undefined
  /** The page that the link in the confirmation mail opens. */
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

/** A change of the password, confirmed by the current one. */
export interface UpdatePasswordInput {
  currentPassword: string
  newPassword: string
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
}

/** How to delete an account. */
export interface DeleteAccountOptions {
  /** The current password; optional within 10 minutes of signing in. */
  password?: string | undefined
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
  /** Starts the erasure now; the account cannot be restored. */
  immediately?: boolean | undefined
}

/**
 * A new password, and the proof from the reset mail: the code and the e-mail address, or the token
 * hash of the link. Pass neither when the link has already signed this client in.
 */
export type ResetPasswordInput = { newPassword: string } & (
  | { email: string; code: string; tokenHash?: undefined }
  | { email?: undefined; code?: undefined; tokenHash: string }
  | { email?: undefined; code?: undefined; tokenHash?: undefined }
)

/** How to send a password reset mail. */
export interface RequestPasswordResetOptions {
  /** The page that the link opens; it must be one of the project's redirect URLs. */
  redirectTo?: string | undefined
  /** The token of a solved captcha, if the project requires one. */
  captchaToken?: string | undefined
}

/** Which sessions to end. */
export interface SignOutOptions {
  /** `local`: this session. `global`: all sessions. `others`: all but this one. @default 'local' */
  scope?: 'local' | 'global' | 'others' | undefined
}

/** The profile to create for a login that has none. */
export interface CreateProfileInput {
  /** 3 to 30 of a-z, 0-9, dot and underscore. */
  username: string
  /** At most 50 characters. */
  displayName?: string | null | undefined
}

/** Changes of your profile. Omitted fields stay; null clears a field. */
export interface UpdateProfileInput {
  /** At most 50 characters. */
  displayName?: string | null | undefined
  /** At most 300 characters. */
  bio?: string | null | undefined
  /** An https address of at most 200 characters. */
  website?: string | null | undefined
  /** The id that `social.media.upload` returned for an avatar. The replaced file is deleted. */
  avatarId?: string | null | undefined
  /** Whether only accepted followers see your posts. False accepts every open follow request. */
  isPrivate?: boolean | undefined
  /** Who sees the list of your followers. */
  followersVisibility?: ListVisibility | undefined
  /** Who sees the list of people you follow. */
  followingVisibility?: ListVisibility | undefined
}

/** A photo or video of a post, and its alternative text. */
export interface MediaInput {
  /** The id that `social.media.upload` returned. An upload belongs to one post only. */
  id: string
  /** Describes the picture for people who cannot see it; at most 1,500 characters. */
  altText?: string | null | undefined
}

/** A post to publish. */
export interface CreatePostInput {
  /** At most 2,200 characters. */
  caption?: string | null | undefined
  /** 1 to 10, in order. The installation can allow posts without media. */
  media?: MediaInput[] | undefined
  /** @default 'public' */
  visibility?: Visibility | undefined
  /** Whether apps should warn before they show it. */
  isSensitive?: boolean | undefined
  /** The text of the warning; at most 300 characters. */
  sensitiveNote?: string | null | undefined
  /** @default 'everyone' */
  commentPolicy?: CommentPolicy | undefined
  /**
   * 1 to 200 characters. A second call with the same key within 24 hours returns the first post.
   * @default a random key for each call
   */
  idempotencyKey?: string | undefined
}

/** Changes of a post. Omitted fields stay; null clears a field. */
export interface UpdatePostInput {
  /** At most 2,200 characters. */
  caption?: string | null | undefined
  /** The media whose alternative text changes. Media cannot be added, removed or reordered. */
  media?: MediaInput[] | undefined
  visibility?: Visibility | undefined
  isSensitive?: boolean | undefined
  /** At most 300 characters. */
  sensitiveNote?: string | null | undefined
  /** Who may comment from now on. Existing comments stay. */
  commentPolicy?: CommentPolicy | undefined
}

/** Options of a new comment. */
export interface CreateCommentOptions {
  /** The comment to reply to, under the same post. */
  parentId?: string | undefined
  /** As for a post: a second call with the same key returns the first comment. */
  idempotencyKey?: string | undefined
}

/** How to mute a person. */
export interface MuteOptions {
  /** When the mute ends. @default never */
  expiresAt?: Date | string | undefined
}
