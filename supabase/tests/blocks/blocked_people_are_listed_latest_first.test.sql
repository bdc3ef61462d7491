begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob' || n) from generate_series(1, 5) as n;
-- Two at the same instant, so that the id decides.
insert into social_private.blocks (blocker_id, blocked_id, created_at)
select social_tests.id('alice'), social_tests.id('bob' || n), now() - n / 2 * interval '1 s'
from generate_series(1, 5) as n;

select social_tests.act_as('alice');
select is(
  (select (array_agg(username))[1] from social.blocked_profiles()), 'bob1', 'latest first');
select is(
  social_tests.walk('select username as item, cursor from social.blocked_profiles(%L, 1)'),
  (select array_agg(username) from social.blocked_profiles()), 'one by one');
select is(
  social_tests.walk('select username as item, cursor from social.blocked_profiles(%L, 2)'),
  (select array_agg(username) from social.blocked_profiles()), 'and two by two');
select is((select count(*) from social.blocked_profiles()), 5::bigint, 'all of them');

select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('bob1');
select social_tests.act_as('alice');
select is((select count(*) from social.blocked_profiles()), 4::bigint, 'who is away is not listed');
select social_tests.act_as('bob2');
select is_empty('select * from social.blocked_profiles()', 'who is blocked cannot tell');
select social_tests.act_as_anon();
select throws_ok(
  'select social.blocked_profiles()', 'PT401', 'not_signed_in', 'and anon has no list');

select * from finish();
rollback;
