begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('alice', 'bob');
select social_tests.post('bob', 'harbour');

select social_tests.act_as('alice');
select is(
  (select mute_expires_at from social.mute_profile(
    social_tests.id('bob'), now() + interval '1 day')),
  now() + interval '1 day', 'a mute may have an end');
select is_empty('select * from social.home_feed()', 'until then it holds');
select is((select is_muted from social.profile(social_tests.id('bob'))), true, 'one''s page tells');

select social_tests.act_as_operator();
update social_private.mutes set expires_at = now() - interval '1 second';
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['harbour'],
  'after that it does not, and nobody has to clean up');
select is(
  (select is_muted from social.profile(social_tests.id('bob'))), false, 'the page tells so');
select is_empty('select * from social.muted_profiles()', 'and the list');

select social.mute_profile(social_tests.id('bob'), now() + interval '1 hour');
select is(
  (select (is_muted, mute_expires_at)::text from social.mute_profile(social_tests.id('bob'))),
  '(t,)', 'muting again changes when it ends: here, never');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), now())$$,
  'PT422', 'expires_at_invalid', 'a mute cannot end now');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), 'infinity')$$,
  'PT422', 'expires_at_invalid', 'nor at no time');

select * from finish();
rollback;
