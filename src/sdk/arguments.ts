import type { Json } from './database.types.ts'
import type { MediaInput } from './inputs.ts'

/** The database clears a field on an empty text, and leaves it unchanged on null. */
export function orEmpty<T>(value: T): NonNullable<T> | '' | undefined {
  return value === null ? '' : (value ?? undefined)
}

/** The media of a new post as the database takes them; it rejects anything but an array. */
export function newMedia(media: MediaInput[] | undefined): Json | undefined {
  return toRows(media, (altText) => altText ?? null)
}

/** The media of a post to change: null clears an alternative text, and an omitted one stays. */
export function changedMedia(media: MediaInput[] | undefined): Json | undefined {
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
 * A time as text. JSON turns an invalid `Date` into null, and null means mute forever: its text
 * lets the database reject it.
 */
export function toTime(time: Date | string | undefined): string | undefined {
  if (!(time instanceof Date)) return time
  return Number.isNaN(time.getTime()) ? String(time) : time.toISOString()
}
