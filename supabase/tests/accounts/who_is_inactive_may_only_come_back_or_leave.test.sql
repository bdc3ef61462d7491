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
-- Every function, with arguments that fit in kind.
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
    'create_profile', 'limits', 'check_username', 'post', 'post_comments', 'post_likers',
    'comment_likers', 'comment_replies', 'profile', 'profile_by_username', 'profile_followers',
    'profile_following', 'profile_posts', 'profile_search', 'my_sanctions', 'appeal_sanction',
    'request_export', 'my_export', 'my_exports', 'erasure_receipt'
  ],
  'every door is closed but those open to anon, what one may say to a sanction, and the export');
select is(
  (select outcome ~ '^PT409 profile_exists' from outcomes where name = 'create_profile'), true,
  'there is no second profile to be had');
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('bob'))),
  array['for all'], 'what anon may read is read as anon');
select throws_ok(
  'select social.profile(auth.uid())', 'PT404', 'profile_not_found', 'not even oneself is there');
select is((select array_agg(caption) from social.posts), array['for all'], 'nor in the tables');
select is_empty('select * from social.follows where follower_id = auth.uid()', 'nor are edges');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''social-media'', %L)',
    social_tests.id('alice') || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'nothing is uploaded');

select lives_ok('select social.reactivate_profile()', 'who is away comes back');
select lives_ok('select social.reactivate_profile()', 'and again changes nothing');
select social.deactivate_profile();
select ok(social_tests.leave('alice'), 'or leaves for good');
select social_tests.act_as_operator();
select is_empty($$select * from social.profiles where username = 'alice'$$, 'and is gone');

select * from finish();
rollback;
