begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select is(
  (select is_blocked from social.block_profile(social_tests.id('bob'))), true,
  'a second block_profile returns the same state as the first');
select is((select count(*) from social.blocked_profiles()), 1::bigint,
  'two calls of block_profile create one block');
select throws_ok(
  'select social.block_profile(auth.uid())', 'PT422', 'cannot_block_self',
  'you cannot block yourself');
select throws_ok(
  'select social.block_profile(null)', 'PT404', 'profile_not_found', 'block_profile refuses null');
select throws_ok(
  'select social.unblock_profile(null)', 'PT422', 'argument_missing',
  'unblock_profile refuses null');
select social.unblock_profile(social_tests.id('bob'));
select is_empty('select * from social.blocked_profiles()',
  'after two calls of block_profile, one unblock removes the block');

select * from finish();
rollback;
