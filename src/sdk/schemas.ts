/**
 * Zod schemas that validate the input of an app's forms. The database validates the same input
 * again.
 * @packageDocumentation
 */
import { z } from 'zod'
import type { SocialErrorCode } from './error-codes.ts'
import { sentences } from './sentences.ts'
import { isUsername, isWebsite, problemOfText, type TextField } from './text.ts'
import type { Limits } from './types.ts'

/** The default limits of an installation. */
export const defaultLimits: Limits = {
  caption_length: 2200,
  comment_length: 1000,
  alt_text_length: 1500,
  sensitive_note_length: 300,
  display_name_length: 50,
  bio_length: 300,
  website_length: 200,
  media_per_post: 10,
  image_bytes: 10_485_760,
  allow_text_posts: false,
  username_change_days: 30,
}

const PASSWORD_RULE = 'A password has at least 8 characters and at most 72 bytes.'

/**
 * Creates schemas with the limits of an installation. If the input is invalid, `params.code` of the
 * zod issue is the error code that the database would return.
 * @example
 * ```ts
 * const { data: limits } = await social.getLimits()
 * const { postInput } = createSchemas(limits ?? defaultLimits)
 * const checked = postInput.safeParse({ caption: 'The old bridge', media: [] })
 * ```
 */
export function createSchemas(limits: Limits = defaultLimits) {
  const caption = text('caption', limits.caption_length)
  const altText = text('alt_text', limits.alt_text_length)
  const displayName = text('display_name', limits.display_name_length)
  const listVisibility = z.enum(['public', 'followers', 'only_me'])
  const username = z.string().superRefine(reject((value) => !isUsername(value), 'username_invalid'))
  const password = z.string().superRefine(reject(isWeak, 'weak_password', PASSWORD_RULE))
  const media = z.array(z.object({ id: z.uuid(), altText: altText.nullish() }))
  const settings = {
    visibility: z.enum(['public', 'followers', 'close_friends', 'only_me']).optional(),
    isSensitive: z.boolean().optional(),
    sensitiveNote: text('sensitive_note', limits.sensitive_note_length).nullish(),
    commentPolicy: z.enum(['everyone', 'followers', 'following', 'mutuals', 'nobody']).optional(),
  }
  return {
    username,
    password,
    signUpInput: z.object({
      email: z.email(),
      password,
      username,
      displayName: displayName.optional(),
    }),
    createProfileInput: z.object({ username, displayName: displayName.nullish() }),
    profileInput: z.object({
      displayName: displayName.nullish(),
      bio: text('bio', limits.bio_length).nullish(),
      website: text('website', limits.website_length)
        .superRefine(reject((value) => !isWebsite(value), 'website_invalid'))
        .nullish(),
      avatarId: z.uuid().nullish(),
      isPrivate: z.boolean().optional(),
      followersVisibility: listVisibility.optional(),
      followingVisibility: listVisibility.optional(),
      isDiscoverable: z.boolean().optional(),
    }),
    postInput: z
      .object({
        caption: caption.nullish(),
        media: media.max(limits.media_per_post).default([]),
        ...settings,
      })
      .superRefine((post, context) => {
        if (post.media.length > 0) return
        if (!limits.allow_text_posts) issue(context, 'media_required', ['media'])
        else if (!post.caption?.trim()) issue(context, 'post_empty', ['caption'])
      }),
    postUpdateInput: z.object({
      caption: caption.nullish(),
      media: media.optional(),
      ...settings,
    }),
    commentInput: z.object({
      body: text('comment', limits.comment_length).superRefine(
        reject((value) => !value.trim(), 'comment_empty'),
      ),
      parentId: z.uuid().optional(),
    }),
  }
}

const defaults = createSchemas()

/** Validates a username: 3 to 30 characters of a-z, 0-9, dot and underscore. */
export const usernameSchema = defaults.username
/** Validates a new password: at least 8 characters and at most 72 bytes. */
export const passwordSchema = defaults.password
/** Validates the input of `social.auth.signUp`. */
export const signUpInput = defaults.signUpInput
/** Validates the input of `social.account.create`. */
export const createProfileInput = defaults.createProfileInput
/** Validates the input of `social.account.update`. */
export const profileInput = defaults.profileInput
/** Validates the input of `social.posts.create`. */
export const postInput = defaults.postInput
/** Validates the changes for `social.posts.update`. */
export const postUpdateInput = defaults.postUpdateInput
/** Validates the text and the parent of a comment for `social.comments.create`. */
export const commentInput = defaults.commentInput

type Context = z.core.$RefinementCtx<unknown>

function isWeak(password: string): boolean {
  return [...password].length < 8 || new TextEncoder().encode(password).length > 72
}

function text(field: TextField, length: number) {
  return z.string().superRefine((value, context) => {
    const code = problemOfText(value, field, length)
    const words = code?.endsWith('_too_long') ? `At most ${length} characters.` : undefined
    if (code) issue(context, code, [], words)
  })
}

function reject(isBad: (value: string) => boolean, code: SocialErrorCode, words?: string) {
  return (value: string, context: Context) => {
    if (isBad(value)) issue(context, code, [], words)
  }
}

function issue(context: Context, code: SocialErrorCode, path: string[], words?: string) {
  const message = words ?? sentences[code].message
  context.addIssue({ code: 'custom', message, path, params: { code } })
}
