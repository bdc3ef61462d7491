begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'inactive']) as name;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('inactive');
select social_tests.block('bob', 'alice');

select social_tests.act_as('alice');
select throws_ok(
  'select social.mute_profile(auth.uid())', 'PT422', 'cannot_mute_self',
  'a person cannot mute themselves');
select throws_ok(
  'select social.mute_profile(null)', 'PT404', 'profile_not_found',
  'mute_profile(null) is refused');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'))$$, 'PT404', 'profile_not_found',
  'a blocked person cannot mute the blocker');
select throws_ok(
  $$select social.mute_profile(social_tests.id('inactive'))$$, 'PT404', 'profile_not_found',
  'a person cannot mute an inactive person');
select throws_ok(
  'select social.unmute_profile(null)', 'PT422', 'argument_missing',
  'unmute_profile(null) is refused');
select is(
  (select social.unmute_profile(social_tests.id('bob'))::text),
  format('(%s,,,f,f,,f,f)', social_tests.id('bob')),
  'unmuting a person who is not muted returns the unchanged relationship');

select * from finish();
rollback;
