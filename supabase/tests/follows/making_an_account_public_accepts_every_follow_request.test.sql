begin;
select plan(9);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.person('dora', true);
select social_tests.follow('bob', 'alice', now() - interval '1 day');
select social_tests.request('carol', 'alice');
select social_tests.request('carol', 'dora');

select social_tests.act_as('alice');
select social_tests.remember();
select is((social.update_profile(is_private => true)).is_private, true,
  'a private account that is set to private stays private');
select ok(social_tests.is_unchanged(),
  'setting a private account to private again does not accept its pending requests');
select is(
  (select (is_private, follower_count)::text from social.update_profile(is_private => false)),
  '(f,2)', 'when an account becomes public, people with a pending request become followers');
select is_empty('select * from social.follow_requests()',
  'when an account becomes public, its list of follow requests becomes empty');
select is(
  (select accepted_at from social.follows where follower_id = social_tests.id('bob')),
  now() - interval '1 day',
  'when an account becomes public, earlier followers keep their time of acceptance');
select social_tests.act_as('carol');
select is(
  (social.profile(social_tests.id('dora'))).follow_state, 'pending',
  'when an account becomes public, requests to other accounts stay pending');

select social_tests.act_as('alice');
select is(
  (select (is_private, follower_count)::text from social.update_profile(is_private => true)),
  '(t,2)', 'an account that becomes private again keeps its followers');
select social_tests.act_as('dora');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'following an account that is private again creates a follow request');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
