begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('bob' || n) from generate_series(1, 6) as n;
-- Some mutes have the same time, so that the id decides their order.
insert into social_private.mutes (muter_id, muted_id, created_at, expires_at)
select social_tests.id('alice'), social_tests.id('bob' || n), now() - n / 2 * interval '1 s',
  case n when 6 then now() - interval '1 s' when 5 then now() + interval '1 s' end
from generate_series(1, 6) as n;

select social_tests.act_as('alice');
select is(
  (select (array_agg(username))[1] from social.muted_profiles()), 'bob1',
  'the first row of muted_profiles is the person muted last');
select is((select count(*) from social.muted_profiles()), 5::bigint,
  'muted_profiles does not list people whose mute has ended');
select is(
  social_tests.walk('select username as item, cursor from social.muted_profiles(%L, 1)'),
  (select array_agg(username) from social.muted_profiles()),
  'with one row per page, the pages have the same people in the same order as the whole list');
select social.block_profile(social_tests.id('bob1'));
select is((select count(*) from social.muted_profiles()), 4::bigint,
  'muted_profiles does not list a muted person whom the caller blocks');
select social_tests.act_as('bob2');
select is_empty('select * from social.muted_profiles()',
  'muted_profiles of a muted person does not list the muter');

select * from finish();
rollback;
