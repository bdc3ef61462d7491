/*
 * The API roles have no usage right on schema social_private, so a request cannot name its objects.
 * Policies, views and public wrappers use some of the objects with the rights of the caller. On
 * these objects the API roles have the few rights listed in this file, and no other rights.
 */

/**
 * Every table, view and sequence of social_private, and the roles that may select from it. The word
 * `readers` stands for the API roles anon, authenticated and service_role.
 */
export const closedRelations: Record<string, 'nobody' | 'readers'> = {
  accounts: 'readers', // policies read the audience levels of accounts
  appeals: 'nobody',
  audit_log: 'nobody',
  bell_posts: 'nobody',
  bells: 'nobody',
  blocks: 'nobody',
  close_friends: 'readers', // the policy of posts checks whether the caller is a close friend
  comment_counters: 'readers', // the view comment_counts sums these rows
  config: 'nobody',
  count_updates: 'nobody',
  countable_comments: 'nobody',
  countable_edges: 'nobody',
  counted_comments: 'nobody',
  counted_edges: 'nobody',
  counter_slots: 'nobody',
  address_salts: 'nobody',
  cursor_secrets: 'nobody',
  discoverable_posts: 'nobody',
  dismissed_suggestions: 'nobody',
  erasures: 'nobody',
  errors: 'nobody',
  explore_pool: 'nobody',
  explore_refreshes: 'nobody',
  export_parts: 'nobody',
  exports: 'nobody',
  failed_work: 'nobody',
  default_feed_weights: 'nobody',
  feed_caches: 'nobody',
  feed_changes: 'nobody',
  feed_dampers: 'nobody',
  feed_marks: 'nobody',
  feed_weights: 'nobody',
  file_deletions: 'nobody',
  follow_pauses: 'nobody',
  for_you_lists: 'nobody',
  former_usernames: 'nobody',
  username_reservations: 'nobody',
  hashtag_changes: 'nobody',
  hashtag_changes_id_seq: 'nobody',
  hashtag_follows: 'nobody',
  hashtag_posts: 'nobody',
  hashtags: 'nobody',
  hidden_comments: 'nobody',
  idempotency_keys: 'nobody',
  inboxes: 'nobody',
  muted_posts: 'nobody',
  muted_words: 'nobody',
  mutes: 'nobody',
  notification_groups: 'nobody',
  notification_kinds: 'nobody',
  notification_preferences: 'nobody',
  notifications: 'nobody',
  score_changes: 'nobody',
  search_keys: 'nobody',
  seen_posts: 'nobody',
  open_appeals: 'nobody',
  open_posts: 'nobody',
  open_reports: 'nobody',
  popular_profiles: 'nobody',
  post_scores: 'nobody',
  post_counters: 'readers', // the view post_counts sums these rows
  late_hashtag_posts: 'nobody',
  post_words: 'nobody',
  latest_posts: 'nobody',
  profile_counters: 'readers', // the view profile_counts sums these rows
  rate_buckets: 'nobody',
  rate_limits: 'nobody',
  readable_tables: 'nobody',
  reindexes: 'nobody',
  reports: 'nobody',
  reserved_usernames: 'nobody',
  staff: 'nobody',
  imported_items: 'nobody',
  suggestion_caches: 'nobody',
  trend_refreshes: 'nobody',
  trends: 'nobody',
  uncounted_comments: 'readers', // the views of counts add the viewer's hidden comments
  uncounted_edges: 'nobody',
  uploads: 'nobody',
  inbox_groups: 'nobody',
  valid_notifications: 'nobody',
  watched_posts: 'nobody',
  worker_runs: 'nobody',
  due_accounts: 'nobody',
  due_posts: 'nobody',
  due_comments: 'nobody',
  due_uploads: 'nobody',
  stray_uploads: 'nobody',
  expired_exports: 'nobody',
  stray_exports: 'nobody',
  due_files: 'nobody',
  due_count_updates: 'nobody',
  expired_reservations: 'nobody',
  expired_keys: 'nobody',
  former_salts: 'nobody',
  former_addresses: 'nobody',
  ended_follow_pauses: 'nobody',
  left_posts: 'nobody',
  former_late_posts: 'nobody',
  former_seen_posts: 'nobody',
  former_for_you_lists: 'nobody',
  waiting_bells: 'nobody',
  waiting_exports: 'nobody',
  former_worker_runs: 'nobody',
  obsolete_failures: 'nobody',
  worker_state: 'nobody',
  wrong_uncounted_comments: 'nobody',
  wrong_uncounted_edges: 'nobody',
}

/**
 * The functions of social_private that policies call. This list leaves out the functions that only
 * public wrappers call.
 */
export const policyFunctions = [
  'blocked_ids',
  'can_join_topic',
  'can_list_people',
  'can_read_directly',
  'can_read_file',
  'can_upload',
  'can_view_account',
  'can_view_comment',
  'is_comment_visible',
  'is_storage_limited',
  'is_username_of',
  'is_visible',
  'viewer_id',
]

/** The functions of social_private that Supabase Auth calls as role supabase_auth_admin. */
export const authFunctions = ['before_user_created']
