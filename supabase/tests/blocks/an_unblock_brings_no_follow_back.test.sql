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
    '(%s,,,f,f,,f)', social_tests.id('bob')),
  'after an unblock the two are strangers');
select is_empty('select * from social.close_friends()', 'and no close friends');
select is_empty('select * from social.blocked_profiles()', 'nobody is blocked');
select is(
  (select username from social.profile(social_tests.id('bob'))), 'bob', 'each finds the other');
select social_tests.act_as('bob');
select is(
  (select username from social.profile(social_tests.id('alice'))), 'alice', 'both ways');
select is(
  (select follow_state from social.follow_profile(social_tests.id('alice'))), 'accepted',
  'and may follow again');

select social_tests.act_as('alice');
select is(
  (select is_blocked from social.unblock_profile(social_tests.id('bob'))), false,
  'unblocking again changes nothing');

select * from finish();
rollback;
