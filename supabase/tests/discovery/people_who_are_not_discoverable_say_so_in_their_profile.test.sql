begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;

select social_tests.act_as('alice');
select is(
  (select is_discoverable from social.my_profile()), true, 'new accounts are discoverable');
select is(
  (select is_discoverable from social.update_profile(is_discoverable => false)), false,
  'update_profile sets is_discoverable');
select is(
  (select is_discoverable from social.update_profile(bio => 'hello')), false,
  'an omitted argument keeps the value');
select social_tests.act_as('bob');
select is(
  (select is_discoverable from social.profile(social_tests.id('alice'))), null,
  'other people do not see the value');

select * from finish();
rollback;
