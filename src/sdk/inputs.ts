import type { CommentPolicy, ListVisibility, Visibility } from './types.ts'

/** Who signs up. */
export interface SignUpInput {
  email: string
  /** As strong as the project asks for; at most 72 bytes. */
  password: string
  /** 3 to 30 of a-z, 0-9, dot and underscore. */
  username: string
  /** At most 50 characters. */
  displayName?: string | undefined
  /** Where the link in the confirmation mail leads to. */
  redirectTo?: string | undefined
  /** The token of a solved captcha, where the project wants one. */
  captchaToken?: string | undefined
}

/** Who signs in. */
export interface SignInInput {
  email: string
  password: string
  /** The token of a solved captcha, where the project wants one. */
  captchaToken?: string | undefined
}

/** A change of the password by someone who knows the current one. */
export interface UpdatePasswordInput {
  currentPassword: string
  newPassword: string
  /** The token of a solved captcha, where the project wants one. */
  captchaToken?: string | undefined
}

/** How an account is deleted. */
export interface DeleteProfileOptions {
  /** Proves who it is; not needed within 10 minutes of signing in. */
  password?: string | undefined
  /** The token of a solved captcha, where the project wants one. */
  captchaToken?: string | undefined
  /** Erase at once: then it cannot be restored. */
  immediately?: boolean | undefined
}

/**
 * A new password for someone who got a reset mail: with the code in it and the address, or the
 * token hash in its link, or neither when the link has already signed this client in.
 */
export type ResetPasswordInput = { newPassword: string } & (
  | { email: string; code: string; tokenHash?: undefined }
  | { email?: undefined; code?: undefined; tokenHash: string }
  | { email?: undefined; code?: undefined; tokenHash?: undefined }
)

/** How to ask for a reset mail. */
export interface RequestPasswordResetOptions {
  /** Where the link in the mail leads to; it must be among the project's redirect URLs. */
  redirectTo?: string | undefined
  /** The token of a solved captcha, where the project wants one. */
  captchaToken?: string | undefined
}

/** Which sessions to end. */
export interface SignOutOptions {
  /** This one (when left out), all of the person's, or all but this one. */
  scope?: 'local' | 'global' | 'others' | undefined
}

/** The profile of a login that has none yet. */
export interface CreateProfileInput {
  /** 3 to 30 of a-z, 0-9, dot and underscore. */
  username: string
  /** At most 50 characters. */
  displayName?: string | null | undefined
}

/** What to change in your profile: what you leave out stays, null clears. */
export interface UpdateProfileInput {
  /** At most 50 characters. */
  displayName?: string | null | undefined
  /** At most 300 characters. */
  bio?: string | null | undefined
  /** An https address of at most 200 characters. */
  website?: string | null | undefined
  /** The id that `social.media.upload` returned for an avatar; the replaced file is deleted. */
  avatarId?: string | null | undefined
  /** Whether only accepted followers see your posts. Going public accepts every open request. */
  isPrivate?: boolean | undefined
  /** Who sees who follows you. */
  followersVisibility?: ListVisibility | undefined
  /** Who sees whom you follow. */
  followingVisibility?: ListVisibility | undefined
}

/** An upload to attach to a post. */
export interface MediaInput {
  /** The id that `social.media.upload` returned; an upload is attached once. */
  id: string
  /** What the picture shows, for those who do not see it; at most 1,500 characters. */
  altText?: string | null | undefined
}

/** A post to publish. */
export interface CreatePostInput {
  /** At most 2,200 characters. */
  caption?: string | null | undefined
  /** In order; 1 to 10, unless the installation allows posts without media. */
  media?: MediaInput[] | undefined
  /** `public` when left out. */
  visibility?: Visibility | undefined
  /** Whether to warn before showing it. */
  isSensitive?: boolean | undefined
  /** What to warn of; at most 300 characters. */
  sensitiveNote?: string | null | undefined
  /** Who may comment; `everyone` when left out. */
  commentPolicy?: CommentPolicy | undefined
  /**
   * 1 to 200 characters: a second call with the same key, within 24 hours, returns the first
   * post. Every call has a key of its own when left out.
   */
  idempotencyKey?: string | undefined
}

/** What to change in a post: what you leave out stays, null clears. */
export interface UpdatePostInput {
  /** At most 2,200 characters. */
  caption?: string | null | undefined
  /** One for each of the media, in order; null clears one. At most 1,500 characters each. */
  altTexts?: (string | null)[] | undefined
  visibility?: Visibility | undefined
  isSensitive?: boolean | undefined
  /** At most 300 characters. */
  sensitiveNote?: string | null | undefined
  /** Who may comment from now on; what was said stays. */
  commentPolicy?: CommentPolicy | undefined
}

/** What else a comment may have. */
export interface AddCommentOptions {
  /** The comment to reply to, under the same post. */
  parentId?: string | undefined
  /** As for a post: a second call with the same key returns the first comment. */
  idempotencyKey?: string | undefined
}

/** How to mute a person. */
export interface MuteOptions {
  /** When the mute ends; for good when left out. */
  expiresAt?: Date | string | undefined
}
