begin;
select plan(3);

select is_empty(
  $$
    select oid::regprocedure
    from pg_proc
    where pronamespace = 'social'::regnamespace and prosecdef
  $$,
  'no public function is security definer');

select set_eq(
  $$
    select proname::text
    from pg_proc as internals
    where pronamespace = 'social_private'::regnamespace
      and prosecdef
      and prorettype <> 'trigger'::regtype
      and not exists (
        select from pg_proc as wrappers
        where wrappers.pronamespace = 'social'::regnamespace
          and wrappers.proname = internals.proname
      )
  $$,
  array[
    'add_to_comment_counters', 'add_to_post_counters', 'add_to_profile_counters',
    'before_user_created', 'blocked_ids', 'can_list_people', 'can_read_file', 'can_view_account',
    'can_join_topic', 'can_read_directly', 'can_upload', 'can_view_comment',
    'can_view_post', 'can_view_profile', 'is_comment_visible', 'is_username_of', 'login_id',
    'move_inbox', 'move_watched_posts', 'require_actor_and_consume', 'require_account', 'require_actor', 'send_hint', 'viewer_id'
  ],
  'every security definer function has a public wrapper or is on the list of this test');
select is_empty(
  $$
    select wrappers.proname
    from pg_proc as wrappers
    left join pg_proc as internals
      on internals.pronamespace = 'social_private'::regnamespace
      and internals.proname = wrappers.proname
    where wrappers.pronamespace = 'social'::regnamespace
      and internals.prosecdef is distinct from true
      and wrappers.proname not in ('version', 'uuid_v7') -- read no table
  $$,
  'every public wrapper calls a security definer function');

select * from finish();
rollback;
