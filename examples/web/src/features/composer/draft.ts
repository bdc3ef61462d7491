import type { CommentPolicy, Visibility } from 'supabase-social'

/** The texts and choices of the composer. */
export interface DraftFields {
  caption: string
  visibility: Visibility
  commentPolicy: CommentPolicy
  isSensitive: boolean
  sensitiveNote: string
}

/** What survives a reload. The files themselves are in `draft-files.ts`. */
export interface Draft {
  fields: DraftFields
  photos: { id: string; altText: string }[]
}

/** The composer as it opens. */
export const emptyFields: DraftFields = {
  caption: '',
  visibility: 'public',
  commentPolicy: 'everyone',
  isSensitive: false,
  sensitiveNote: '',
}

const keyOf = (userId: string) => `tern-draft-${userId}`

/** Returns the draft of a person, or null. */
export function readDraft(userId: string): Draft | null {
  const text = localStorage.getItem(keyOf(userId))
  return text ? JSON.parse(text) : null
}

/** Keeps the draft at once, so that even the last letter survives. */
export function keepDraft(userId: string, draft: Draft): void {
  if (isEmpty(draft)) localStorage.removeItem(keyOf(userId))
  else localStorage.setItem(keyOf(userId), JSON.stringify(draft))
}

/** Whether nobody would miss the draft. */
export function isEmpty({ fields, photos }: Draft): boolean {
  return photos.length === 0 && fields.caption.trim() === ''
}
