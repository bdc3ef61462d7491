begin;
select plan(3);

select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace = 'social'::regnamespace and prosecdef
  $$,
  'no function of the exposed schema runs with the rights of its owner');

-- A definer function is either behind a door, or listed here.
select set_eq(
  $$
    select proname::text
    from pg_proc as inner_ones
    where pronamespace = 'social_private'::regnamespace
      and prosecdef
      and prorettype <> 'trigger'::regtype
      and not exists (
        select from pg_proc as doors
        where doors.pronamespace = 'social'::regnamespace and doors.proname = inner_ones.proname
      )
  $$,
  array[
    'add_to_comment_counters', 'add_to_post_counters', 'add_to_profile_counters',
    'before_user_created', 'blocked_ids', 'can_read_export', 'can_review_file', 'can_view_account',
    'can_view_comment', 'can_view_file',
    'can_view_post', 'can_view_profile', 'require_actor_and_consume', 'is_comment_visible', 'login_id',
    'require_account', 'require_actor', 'viewer_id'
  ],
  'a definer function without a door is on the list');
select is_empty(
  $$
    select doors.proname
    from pg_proc as doors
    left join pg_proc as inner_ones
      on inner_ones.pronamespace = 'social_private'::regnamespace
      and inner_ones.proname = doors.proname
    where doors.pronamespace = 'social'::regnamespace
      and inner_ones.prosecdef is distinct from true
  $$,
  'behind every door works a definer function');

select * from finish();
rollback;
