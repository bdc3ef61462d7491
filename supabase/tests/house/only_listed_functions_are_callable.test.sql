begin;
select plan(8);

create temp view callable as
select roles.rolname as caller, pronamespace::regnamespace::text as schema, proname::text as name
from pg_proc, pg_roles as roles
where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  and roles.rolname in ('anon', 'authenticated', 'service_role', 'supabase_auth_admin')
  and has_function_privilege(roles.oid, pg_proc.oid, 'execute');

create temp view wrappers as
select unnest(array[
  -- verbs
  'accept_follow', 'add_close_friend', 'add_comment', 'appeal_sanction', 'add_staff_member',
  'archive_post', 'begin_ingest', 'block_profile', 'change_username', 'check_username',
  'resolve_report',
  'create_post', 'create_profile', 'deactivate_profile', 'decide_appeal', 'delete_comment',
  'delete_post', 'delete_profile', 'remove_staff_member', 'follow_profile', 'hide_comment',
  'like_comment', 'like_post', 'moderate_comment', 'moderate_post', 'moderate_profile',
  'mute_profile', 'pin_comment', 'pin_post', 'reactivate_profile', 'reject_follow',
  'remove_close_friend', 'remove_follower', 'report_comment', 'report_post', 'report_profile',
  'request_export', 'restore_comment', 'restore_post', 'restore_profile', 'review_report',
  'save_post', 'unarchive_post', 'unblock_profile', 'unfollow_profile',
  'unhide_comment', 'unlike_comment', 'unlike_post', 'unmute_profile', 'unpin_comment',
  'unpin_post', 'unsave_post', 'update_comment', 'update_post', 'update_profile',
  -- nouns
  'appeals', 'archived_posts', 'blocked_profiles', 'close_friends', 'comment_history',
  'comment_likers', 'comment_replies', 'deleted_comments', 'deleted_posts', 'erasure_receipt',
  'follow_requests', 'home_feed', 'limits',
  'moderation_queue', 'muted_profiles', 'my_export', 'my_exports', 'my_profile',
  'my_reports', 'my_sanctions', 'post',
  'post_comments', 'post_history', 'post_likers', 'profile', 'profile_by_username',
  'profile_followers', 'profile_following', 'profile_posts', 'saved_posts', 'profile_search',
  'staff_members'
]) as name;

create temp view server_functions as
select unnest(array[
  'begin_ingest_for', 'check_imported_ids', 'claim_export', 'claim_export_page',
  'claim_file_deletions', 'complete_export_part', 'complete_file_deletions', 'complete_ingest',
  'refuse_ingest', 'run_maintenance', 'import_items'
]) as name;

select set_eq(
  $$select name from callable where caller = 'anon' and schema = 'social'$$,
  'select name from wrappers', 'anonymous callers may call the listed public functions');
select set_eq(
  $$select name from callable where caller = 'authenticated' and schema = 'social'$$,
  'select name from wrappers', 'signed-in users may call the same public functions');
select set_eq(
  $$
    select name from callable where caller = 'anon' and schema = 'social_private'
    except select name from wrappers
  $$,
  array[
    'blocked_ids', 'can_read_export', 'can_review_file', 'can_view_account', 'can_view_comment',
    'can_view_file', 'is_comment_visible', 'is_upload_path', 'is_visible', 'viewer_id'
  ],
  'of the private functions without a wrapper, anonymous callers may call those that policies use');
select set_eq(
  $$
    select name from callable where caller = 'authenticated' and schema = 'social_private'
    except select name from wrappers
  $$,
  array[
    'blocked_ids', 'can_read_export', 'can_review_file', 'can_view_account', 'can_view_comment',
    'can_view_file', 'is_comment_visible', 'is_upload_path', 'is_visible', 'viewer_id'
  ],
  'signed-in users may call the same private functions');
select set_eq(
  $$select schema || '.' || name from callable where caller = 'service_role'$$,
  $$
    select schema || '.' || name
    from server_functions, unnest(array['social', 'social_private']) as schema
  $$,
  'the secret key may call only the functions for servers');
select set_eq(
  $$select schema || '.' || name from callable where caller = 'supabase_auth_admin'$$,
  array['social_private.before_user_created'], 'Auth may call only its hook');
select set_eq(
  $$select proname::text from pg_proc where pronamespace = 'social'::regnamespace$$,
  'select name from wrappers union all select name from server_functions',
  'every public function is on one of the two lists');
select is_empty(
  $$
    select grantee::regrole, privilege_type
    from pg_proc, aclexplode(proacl)
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and is_grantable and grantee <> proowner
  $$,
  'no role may pass its execute right on');

select * from finish();
rollback;
