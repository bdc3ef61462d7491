begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bobby', 'carol']) as name;
select social_tests.follow('alice', name) from unnest(array['bobby', 'carol']) as name;
select social_tests.follow('bobby', 'alice');
select social_tests.post(name, name || ' post') from unnest(array['bobby', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bobby', 'sunrise', 'nice');

select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'carol post', 'bobby post'],
  'before, everybody is in the feed');
select is(
  (select (follow_state, is_muted, mute_expires_at)::text
    from social.mute_profile(social_tests.id('bobby'))),
  '(accepted,t,)', 'a mute ends no follow');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'carol post'],
  'the muted person''s posts are gone from the feed at once');
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('bobby'))),
  array['bobby post'], 'but not from their page');
select is(
  (select caption from social.post(social_tests.post_id('bobby post'))), 'bobby post',
  'nor from their address');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))),
  array['nice'], 'and what they say is seen');
select is(
  (select array_agg(username) from social.profile_search('bobby')), array['bobby'],
  'and they are found');
select social_tests.act_as('bobby');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'bobby post'],
  'it works one way');

select social_tests.act_as('alice');
select is(
  (select is_muted from social.unmute_profile(social_tests.id('bobby'))), false,
  'a mute can be taken back');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'carol post', 'bobby post'],
  'and nothing was lost');

select * from finish();
rollback;
