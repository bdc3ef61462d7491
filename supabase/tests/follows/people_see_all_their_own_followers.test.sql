begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('shy', true);
select social_tests.person('mallory');
select social_tests.follow('bob', 'alice', now() - interval '2 hours');
select social_tests.follow('shy', 'alice', now() - interval '1 hour');
select social_tests.follow('alice', 'shy');

-- After this deletion the person "shy" follows alice, but alice does not follow "shy".
delete from social.follows where follower_id = social_tests.id('alice');
select social_tests.act_as('alice');
select is(
  (select array_agg(username) from social.profile_followers(auth.uid())), array['shy', 'bob'],
  'the list of your own followers contains private accounts that you do not follow');
select is(
  (select count(*) from social.follows where followee_id = auth.uid()), 2::bigint,
  'the owner can read all their followers in social.follows');
select social_tests.act_as('shy');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('alice'))),
  array['shy', 'bob'],
  'a follower with a private account sees their own account in the list of followers');
select social_tests.act_as('mallory');
select is(
  (select array_agg(username) from social.profile_followers(social_tests.id('alice'))),
  array['bob'],
  'a third person sees no follower with a private account in the list of followers');
select is_empty('select from social.follows',
  'a third person cannot read the follows of others in social.follows');

select * from finish();
rollback;
