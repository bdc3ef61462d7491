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
select is_empty('select * from social.home_feed()', 'the mute hides the posts until it ends');
select is((select is_muted from social.profile(social_tests.id('bob'))), true,
  'the profile shows the mute');

select social_tests.act_as_operator();
update social_private.mutes set expires_at = now() - interval '1 second';
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['harbour'],
  'after its end the mute hides nothing, although the row still exists');
select is(
  (select is_muted from social.profile(social_tests.id('bob'))), false,
  'after its end the profile shows no mute');
select is_empty('select * from social.muted_profiles()',
  'after its end the mute is not in the list');

select social.mute_profile(social_tests.id('bob'), now() + interval '1 hour');
select is(
  (select (is_muted, mute_expires_at)::text from social.mute_profile(social_tests.id('bob'))),
  '(t,)', 'a repeated mute replaces the end, here with none');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), now())$$,
  'PT422', 'expires_at_invalid', 'a mute cannot end now');
select throws_ok(
  $$select social.mute_profile(social_tests.id('bob'), 'infinity')$$,
  'PT422', 'expires_at_invalid', 'a mute cannot end at infinity');

select * from finish();
rollback;
