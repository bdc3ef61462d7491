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
  'an unmute ends one mute');
select social_tests.act_as('carol');
select is(
  (select array_agg(username) from social.muted_profiles()), array['bob'], 'and no one else''s');

-- To the microsecond: what ends now has ended.
select social_tests.act_as_operator();
update social_private.mutes set expires_at = now();
select social_tests.act_as('alice');
select is(
  (select (is_muted, mute_expires_at)::text from social.follow_profile(social_tests.id('carol'))),
  '(f,)', 'a mute that ends now holds no more');
select is((social.profile(social_tests.id('carol'))).is_muted, false, 'nor does the page say so');
select set_eq(
  'select caption from social.home_feed()', array['bob post', 'carol post'], 'nor the feed');

select * from finish();
rollback;
