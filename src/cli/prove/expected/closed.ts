/*
 * The API roles cannot name anything in social_private. Policies, views and public wrappers use it
 * with the rights of their caller, so the API roles have the few rights listed here, and no others.
 */

/**
 * Every table, view and sequence of social_private. `readers` means that the API roles may select.
 */
export const closedRelations: Record<string, 'nobody' | 'readers'> = {
  accounts: 'readers', // policies read audience levels
  appeals: 'nobody',
  audit_log: 'nobody',
  blocks: 'nobody',
  close_friends: 'readers', // the policy of posts reads the membership of the caller
  comment_counters: 'readers', // the view comment_counts sums it
  config: 'nobody',
  counter_slots: 'nobody',
  erasures: 'nobody',
  errors: 'nobody',
  export_parts: 'nobody',
  exports: 'nobody',
  feed_caches: 'nobody',
  feed_changes: 'nobody',
  feed_marks: 'nobody',
  file_deletions: 'nobody',
  former_usernames: 'nobody',
  username_reservations: 'nobody',
  hidden_comments: 'nobody',
  idempotency_keys: 'nobody',
  mutes: 'nobody',
  search_keys: 'nobody',
  open_appeals: 'nobody',
  open_reports: 'nobody',
  post_counters: 'readers', // the view post_counts sums it
  latest_posts: 'nobody',
  profile_counters: 'readers', // the view profile_counts sums it
  rate_buckets: 'nobody',
  rate_limits: 'nobody',
  readable_tables: 'nobody',
  reports: 'nobody',
  reserved_usernames: 'nobody',
  staff: 'nobody',
  imported_items: 'nobody',
  uploads: 'nobody',
}

/** The functions of social_private that policies call. Public wrappers call the others. */
export const policyFunctions = [
  'blocked_ids',
  'can_read_export',
  'can_review_file',
  'can_view_account',
  'can_view_comment',
  'can_view_file',
  'is_comment_visible',
  'is_upload_path',
  'is_visible',
  'viewer_id',
]

/** The functions that Auth calls as supabase_auth_admin. */
export const authFunctions = ['before_user_created']
