import type { SocialErrorCode } from './error-codes.ts'

/**
 * The name of a text field. The error code for a text that is too long starts with this name, for
 * example `bio_too_long`.
 */
export type TextField =
  | 'alt_text'
  | 'bio'
  | 'caption'
  | 'comment'
  | 'display_name'
  | 'sensitive_note'
  | 'website'

const BIDI_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g
const CONTROL = /(?![\t\n])\p{Cc}/u
const INVISIBLE = new RegExp(
  '^[\\s\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u2000-\\u200f\\u2028-\\u202f' +
    '\\u205f-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]+$',
)

/** Fields that are shown on one line. */
const LINES: readonly TextField[] = ['display_name', 'sensitive_note', 'website']
const NEVER_VISIBLE = /\u034f|[\u00ad\u115f\u1160\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff]/g
const BLANKS = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]/g

const UNREADABLE = /\0|\p{Surrogate}/u

/** Returns whether the database can store a value as a text. */
export function isReadable(value: unknown): value is string {
  return typeof value === 'string' && !UNREADABLE.test(value)
}

/**
 * Returns a text as the database stores it: normalized to NFC, trimmed, and without characters that
 * override the text direction.
 */
export function clean(value: string): string {
  const text = value.replaceAll('\r\n', '\n').normalize('NFC').replace(BIDI_OVERRIDES, '')
  return text.replace(/^[ \t\n]+/, '').replace(/[ \t\n]+$/, '')
}

/** Returns a text as one line, with single spaces in place of blanks and line breaks. */
function singleLine(value: string): string {
  const visible = value.normalize('NFC').replace(NEVER_VISIBLE, '').replace(BLANKS, ' ')
  return visible.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')
}

/**
 * Returns the error code with which the database would reject a text, or undefined if the database
 * accepts the text.
 */
export function problemOfText(
  value: string,
  field: TextField,
  length: number,
): SocialErrorCode | undefined {
  if (!isReadable(value)) return 'invalid_input'
  if (new TextEncoder().encode(value).length > 16 * length) return `${field}_too_long`
  const text = LINES.includes(field) ? singleLine(value) : clean(value)
  if (!text && /[^ \t\r\n]/.test(value) && LINES.includes(field)) return 'text_invalid'
  if (CONTROL.test(text) || INVISIBLE.test(text)) return 'text_invalid'
  // Postgres counts code points, while `length` of a string counts UTF-16 units.
  return [...text].length > length ? `${field}_too_long` : undefined
}

/**
 * Returns whether the database accepts a text as a website. It accepts an https address or an empty
 * text.
 */
export function isWebsite(value: string): boolean {
  const address = clean(value)
  return !address || WEBSITE.test(address)
}

const WEBSITE = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?([/?#][^\s<>"\\]*)?$/i

/**
 * Returns whether a text is a well-formed username. Only the database knows whether the username is
 * available.
 */
export function isUsername(value: string): boolean {
  const username = value.toLowerCase()
  return /^[a-z0-9][a-z0-9._]{1,28}[a-z0-9]$/.test(username) && /[a-z]/.test(username)
}
