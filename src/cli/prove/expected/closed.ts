/*
 * What lies in social_private: nobody reaches anything there by name. Policies, views and doors do
 * reach in, with the right of their caller, so the API roles hold a few rights that they cannot use
 * by name; these are listed here, by hand. Anything else that is there must be open to nobody.
 */

/** Every table, view and sequence of the closed schema: who holds which right on it. */
export const closedRelations: Record<string, 'nobody' | 'readers'> = {
  accounts: 'readers', // policies look reach up
  appeals: 'nobody',
  audit_log: 'nobody',
  blocks: 'nobody',
  close_friends: 'readers', // the policy of posts asks for one's own membership
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

/** Functions of the closed schema that policies ask; beside them only what a door calls. */
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

/** Functions that Auth calls, as supabase_auth_admin. */
export const authFunctions = ['before_user_created']
