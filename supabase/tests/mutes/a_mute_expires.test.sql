begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('alice', 'bob');
select social_tests.post('bob', 'harbour');

select social_tests.act_as('alice');
select is(
  (select mute_expires_at from social.mute_profile(
    social_tests.id('bob'), now() + interval '1 day')),
  now() + interval '1 day', 'mute_profile returns the end of a mute');
select is_empty('select * from social.home_feed()',
  'until its end, a mute hides the posts of the muted person from the home feed');
select is((select is_muted from social.profile(social_tests.id('bob'))), true,
  'until its end, is_muted of the profile is true');

select social_tests.act_as_operator();
update social_private.mutes set expires_at = now() - interval '1 second';
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['harbour'],
  'after its end, a mute hides no posts, although its row still exists');
select is(
  (select is_muted from social.profile(social_tests.id('bob'))), false,
  'after its end, is_muted of the profile is false');
select is_empty('select * from social.muted_profiles()',
  'after its end, a mute is not listed in muted_profiles');

select social.mute_profile(social_tests.id('bob'), now() + interval '1 hour');
select is(
  (select (is_muted, mute_expires_at)::text from social.mute_profile(social_tests.id('bob'))),
  '(t,)', 'muting a muted person again without an end removes the end of the mute');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), now())$$,
  'PT422', 'expires_at_invalid', 'a mute that ends now is refused');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), 'infinity')$$,
  'PT422', 'expires_at_invalid', 'a mute that ends at infinity is refused');

select * from finish();
rollback;
