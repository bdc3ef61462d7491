begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.follow('alice', name) from unnest(array['bob', 'carol']) as name;
select social_tests.post(name, name || ' post') from unnest(array['bob', 'carol']) as name;
insert into social_private.mutes (muter_id, muted_id)
select social_tests.id(muter), social_tests.id(muted)
from (values
  ('alice', 'bob'), ('alice', 'carol'), ('bob', 'carol'), ('carol', 'bob')
) as mutes (muter, muted);

select social_tests.act_as('alice');
select social.unmute_profile(social_tests.id('bob'));
select is(
  (select array_agg(username) from social.muted_profiles()), array['carol'],
  'unmute_profile removes only the mute of the given person by the caller');
select social_tests.act_as('carol');
select is(
  (select array_agg(username) from social.muted_profiles()), array['bob'],
  'unmute_profile removes no mute of other people');

-- A mute ends at expires_at, so at that time the person is no longer muted.
select social_tests.act_as_operator();
update social_private.mutes set expires_at = now();
select social_tests.act_as('alice');
select is(
  (select (is_muted, mute_expires_at)::text from social.follow_profile(social_tests.id('carol'))),
  '(f,)', 'at the time when a mute ends, follow_profile returns is_muted false');
select is((social.profile(social_tests.id('carol'))).is_muted, false,
  'at the time when a mute ends, is_muted of the profile is false');
select set_eq(
  'select caption from social.home_feed()', array['bob post', 'carol post'],
  'at the time when a mute ends, the home feed contains the posts of the muted person');

select * from finish();
rollback;
