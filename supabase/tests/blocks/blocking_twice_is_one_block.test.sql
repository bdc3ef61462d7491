begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select is(
  (select is_blocked from social.block_profile(social_tests.id('bob'))), true,
  'blocking is idempotent and returns the same state');
select is((select count(*) from social.blocked_profiles()), 1::bigint,
  'two calls create one block');
select throws_ok(
  'select social.block_profile(auth.uid())', 'PT422', 'cannot_block_self',
  'you cannot block yourself');
select throws_ok(
  'select social.block_profile(null)', 'PT404', 'profile_not_found', 'blocking null is refused');
select throws_ok(
  'select social.unblock_profile(null)', 'PT422', 'argument_missing', 'unblocking null is refused');
select social.unblock_profile(social_tests.id('bob'));
select is_empty('select * from social.blocked_profiles()', 'one unblock removes the block');

select * from finish();
rollback;
