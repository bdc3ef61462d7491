begin;
select plan(11);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('alice', 'bob');
select social_tests.post('bob', 'for all');
select social_tests.post('bob', 'for followers', 'followers');
select social_tests.post('alice', 'own');

select social_tests.act_as('alice');
select social.deactivate_profile();
-- The view calls every public function, with null for each required argument.
create temp view outcomes as
select proname::text as name, social_tests.outcome(format('select social.%I(%s)', proname, (
  select string_agg(format('null::%s', argument::regtype), ', ')
  from unnest(proargtypes::oid[]) with ordinality as arguments (argument, place)
  where place <= pronargs - pronargdefaults
))) as outcome
from pg_proc
where pronamespace = 'social'::regnamespace
  and has_function_privilege('authenticated', oid, 'execute')
  and proname not in ('reactivate_profile', 'delete_profile', 'restore_profile');
select set_eq(
  $$select name from outcomes where outcome !~ '^PT403 account_deactivated'$$,
  array[
    'create_profile', 'limits', 'check_sign_up', 'check_username', 'post', 'post_comments', 'post_likers',
    'comment_likers', 'comment_replies', 'profile', 'profile_by_username', 'profile_followers',
    'profile_following', 'profile_posts', 'profile_search', 'post_search',
    'hashtag', 'hashtag_posts', 'hashtag_search', 'trending_hashtags', 'readable_files', 'my_sanctions',
    'appeal_sanction', 'request_export', 'my_export', 'my_exports', 'erasure_receipt', 'version',
    -- Policies call these functions, which answer as for a caller without a login.
    'can_see_post', 'can_see_profile'
  ],
  'apart from reactivation and deletion, a deactivated person can only read, appeal and export');
select is(
  (select outcome ~ '^PT409 profile_exists' from outcomes where name = 'create_profile'), true,
  'a deactivated person cannot create a second profile');
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('bob'))),
  array['for all'], 'a deactivated person sees the same posts as an anonymous caller');
select throws_ok(
  'select social.profile(auth.uid())', 'PT404', 'profile_not_found',
  'a deactivated person cannot see their own profile');
select is((select array_agg(caption) from social.posts), array['for all'],
  'a deactivated person can read only public posts in social.posts');
select is_empty('select * from social.follows where follower_id = auth.uid()',
  'a deactivated person cannot read their own follows in social.follows');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''social-media'', %L)',
    social_tests.id('alice') || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'a deactivated person cannot upload a file');

select lives_ok('select social.reactivate_profile()',
  'a deactivated person can reactivate the account');
select lives_ok('select social.reactivate_profile()', 'reactivate_profile is idempotent');
select social.deactivate_profile();
select ok(social_tests.leave('alice'), 'a deactivated person can delete the account');
select social_tests.act_as_operator();
select is_empty($$select * from social.profiles where username = 'alice'$$,
  'after a deactivated person deletes the account, the erasure removes the profile');

select * from finish();
rollback;
