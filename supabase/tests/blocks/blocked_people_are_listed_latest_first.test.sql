begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob' || n) from generate_series(1, 5) as n;
-- Two blocks have the same time, so that the id decides their order.
insert into social_private.blocks (blocker_id, blocked_id, created_at)
select social_tests.id('alice'), social_tests.id('bob' || n), now() - n / 2 * interval '1 s'
from generate_series(1, 5) as n;

select social_tests.act_as('alice');
select is(
  (select (array_agg(username))[1] from social.blocked_profiles()), 'bob1',
  'the first row of the list is the person who was blocked most recently');
select is(
  social_tests.walk('select username as item, cursor from social.blocked_profiles(%L, 1)'),
  (select array_agg(username) from social.blocked_profiles()),
  'pages of one row contain the same people in the same order as one large page');
select is(
  social_tests.walk('select username as item, cursor from social.blocked_profiles(%L, 2)'),
  (select array_agg(username) from social.blocked_profiles()),
  'pages of two rows contain the same people in the same order as one large page');
select is((select count(*) from social.blocked_profiles()), 5::bigint,
  'the list contains all five blocked people');

select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('bob1');
select social_tests.act_as('alice');
select is((select count(*) from social.blocked_profiles()), 4::bigint,
  'the list does not contain an inactive person');
select social_tests.act_as('bob2');
select is_empty('select * from social.blocked_profiles()',
  'a blocked person cannot find out from blocked_profiles who blocks them');
select social_tests.act_as_anon();
select throws_ok(
  'select social.blocked_profiles()', 'PT401', 'not_signed_in',
  'an anonymous caller cannot list blocked people');

select * from finish();
rollback;
