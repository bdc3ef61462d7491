begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'away']) as name;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('away');
select social_tests.block('bob', 'alice');

select social_tests.act_as('alice');
select throws_ok(
  'select social.mute_profile(auth.uid())', 'PT422', 'cannot_mute_self', 'not oneself');
select throws_ok(
  'select social.mute_profile(null)', 'PT404', 'profile_not_found', 'not nobody');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'))$$, 'PT404', 'profile_not_found',
  'not who blocks one');
select throws_ok(
  $$select social.mute_profile(social_tests.id('away'))$$, 'PT404', 'profile_not_found',
  'not who is away');
select throws_ok(
  'select social.unmute_profile(null)', 'PT422', 'argument_missing', 'nor is nobody unmuted');
select is(
  (select social.unmute_profile(social_tests.id('bob'))::text),
  format('(%s,,,f,f,,f)', social_tests.id('bob')), 'unmuting who is not muted changes nothing');

select * from finish();
rollback;
