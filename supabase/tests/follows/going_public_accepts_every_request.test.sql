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
select is((social.update_profile(is_private => true)).is_private, true, 'private stays private');
select ok(social_tests.is_unchanged(), 'and its requests stay open');
select is(
  (select (is_private, follower_count)::text from social.update_profile(is_private => false)),
  '(f,2)', 'going public turns requests into followers');
select is_empty('select * from social.follow_requests()', 'no request is left');
select is(
  (select accepted_at from social.follows where follower_id = social_tests.id('bob')),
  now() - interval '1 day', 'who followed before followed since then');
select social_tests.act_as('carol');
select is(
  (social.profile(social_tests.id('dora'))).follow_state, 'pending',
  'requests to others stay as they are');

select social_tests.act_as('alice');
select is(
  (select (is_private, follower_count)::text from social.update_profile(is_private => true)),
  '(t,2)', 'going private again keeps the followers');
select social_tests.act_as('dora');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'and newcomers are asked to wait');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()', 'every counter is what the rows say');

select * from finish();
rollback;
