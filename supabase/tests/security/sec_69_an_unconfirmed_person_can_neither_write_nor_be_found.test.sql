begin;
select plan(8);
select social_private.set_direct_table_access('everybody');
-- A stranger signs up with the address of somebody else, and has a session.
select social_tests.insert_user('mallory@example.com', '{"social_username": "mallory"}',
  is_confirmed => false);
select social_tests.insert_session(social_tests.id('mallory'), social_tests.id('mallory'));
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise'), social_tests.comment('alice', 'sunrise', 'first');
create temp table calls as
select name, statement from social_tests.calls(
  social_tests.id('alice'), social_tests.post_id('sunrise'), social_tests.comment_id('first'))
join social_tests.expected_functions using (name)
where callers in ('person', 'staff', 'administrator') and name <> 'delete_profile';
grant select on calls to authenticated;

select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  $$
    select statement, outcome from calls, social_tests.outcome(statement) as outcome
    where outcome !~ '^PT403 account_unconfirmed .*Confirm the e-mail address or phone number first'
  $$,
  'SEC-69 an unconfirmed person cannot use any function for people');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''social-uploads'', %L)',
    social_tests.id('mallory') || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'SEC-69 an unconfirmed person cannot upload a file');
select ok(social_tests.is_unchanged(), 'SEC-69 refused calls of an unconfirmed person change no row');

select social_tests.act_as('bob');
select is(
  social_tests.outcome(format('select social.profile(%L)', social_tests.id('mallory'))),
  social_tests.outcome(format('select social.profile(%L)', gen_random_uuid())),
  'SEC-69 an unconfirmed profile and a missing profile give the same answer');
select is(
  social_tests.outcome('select social.profile_by_username(''mallory'')'),
  social_tests.outcome('select social.profile_by_username(''nobody.here'')'),
  'SEC-69 the username of an unconfirmed person and an unused username give the same answer');
select is_empty(
  $$
    select from social.profiles where username = 'mallory'
    union all select from social.profile_counts where profile_id = social_tests.id('mallory')
    union all select from social.profile_search('mallory') where username = 'mallory'
    union all select from social.profile_search() where username = 'mallory'
  $$,
  'SEC-69 no list and no table contains an unconfirmed person');
select social.add_comment(social_tests.post_id('sunrise'), 'Hello @mallory');
select is_empty('select from social.comment_mentions',
  'SEC-69 an unconfirmed person cannot be mentioned');
select social_tests.act_as_operator();
update auth.users set email_confirmed_at = now() where email = 'mallory@example.com';
select social_tests.act_as('mallory');
select is((select username from social.my_profile()), 'mallory',
  'after the confirmation the same token works at once');

select * from finish();
rollback;
