begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('alice', 'bob');
select social_tests.post('bob', 'harbour');

select social_tests.act_as('alice');
select is(
  (select mute_expires_at from social.mute_profile(
    social_tests.id('bob'), now() + interval '1 day')),
  now() + interval '1 day', 'mute_profile returns the time at which the mute ends');
select is_empty('select * from social.home_feed()',
  'a mute hides the posts of the muted person from the home feed until it ends');
select is((select is_muted from social.profile(social_tests.id('bob'))), true,
  'is_muted of a profile is true until the mute ends');

select social_tests.act_as_operator();
update social_private.mutes set expires_at = now() - interval '1 second';
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['harbour'],
  'a mute that has ended hides no posts, although its row still exists');
select is(
  (select is_muted from social.profile(social_tests.id('bob'))), false,
  'is_muted of a profile is false after the mute has ended');
select is_empty('select * from social.muted_profiles()',
  'muted_profiles does not list a person whose mute has ended');

select social.mute_profile(social_tests.id('bob'), now() + interval '1 hour');
select is(
  (select (is_muted, mute_expires_at)::text from social.mute_profile(social_tests.id('bob'))),
  '(t,)', 'muting a person again without an end makes the mute permanent');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), now())$$,
  'PT422', 'expires_at_invalid', 'mute_profile refuses the present time as the end of a mute');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), 'infinity')$$,
  'PT422', 'expires_at_invalid', 'mute_profile refuses infinity as the end of a mute');

select * from finish();
rollback;
