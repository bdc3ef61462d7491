import type { Json } from './database.types.ts'
import type { Optional } from './functions.ts'
import type { CreatePostInput, MediaInput, UpdatePostInput } from './inputs.ts'
import { uuid } from './uuid.ts'

/**
 * Converts the new value of a field to an argument. If the argument is an empty text, the database
 * clears the field. If the argument is omitted, the field stays unchanged.
 */
export function orEmpty<T>(value: T): NonNullable<T> | '' | undefined {
  return value === null ? '' : (value ?? undefined)
}

/** Converts a new post to the arguments of `create_post`. */
export function newPost(post: CreatePostInput): Optional<'create_post'> {
  return {
    caption: post.caption ?? undefined,
    media: newMedia(post.media),
    visibility: post.visibility,
    is_sensitive: post.isSensitive,
    sensitive_note: post.sensitiveNote ?? undefined,
    comment_policy: post.commentPolicy,
    idempotency_key: post.idempotencyKey ?? uuid(),
  }
}

/** Converts the changes of a post to the arguments of `update_post`. */
export function changedPost(changes: UpdatePostInput): Optional<'update_post'> {
  return {
    caption: orEmpty(changes.caption),
    media: changedMedia(changes.media),
    visibility: changes.visibility,
    is_sensitive: changes.isSensitive,
    sensitive_note: orEmpty(changes.sensitiveNote),
    comment_policy: changes.commentPolicy,
  }
}

/**
 * Converts the media of a new post to the argument of `create_post`. A value that is not an array
 * stays unchanged, because the database rejects it.
 */
function newMedia(media: MediaInput[] | undefined): Json | undefined {
  return toRows(media, (altText) => altText ?? null)
}

/**
 * Converts the media of an existing post to the argument of `update_post`. The value null clears an
 * alternative text. An omitted alternative text stays unchanged.
 */
function changedMedia(media: MediaInput[] | undefined): Json | undefined {
  return toRows(media, orEmpty)
}

function toRows(
  media: MediaInput[] | undefined,
  toText: (altText: string | null | undefined) => string | null | undefined,
): Json | undefined {
  if (!Array.isArray(media)) return media
  return media.map((item) => ({ id: item?.id, alt_text: toText(item?.altText) }))
}

/**
 * Converts a time to a text. JSON would turn an invalid `Date` into null, and null means a mute
 * without end. The database rejects the text `Invalid Date` instead.
 */
export function toTime(time: Date | string | undefined): string | undefined {
  if (!(time instanceof Date)) return time
  return Number.isNaN(time.getTime()) ? String(time) : time.toISOString()
}
