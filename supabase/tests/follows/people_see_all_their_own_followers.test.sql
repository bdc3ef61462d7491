begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('shy', true);
select social_tests.person('mallory');
select social_tests.follow('bob', 'alice', now() - interval '2 hours');
select social_tests.follow('shy', 'alice', now() - interval '1 hour');
select social_tests.follow('alice', 'shy');

-- shy follows alice; alice does not follow her back.
delete from social.follows where follower_id = social_tests.id('alice');
select social_tests.act_as('alice');
select is(
  (select array_agg(username) from social.profile_followers(auth.uid())), array['shy', 'bob'],
  'one sees all one''s followers, private accounts too');
select is(
  (select count(*) from social.follows where followee_id = auth.uid()), 2::bigint,
  'in the table as well');
select social_tests.act_as('shy');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('alice'))),
  array['shy', 'bob'], 'a private follower sees herself among them');
select social_tests.act_as('mallory');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('alice'))),
  array['bob'], 'others do not see her');
select is(
  (select array_agg(follower_id) from social.follows), array[social_tests.id('bob')],
  'nor in the table');

select * from finish();
rollback;
