import type { ReportReview } from 'supabase-social'

/** The reported content, as the server copies it. A post, a comment and an account have other fields. */
export interface Evidence {
  username: string
  display_name?: string | null
  caption?: string | null
  body?: string | null
  bio?: string | null
  avatar_path?: string | null
  media?: { path: string; mime_type: string; alt_text: string | null }[]
  [field: string]: unknown
}

/** Another report of the same content. */
export interface OtherReport {
  id: string
  reason: ReportReview['reason']
  note: string | null
  created_at: string
}

/** Returns the copies and the other reports, whose types the server does not describe. */
export function partsOf({ snapshot, current, other_reports }: ReportReview) {
  return {
    snapshot: snapshot as unknown as Evidence,
    current: current as unknown as Evidence | null,
    others: other_reports as unknown as OtherReport[],
  }
}

/** Whether the content is as it was when it was reported. */
export function isSame(one: Evidence, other: Evidence): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
