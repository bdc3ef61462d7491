begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.follow('alice', 'bob');
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('alice'), social_tests.id('bob'));
select social_tests.block('alice', 'bob');

select social_tests.act_as('alice');
select is(
  (select social.unblock_profile(social_tests.id('bob'))::text), format(
    '(%s,,,f,f,,f,f)', social_tests.id('bob')),
  'unblock_profile returns a relationship without follows');
select is_empty('select * from social.close_friends()',
  'an unblock does not restore the close friendship');
select is_empty('select * from social.blocked_profiles()',
  'an unblock removes the person from the list of blocked people');
select is(
  (select username from social.profile(social_tests.id('bob'))), 'bob',
  'after an unblock the blocker can see the profile of the other person');
select social_tests.act_as('bob');
select is(
  (select username from social.profile(social_tests.id('alice'))), 'alice',
  'after an unblock the other person can see the profile of the blocker');
select is(
  (select follow_state from social.follow_profile(social_tests.id('alice'))), 'accepted',
  'after an unblock the other person can follow the blocker');

select social_tests.act_as('alice');
select is(
  (select is_blocked from social.unblock_profile(social_tests.id('bob'))), false,
  'unblocking is idempotent');

select * from finish();
rollback;
